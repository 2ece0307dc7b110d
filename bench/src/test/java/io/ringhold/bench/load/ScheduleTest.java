package io.ringhold.bench.load;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ScheduleTest {
    private static Phases phases(Duration warmup, Duration duration, long count) {
        return Phases.of(new LoadPlan(1, 1, 1, 1, 1, warmup, duration, count), 1_000_000);
    }

    @Test
    void shouldMakeCommandsDueAtFixedTimesHoweverLateItIsAsked() {
        Schedule schedule = new Schedule(phases(Duration.ZERO, Duration.ofSeconds(1), 0), 10, 100.5, Long.MAX_VALUE);

        assertThat(schedule.poll(1_000_009)).isEqualTo(-1);
        assertThat(schedule.poll(1_000_010)).isZero();
        assertThat(schedule.poll(1_000_010)).isEqualTo(-1);
        assertThat(schedule.nextDueNs()).isEqualTo(1_000_110);
        assertThat(schedule.poll(1_000_400)).isEqualTo(1);
        assertThat(schedule.poll(1_000_400)).isEqualTo(2);
        assertThat(schedule.poll(1_000_400)).isEqualTo(3);
        assertThat(schedule.poll(1_000_400)).isEqualTo(-1);
        assertThat(schedule.dueNs(1_000_000)).isEqualTo(1_000_010 + 100_500_000);
    }

    @Test
    void shouldEndWithTheTime() {
        Schedule schedule = new Schedule(phases(Duration.ofNanos(100), Duration.ofNanos(300), 0), 0, 100,
                Long.MAX_VALUE);

        int due = 0;
        while (schedule.poll(Long.MAX_VALUE / 4) >= 0) {
            due++;
        }
        assertThat(due).isEqualTo(4);
        assertThat(schedule.isOver()).isTrue();
    }

    @Test
    void shouldEndWithTheCountOfMeasuredCommands() {
        Phases phases = phases(Duration.ofNanos(250), Duration.ofNanos(1), 5);
        Schedule schedule = new Schedule(phases, 0, 100, 5);

        int measured = 0;
        int due = 0;
        for (long command = schedule.poll(2_000_000); command >= 0; command = schedule.poll(2_000_000)) {
            due++;
            measured += phases.isMeasured(schedule.dueNs(command)) ? 1 : 0;
        }
        assertThat(measured).isEqualTo(5);
        assertThat(due).isEqualTo(8);
    }
}
