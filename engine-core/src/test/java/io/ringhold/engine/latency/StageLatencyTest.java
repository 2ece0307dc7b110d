package io.ringhold.engine.latency;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StageLatencyTest {
    private final StageLatency stages = new StageLatency();

    @Test
    void shouldCountEachStage() {
        stages.taken(5_000, 7_000);
        stages.executed(3_000);
        stages.executed(4_000);
        stages.held(1_000_000);
        assertThat(stages.queueWait().maxNs()).isBetween(1_990L, 2_010L);
        assertThat(stages.execute().count()).isEqualTo(2);
        assertThat(stages.logHold().maxNs()).isBetween(990_000L, 1_010_000L);
        assertThat(stages.replyFlush().count()).isZero();
    }

    @Test
    void shouldAddUpTheFlushesOfAllTransportsUntilReset() {
        final FlushRecorder one = stages.newFlushRecorder();
        final FlushRecorder other = stages.newFlushRecorder();
        one.record(1_000);
        other.record(2_000);
        assertThat(stages.replyFlush().count()).isEqualTo(2);
        one.record(Long.MAX_VALUE);
        assertThat(stages.replyFlush().count()).isEqualTo(3);
        other.record(9_000);
        stages.reset();
        assertThat(stages.replyFlush().count()).isZero();
        other.record(9_000);
        assertThat(stages.replyFlush().maxNs()).isBetween(8_900L, 9_100L);
    }
}
