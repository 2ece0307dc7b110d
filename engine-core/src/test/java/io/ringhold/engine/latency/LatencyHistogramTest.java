package io.ringhold.engine.latency;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.HdrHistogram.Histogram;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LatencyHistogramTest {
    private final LatencyHistogram histogram = new LatencyHistogram();

    private List<String> levels() {
        final List<String> levels = new ArrayList<>();
        histogram.levels((micros, count) -> levels.add(micros + ":" + count));
        return levels;
    }

    @Test
    void shouldBeEmptyWhenNothingIsRecorded() {
        assertThat(histogram.count()).isZero();
        assertThat(histogram.percentileNs(99)).isZero();
        assertThat(histogram.maxNs()).isZero();
        assertThat(levels()).isEmpty();
        histogram.reset();
        assertThat(levels()).isEmpty();
    }

    @Test
    void shouldLeaveOutLevelsThatAddNothing() {
        histogram.record(0);
        histogram.record(1_024);
        histogram.record(1_040);
        histogram.record(33_000);
        histogram.record(10_000_000);
        assertThat(levels()).containsExactly("1:2", "2:3", "33:4", "16908:5");
        histogram.reset();
        assertThat(levels()).isEmpty();
    }

    @Test
    void shouldTakeWhatIsOutOfItsRange() {
        histogram.record(-5);
        histogram.record(Long.MAX_VALUE);
        assertThat(histogram.count()).isEqualTo(2);
        assertThat(histogram.percentileNs(0)).isZero();
        assertThat(histogram.maxNs()).isBetween(68_000_000_000L, 69_000_000_000L);
        assertThat(levels()).startsWith("1:1").hasSize(2);
    }

    @Test
    void shouldCountTheSameByLevelsAsInItsDistribution() {
        final Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            histogram.record(random.nextLong(1L << random.nextInt(1, 40)), 1 + i % 3);
        }
        final long[] counts = histogram.distribution().counts();
        final Map<Long, Long> cumulative = new HashMap<>();
        long sum = 0;
        for (int level = 0; level < LatencyHistogram.levels(); level++) {
            sum += counts[level];
            cumulative.put(LatencyHistogram.levelNs(level) / 1_000, sum);
        }
        final Map<Long, Long> told = new HashMap<>();
        histogram.levels(told::put);
        told.keySet().retainAll(cumulative.keySet());
        assertThat(told).hasSizeGreaterThan(20).isEqualTo(cumulative);
        assertThat(sum + counts[LatencyHistogram.levels()]).isEqualTo(histogram.count());
        assertThat(counts[LatencyHistogram.levels()]).as("longer than half a minute").isPositive();
    }

    @Test
    void shouldEndLevelsWhereCellsEnd() {
        for (int level = 0; level < LatencyHistogram.levels(); level++) {
            assertThat(LatencyHistogram.levelNs(level))
                    .isEqualTo(LatencyHistogram.newHistogram().highestEquivalentValue(1024L << level));
        }
    }

    @Test
    void shouldSumWhatItCounts() {
        assertThat(histogram.distribution().sumNs()).isZero();
        assertThat(histogram.distribution().count()).isZero();
        histogram.record(1_001);
        histogram.record(33_333, 2);
        assertThat(histogram.distribution().sumNs()).isEqualTo(67_667);
        assertThat(histogram.distribution().count()).isEqualTo(3);
        histogram.reset();
        assertThat(histogram.distribution().sumNs()).isZero();
    }

    @Test
    void shouldSumByCellsWhatWasRecordedElsewhere() {
        final Histogram recorded = LatencyHistogram.newHistogram();
        recorded.recordValue(1_000_000);
        recorded.recordValue(3_000_000);
        assertThat(LatencyHistogram.of(recorded).distribution().sumNs()).isCloseTo(4_000_000,
                Percentage.withPercentage(1));
    }
}
