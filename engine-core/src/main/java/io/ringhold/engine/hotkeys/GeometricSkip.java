package io.ringhold.engine.hotkeys;

import java.util.SplittableRandom;

/**
 * How many events pass until the next sample, when each is a sample with the same probability and for itself: geometrically distributed, so that a
 * sample costs a random number and the events between cost none, and no rhythm of the events is hit or missed. One thread; allocates nothing.
 */
final class GeometricSkip {
    private final SplittableRandom random;
    private final int ratio;
    private final double logOfMiss;

    /**
     * @param ratio
     *            events for one sample, on average; 1 is every event.
     */
    GeometricSkip(final int ratio, final SplittableRandom random) {
        this.random = random;
        this.ratio = ratio;
        this.logOfMiss = Math.log1p(-1.0 / ratio);
    }

    /** Events until the next sample, it included: at least 1. */
    long next() {
        return ratio == 1 ? 1 : 1 + (long) (Math.log(1 - random.nextDouble()) / logOfMiss);
    }
}
