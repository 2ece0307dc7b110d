package io.ringhold.engine.pipeline;

import io.ringhold.engine.latency.LatencyEvent;
import io.ringhold.engine.latency.LongestPauses;
import io.ringhold.engine.testing.ServerHarness;
import io.ringhold.offheap.keys.KeyTable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HousekeepingTest {
    private static final long STEP_NS = 2_000_000;

    private final ServerHarness server = new ServerHarness("--latency-monitor-threshold", "2");

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldTellHowLongEachStepTook() {
        final Housekeeping housekeeping = new Housekeeping(server.engine());
        server.connect().run("FLUSHALL");
        server.commandsTake(STEP_NS);
        while (housekeeping.slice() != 0) {
            assertThat(server.engine().latency().busyNs()).isPositive();
        }
        assertThat(server.engine().latency().pauses().longest()).filteredOn(pause -> pause.elapsedNs() == STEP_NS)
                .extracting(LongestPauses.Pause::event)
                .contains(LatencyEvent.CLIENTS_CRON, LatencyEvent.EXPIRE_CYCLE, LatencyEvent.RESIZE_STEP);
        assertThat(server.engine().latency().monitor().samples(LatencyEvent.RESIZE_STEP).latest().millis())
                .isEqualTo(2);
    }

    @Test
    void shouldLeaveTheRoomThatWasMadeForKeysWhileTheyAreLoaded() {
        final Housekeeping housekeeping = new Housekeeping(server.engine());
        final KeyTable table = server.engine().keyspace().database(0).table();
        table.reserve(100_000);
        final long capacity = table.capacity();
        server.engine().loading(new Loading(server.engine(), null));
        server.advanceMs(1000);
        housekeeping.slice();
        assertThat(table.capacity()).isEqualTo(capacity);
        assertThat(table.isResizing()).isFalse();
        server.engine().loading(null);
        server.advanceMs(1000);
        housekeeping.slice();
        assertThat(table.capacity()).isLessThan(capacity);
    }
}
