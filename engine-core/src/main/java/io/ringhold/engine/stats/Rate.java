package io.ringhold.engine.stats;

/** How fast a counter grows, over the last samples; as Redis does it: sixteen of at least 100 ms each. One thread. */
final class Rate {
    private static final int SAMPLES = 16;
    private static final long SAMPLE_PERIOD_NS = 100_000_000;

    private final double[] rates = new double[SAMPLES];
    private int next;
    private boolean started;
    private long sampledAtNs;
    private long sampled;

    /** Takes a sample when the last one is old enough. */
    void sample(final long nowNs, final long total) {
        final long elapsedNs = nowNs - sampledAtNs;
        if (started && elapsedNs < SAMPLE_PERIOD_NS) {
            return;
        }
        if (started) {
            rates[next++ % SAMPLES] = (total - sampled) * 1e9 / elapsedNs;
        }
        started = true;
        sampledAtNs = nowNs;
        sampled = total;
    }

    /** The counter has begun again at 0. */
    void restart() {
        sampled = 0;
    }

    double perSecond() {
        double sum = 0;
        for (final double rate : rates) {
            sum += rate;
        }
        return sum / SAMPLES;
    }
}
