package io.ringhold.bench.load;

import java.nio.channels.SocketChannel;

import io.ringhold.bench.workload.Workload;

/**
 * A connection's place in a run.
 *
 * @param channel
 *            open and introduced to the server
 * @param stream
 *            its requests
 * @param quota
 *            how many commands it sends that are measured, or {@link Long#MAX_VALUE}
 */
record Slot(SocketChannel channel, Workload.Stream stream, long quota) {}
