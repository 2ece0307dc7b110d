/**
 * The append-only log: it implements the engine's port for durability, so that the engine knows nothing of files.
 */
package io.ringhold.wal;
