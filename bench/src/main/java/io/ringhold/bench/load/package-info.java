/**
 * Sends a load and measures the replies. {@link io.ringhold.bench.load.LoadDriver} opens the connections, starts the threads and takes a
 * sample every second; a {@code LoadThread} has one selector and its share of the connections; a {@code LoadConnection} writes requests
 * straight into its buffer and counts replies with a {@link io.ringhold.bench.server.ReplyScanner}. Nothing is allocated per command and the
 * clock is read once per read and per write, not per command. What is done over the connections is a {@code Load}: the commands of a workload, or a
 * {@link io.ringhold.bench.load.FanOut}.
 *
 * <pre>
 *  closed loop: a connection sends P commands, waits for the P replies, sends the next P;
 *               each of the P has the time from the write to the last reply.
 *  open loop:   command k of a thread is due at start + k * period and goes to connection k mod C, whatever
 *               happened to those before; its latency counts from when it was due, also when it had to queue.
 *
 *   |--- warm-up ---|------------- measured -------------|-- drain --|
 *   start        recordFrom                            stopAt
 *   a command belongs to the result when it was sent (closed) or due (open) in the measured time;
 *   in the open loop the result's time lasts until the last reply, when that came after stopAt
 * </pre>
 */
package io.ringhold.bench.load;
