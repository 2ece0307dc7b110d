package io.ringhold.engine.hotkeys;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class GeometricSkipTest {
    private static final int SAMPLES = 200_000;

    @Test
    void shouldTakeEveryEventWhenTheRatioIsOne() {
        final GeometricSkip skip = new GeometricSkip(1, new SplittableRandom());
        for (int i = 0; i < 1_000; i++) {
            assertThat(skip.next()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 256, 1_000_000})
    void shouldTakeOneOfSoManyEventsOnAverage(final int ratio) {
        final long seed = System.nanoTime();
        final GeometricSkip skip = new GeometricSkip(ratio, new SplittableRandom(seed));
        double sum = 0;
        int atOnce = 0;
        for (int i = 0; i < SAMPLES; i++) {
            final long next = skip.next();
            assertThat(next).isPositive();
            sum += next;
            atOnce += next <= ratio ? 1 : 0;
        }
        // a standard deviation is about ratio / sqrt(samples): five of them
        assertThat(sum / SAMPLES / ratio).as("seed %d", seed).isBetween(0.985, 1.015);
        final double expected = 1 - Math.pow(1 - 1.0 / ratio, ratio);
        assertThat((double) atOnce / SAMPLES).as("seed %d", seed).isBetween(expected - 0.01, expected + 0.01);
    }
}
