/**
 * The engine: it takes decoded requests from the ring, executes them on the off-heap keyspace and encodes the replies.
 * One thread, the engine agent, is the only writer; no data here is guarded by locks.
 */
package io.ringhold.engine;
