/**
 * The append-only log and its recovery; dump files and snapshots; the payloads of DUMP. What is here implements the engine's ports, so that the engine
 * knows nothing of files.
 */
package io.ringhold.wal;
