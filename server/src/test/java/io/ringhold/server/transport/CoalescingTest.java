package io.ringhold.server.transport;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

@EnabledOnOs(OS.LINUX)
class CoalescingTest {
    private static final int ENOUGH_TURNS = 200;

    private long nowNs;

    @Test
    void shouldNapWhenManyConnectionsKeepItBusy() {
        assertThat(napsAfter(50, 2, 20)).isTrue();
    }

    @Test
    void shouldNotNapWhenRequestsComeSlowly() {
        assertThat(napsAfter(50, 2, 100)).isFalse();
    }

    @Test
    void shouldNotNapAfterATurnWhoseRequestsWereMuchWork() {
        final Coalescing coalescing = new Coalescing(() -> nowNs, 50_000);
        turns(coalescing, 50, 2, 20);
        turns(coalescing, 50, 2, 20); // known to be napping from its first request on
        nowNs += 30_000;
        assertThat(coalescing.isNapDue()).isTrue();
        nowNs += 10_000;
        assertThat(coalescing.isNapDue()).isFalse();
    }

    @Test
    void shouldNotNapWhenFewConnectionsAreActiveAsTheyWouldOnlyWait() {
        assertThat(napsAfter(8, 2, 20)).isFalse();
    }

    @Test
    void shouldNeverNapWhenSwitchedOff() {
        final Coalescing coalescing = new Coalescing(() -> nowNs, 0);
        turns(coalescing, 50, 2, 20);
        assertThat(coalescing.isNapping()).isFalse();
    }

    @Test
    void shouldStopNappingWhenTheLoadFalls() {
        final Coalescing coalescing = new Coalescing(() -> nowNs, 50_000);
        turns(coalescing, 50, 2, 20);
        assertThat(coalescing.isNapping()).isTrue();
        turns(coalescing, 50, 1, 500);
        assertThat(coalescing.isNapping()).isFalse();
    }

    private boolean napsAfter(final int connections, final int requestsPerTurn, final long turnUs) {
        final Coalescing coalescing = new Coalescing(() -> nowNs, 50_000);
        turns(coalescing, connections, requestsPerTurn, turnUs);
        return coalescing.isNapping();
    }

    private void turns(final Coalescing coalescing, final int connections, final int requestsPerTurn,
            final long turnUs) {
        final int[] seen = new int[connections];
        int next = 0;
        for (int turn = 0; turn < ENOUGH_TURNS; turn++) {
            nowNs += TimeUnit.MICROSECONDS.toNanos(turnUs);
            for (int i = 0; i < requestsPerTurn; i++) {
                seen[next] = coalescing.ready(seen[next]);
                next = (next + 1) % connections;
            }
            coalescing.selected(requestsPerTurn);
        }
    }
}
