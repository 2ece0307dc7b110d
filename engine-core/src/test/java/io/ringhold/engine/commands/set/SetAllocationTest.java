package io.ringhold.engine.commands.set;

import io.ringhold.engine.commands.string.StringCommands;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.engine.testing.HeapAllocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The ordinary way of the common commands must not touch the heap. */
class SetAllocationTest {
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 100_000;
    private static final int POPS = 20_000;

    @ParameterizedTest
    @ValueSource(strings = {"SADD ints 3", "SADD words a", "SADD many member:7", "SISMEMBER ints 5",
        "SISMEMBER words d",
        "SISMEMBER many member:77", "SMISMEMBER many member:1 none", "SCARD many", "SMEMBERS words", "SMEMBERS ints",
        "SRANDMEMBER many", "SRANDMEMBER words 2", "SRANDMEMBER ints -5", "SRANDMEMBER many 3", "SREM many none",
        "SMOVE words words a", "SINTER words many ints", "SUNION words ints", "SDIFF words ints",
        "SINTERCARD 2 words words",
        "SSCAN many 0", "SINTERSTORE kept words words", "SPOP none"})
    void shouldAllocateNothingWhenRunOften(final String command) {
        assertThat(allocatedBytes(command)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SPOP large", "SPOP large 2"})
    void shouldAllocateNoMoreThanTheArenasDirectoriesWhenASetShrinks(final String command) {
        try (EngineHarness engine = EngineHarness.withoutLog(new StringCommands(), new SetCommands())) {
            for (int i = 0; i <= 2 * POPS * (1 + HeapAllocation.MOST_ROUNDS); i++) {
                engine.execute("SADD", "large", "member:" + i);
            }
            assertThat(engine.allocatedBytes(POPS, POPS, command)).isLessThan(POPS);
            assertThat(engine.integer("SCARD", "large")).isPositive();
        }
    }

    private static long allocatedBytes(final String command) {
        try (EngineHarness engine = EngineHarness.withoutLog(new StringCommands(), new SetCommands())) {
            engine.execute("SADD", "words", "a", "b", "c", "d");
            engine.execute("SADD", "ints", "1", "2", "3", "70000", "5");
            for (int i = 0; i < 2_000; i++) {
                engine.execute("SADD", "many", "member:" + i);
            }
            return engine.allocatedBytes(WARM_UP, MEASURED, command);
        }
    }
}
