/**
 * Replay of the log at start, in slices on the engine thread. Files are mapped and commands are framed where they lie:
 *
 * <pre>
 *   base             REDIS0010 ... | commands ...          an RDB part goes to a BaseLoader
 *   file (mapped)    *3 $3 SET $1 k $1 v | #TS:... | *1 $5 MULTI | ... | *1 $4 EXEC | 0 0 0 0
 *                         |                                                               |
 *                    FrameParser --&gt; FrameIndex (arena, tag LOG) --&gt; RequestBatch    LogFileReplay: what is
 *                                                                         |          cut, and what is
 *                                                       CommandSource.Sink (engine)  an error
 * </pre>
 */
package io.ringhold.wal.replay;
