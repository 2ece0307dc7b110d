package io.ringhold.engine.latency;

/** How often something took how long, as of one moment. Immutable, so for any thread. */
public final class Distribution {
    private final long[] counts;
    private final long count;
    private final long sumNs;

    /**
     * @param counts
     *            by the levels of {@link LatencyHistogram#levelNs}, each without those below it; one more for what took longer. Not to be
     *            changed any more.
     * @param count
     *            their sum.
     * @param sumNs
     *            all durations together.
     */
    Distribution(final long[] counts, final long count, final long sumNs) {
        this.counts = counts;
        this.count = count;
        this.sumNs = sumNs;
    }

    /** A copy of the counts by levels, each without those below it; the last is what took longer than all levels. */
    public long[] counts() {
        return counts.clone();
    }

    /** Durations counted. */
    public long count() {
        return count;
    }

    /** All of them together. */
    public long sumNs() {
        return sumNs;
    }
}
