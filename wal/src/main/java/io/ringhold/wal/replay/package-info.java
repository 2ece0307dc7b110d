/**
 * Replay of the log at start, in slices on the engine thread. Files are mapped and commands are framed where they lie:
 *
 * <pre>
 *   file (mapped)   *3 $3 SET $1 k $1 v | *3 $3 SET ... | *1 $5 MULTI | ... | *1 $4 EXEC | 0 0 0 0
 *                        |                                                                 |
 *                   FrameParser --&gt; FrameIndex (arena, tag LOG) --&gt; RequestBatch       LogTail: what is
 *                                                                        |             cut, and what is
 *                                                      CommandSource.Sink (the engine)   an error
 * </pre>
 */
package io.ringhold.wal.replay;
