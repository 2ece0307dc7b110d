package io.ringhold.bench.result;

import org.HdrHistogram.Histogram;

/**
 * The histograms of latencies: 1 ns to 60 s with three significant digits, about 200 KiB each. They do not grow, so that recording never
 * allocates; what is outside is recorded as the nearest bound.
 */
public final class Latencies {
    public static final long LOWEST_NS = 1;
    public static final long HIGHEST_NS = 60_000_000_000L;
    public static final int SIGNIFICANT_DIGITS = 3;

    private Latencies() {}

    /** A new histogram with nothing in it. */
    public static Histogram newHistogram() {
        return new Histogram(LOWEST_NS, HIGHEST_NS, SIGNIFICANT_DIGITS);
    }

    /**
     * The nearest latency that a histogram holds.
     *
     * @param latencyNs
     *            any number, in nanoseconds.
     */
    public static long clamp(final long latencyNs) {
        return Math.clamp(latencyNs, LOWEST_NS, HIGHEST_NS);
    }
}
