/**
 * RDB files: the format ({@link io.ringhold.wal.rdb.RdbFormat} shows it in a diagram) and how they are written.
 */
package io.ringhold.wal.rdb;
