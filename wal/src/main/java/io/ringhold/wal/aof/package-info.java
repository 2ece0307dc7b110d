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
 */
package io.ringhold.wal.aof;
