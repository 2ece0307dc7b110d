package io.ringhold.engine.latency;

import java.util.ArrayList;
import java.util.List;

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
}
