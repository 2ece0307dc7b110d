package io.ringhold.engine.commands.stream;

import io.ringhold.engine.commands.string.StringCommands;
import io.ringhold.engine.testing.EngineHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The ordinary way of the common commands must not touch the heap. */
class StreamAllocationTest {
    private static final int WARM_UP = 10_000;
    private static final int MEASURED = 30_000;

    @ParameterizedTest
    @ValueSource(strings = {"XLEN s", "XRANGE s - + COUNT 10", "XREVRANGE s + 100-0 COUNT 3",
        "XREAD COUNT 5 STREAMS s 500",
        "XREADGROUP GROUP g c COUNT 5 STREAMS s 0", "XREADGROUP GROUP g c STREAMS s >", "XACK s g 5000", "XPENDING s g",
        "XPENDING s g - + 10", "XCLAIM s g c 0 7", "XAUTOCLAIM s g c 0 0 COUNT 5", "XDEL s 9000", "XTRIM s MAXLEN 5000",
        "XINFO STREAM s"})
    void shouldAllocateNothingWhenRunOften(final String command) {
        assertThat(allocatedBytes(command)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"XADD new * field value", "XADD s MAXLEN ~ 1000 * field value"})
    void shouldAllocateNoMoreThanTheArenasDirectoriesWhenAStreamGrows(final String command) {
        assertThat(allocatedBytes(command)).isLessThan(MEASURED);
    }

    private static long allocatedBytes(final String command) {
        try (EngineHarness engine = EngineHarness.withoutLog(new StringCommands(), new StreamCommands())) {
            for (int i = 1; i <= 1_000; i++) {
                engine.execute("XADD", "s", Integer.toString(i), "field", "value " + i);
            }
            engine.execute("XGROUP", "CREATE", "s", "g", "0");
            engine.execute("XREADGROUP", "GROUP", "g", "c", "STREAMS", "s", ">");
            return engine.allocatedBytes(WARM_UP, MEASURED, command);
        }
    }
}
