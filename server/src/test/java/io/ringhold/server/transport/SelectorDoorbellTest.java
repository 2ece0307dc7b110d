package io.ringhold.server.transport;

import java.io.IOException;
import java.nio.channels.Selector;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SelectorDoorbellTest {
    @ParameterizedTest
    @ValueSource(longs = {0, -2_000_000, Long.MIN_VALUE})
    void shouldNotSleepWhenThereIsNoTimeLeft(final long idleNs) throws IOException {
        try (Selector selector = Selector.open()) {
            final SelectorDoorbell doorbell = new SelectorDoorbell(selector, () -> 0, 0);
            doorbell.start();
            assertThat(doorbell.select(key -> {}, () -> idleNs)).isZero();
        }
    }
}
