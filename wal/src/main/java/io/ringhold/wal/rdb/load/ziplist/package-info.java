/**
 * Turns the compact values of versions before Redis 7.0 into listpacks: ziplists, and the zipmaps of Redis 2.4 and before. Nothing in their bytes is
 * taken on trust. Engine thread.
 */
package io.ringhold.wal.rdb.load.ziplist;
