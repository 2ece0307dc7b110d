/**
 * The append-only log itself. The engine copies, the log's thread does what may wait for a disk; they share positions
 * and never a lock.
 *
 * <pre>
 *   engine thread                                     log thread (LogAgent)
 *
 *   AppendLog.append
 *     LogWriter --copy--&gt; [slice] &lt;--next-- [slice] &lt;-- SegmentChain: allocate, map, touch ahead
 *         |  no slice is ready?                |
 *         v                                    +------ force what is written (msync), unmap what is full
 *      Staging [chunk]-&gt;[chunk] --------------------&gt; drain into the next slice
 *
 *   position, staged  ==== LogProgress ====           drained, forced, readyEnd, errors
 *         |                                                |
 *         +-- wake (slice wanted; always: force)           +-- Doorbell: durable position has grown
 * </pre>
 *
 * With {@code appendfsync always} the log's thread forces whatever is written each time it comes round: commands that
 * arrive during one force share the next (group commit).
 *
 * <p>
 * What must be replayed together or not at all is a unit ({@link io.ringhold.wal.aof.LogUnit}): MULTI stands before it and EXEC behind it.
 *
 * <p>
 * A rewrite lets the engine go over to the next file at a cut; {@link io.ringhold.wal.aof.LogRewrite} has its steps,
 * {@link io.ringhold.wal.aof.Increments} the agent's view:
 *
 * <pre>
 *                      cut
 *   increment n  ------|  forced, cut to its length, closed
 *   increment n+1      |---------------------------------------&gt;
 *   base               |  snapshot thread writes it ... named by the manifest, the rest deleted
 * </pre>
 */
package io.ringhold.wal.aof;
