package io.ringhold.bench.load;

import java.time.Duration;

/**
 * How a load is driven.
 *
 * @param connections
 *            the number of connections
 * @param threads
 *            the number of threads that share them; at most one per connection is started
 * @param pipeline
 *            commands sent at once on a connection in the closed loop
 * @param rate
 *            intended commands per second over all connections, or 0 for the closed loop
 * @param outstanding
 *            in the open loop, the most unanswered commands on a connection; those due beyond it queue
 * @param warmup
 *            how long the load runs before it is measured
 * @param duration
 *            how long it is measured; without meaning when {@code count} is not 0
 * @param count
 *            how many commands are measured, or 0
 */
public record LoadPlan(int connections, int threads, int pipeline, double rate, int outstanding, Duration warmup,
        Duration duration, long count) {
    private static final int SMALLEST_BUFFER = 16 * 1024;
    private static final int LARGEST_BUFFER = 256 * 1024;
    private static final int ALL_BUFFERS = 192 * 1024 * 1024;

    /** Whether commands are due by a schedule, instead of when the replies to those before have come. */
    public boolean isOpenLoop() {
        return rate > 0;
    }

    /** The most commands without reply on one connection. */
    int depth() {
        return isOpenLoop() ? outstanding : pipeline;
    }

    /**
     * The length of a connection's buffer for requests in bytes: all that can be without reply, if it is not too much for that many connections, and one
     * request at least. What does not fit is encoded when the socket has taken what is before it.
     */
    int bufferLength(int largestRequest) {
        int share = Math.clamp(ALL_BUFFERS / connections, SMALLEST_BUFFER, LARGEST_BUFFER);
        return Math.max(largestRequest, Math.clamp((long) largestRequest * depth(), SMALLEST_BUFFER, share));
    }

    /** The same at another rate. */
    public LoadPlan withRate(double other) {
        return new LoadPlan(connections, threads, pipeline, other, outstanding, warmup, duration, count);
    }

    /** The plan that sends {@code commands} commands as fast as possible and without warm-up, such as for filling the keyspace. */
    public LoadPlan sending(long commands) {
        int deep = 64;
        return new LoadPlan(connections, threads, Math.max(pipeline, deep), 0, outstanding, Duration.ZERO,
                Duration.ZERO,
                commands);
    }
}
