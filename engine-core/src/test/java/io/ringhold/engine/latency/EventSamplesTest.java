package io.ringhold.engine.latency;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EventSamplesTest {
    @Test
    void shouldForgetTheOldestWhenFull() {
        final EventSamples samples = new EventSamples();
        for (int i = 0; i < 200; i++) {
            samples.add(1000 + i, 500 - i);
        }
        assertThat(samples.samples()).hasSize(160).startsWith(new EventSamples.Sample(1040, 460))
                .endsWith(new EventSamples.Sample(1199, 301));
        assertThat(samples.longestMillis()).isEqualTo(500);
        assertThat(samples.latest()).isEqualTo(new EventSamples.Sample(1199, 301));
    }

    @Test
    void shouldDrawFurtherSamplesBelowWhenALineIsFull() {
        final EventSamples samples = new EventSamples();
        for (int i = 0; i < 82; i++) {
            samples.add(i, 10 + i % 2 * 100);
        }
        final String[] lines = LatencyGraph.draw("command", samples, 82).split("\n", -1);
        assertThat(lines[2]).isEqualTo(" #".repeat(40));
        assertThat(lines[7]).startsWith("111111111111111111111115");
        assertThat(lines[8]).startsWith("mmmmmmmmmmmmmmmmmmmmmmm9");
        assertThat(lines[10]).isEmpty();
        assertThat(lines).endsWith(" #", " |", " |", "_|", "  ", "21", "ss", "");
    }
}
