package io.ringhold.engine.commands.string;

import io.ringhold.engine.commands.bitmap.BitmapCommands;
import io.ringhold.engine.testing.EngineHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The ordinary way of the common commands must not touch the heap. */
class StringAllocationTest {
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 100_000;

    @ParameterizedTest
    @ValueSource(strings = {"GET s", "GET n", "SET s another-value", "SET n 77", "SET s v EX 100", "SET s v XX KEEPTTL",
        "SETEX s 100 value", "INCR c", "DECRBY c 5", "MGET s n none c", "MSET s 1 n two c 3", "STRLEN s",
        "GETRANGE s 1 2", "SETRANGE s 3 abc", "SETBIT b 1000 1", "GETBIT b 7", "BITCOUNT b 0 -1 BIT", "BITPOS b 1 2",
        "BITFIELD b INCRBY u8 3 100 GET i5 #2", "BITOP OR d b s", "GETEX s EX 100", "DIGEST s"})
    void shouldAllocateNothingWhenRunOften(final String command) {
        assertThat(allocatedBytes(command)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = "APPEND a x")
    void shouldAllocateNothingWhenAStringGrows(final String command) {
        assertThat(allocatedBytes(command)).isZero();
    }

    private static long allocatedBytes(final String command) {
        try (EngineHarness engine = EngineHarness.withoutLog(new StringCommands(), new BitmapCommands())) {
            engine.execute("MSET", "s", "some-value", "n", "12", "c", "1");
            engine.execute("SETBIT", "b", "2000", "1");
            return engine.allocatedBytes(WARM_UP, MEASURED, command);
        }
    }
}
