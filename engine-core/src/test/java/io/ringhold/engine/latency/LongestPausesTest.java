package io.ringhold.engine.latency;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LongestPausesTest {
    @Test
    void shouldKeepTheLongestInOrder() {
        final LongestPauses pauses = new LongestPauses();
        final List<Long> durations = new ArrayList<>();
        for (long i = 1; i <= 100; i++) {
            durations.add(i * 1000);
        }
        Collections.shuffle(durations, new Random(7));
        durations.forEach(ns -> pauses.happened(LatencyEvent.COMMAND, "c" + ns, ns, ns + 1));
        assertThat(pauses.longest()).hasSize(16);
        for (int i = 0; i < 16; i++) {
            final long ns = (100 - i) * 1000L;
            assertThat(pauses.longest().get(i))
                    .isEqualTo(new LongestPauses.Pause(LatencyEvent.COMMAND, "c" + ns, ns + 1, ns));
        }
        assertThat(pauses.thresholdNs()).isEqualTo(85_001);
        pauses.clear();
        assertThat(pauses.longest()).isEmpty();
        assertThat(pauses.thresholdNs()).isZero();
    }
}
