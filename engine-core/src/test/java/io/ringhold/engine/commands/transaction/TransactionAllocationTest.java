package io.ringhold.engine.commands.transaction;

import io.ringhold.engine.commands.string.StringCommands;
import io.ringhold.engine.testing.EngineHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Transactions must not touch the heap once their memory is there. */
class TransactionAllocationTest {
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 50_000;

    @ParameterizedTest
    @ValueSource(strings = {"MULTI;SET k v;GET k;EXEC", "WATCH k l;MULTI;GET k;EXEC",
        "WATCH k;SET k v;MULTI;GET k;EXEC",
        "WATCH k;UNWATCH", "MULTI;SET k v;DISCARD"})
    void shouldAllocateNothingWhenRunOften(final String commands) {
        try (EngineHarness engine = EngineHarness.withoutLog(new StringCommands(), new TransactionCommands())) {
            assertThat(engine.allocatedBytes(WARM_UP, MEASURED, commands.split(";", -1))).isZero();
        }
    }
}
