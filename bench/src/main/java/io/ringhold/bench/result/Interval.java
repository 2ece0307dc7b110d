package io.ringhold.bench.result;

/**
 * A slice of a run, about a second of it; the last may be shorter, or longer by what the driver was late.
 *
 * @param startSeconds
 *            from the run's start, after the warm-up.
 * @param seconds
 *            how long it was.
 * @param operations
 *            replies that came, errors among them.
 * @param errors
 *            replies that were errors.
 * @param p50
 *            median of the latencies of the replies that came, in ns; 0 when none came, as for the next three.
 * @param p99
 *            99th percentile, in ns.
 * @param p999
 *            99.9th percentile, in ns.
 * @param max
 *            the longest, in ns.
 */
public record Interval(double startSeconds, double seconds, long operations, long errors, long p50, long p99, long p999,
        long max) {
    /**
     * @throws IllegalArgumentException
     *             when a figure is negative or a time is not finite.
     */
    public Interval {
        Checks.duration(startSeconds, "startSeconds");
        Checks.duration(seconds, "seconds");
        Checks.notNegative(operations, "operations");
        Checks.notNegative(errors, "errors");
        Checks.notNegative(p50, "p50");
        Checks.notNegative(p99, "p99");
        Checks.notNegative(p999, "p999");
        Checks.notNegative(max, "max");
    }

    /** Operations per second; 0 for an interval without length. */
    public double throughput() {
        return seconds > 0 ? operations / seconds : 0;
    }
}
