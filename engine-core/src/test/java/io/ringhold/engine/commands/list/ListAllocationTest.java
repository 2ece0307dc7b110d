package io.ringhold.engine.commands.list;

import io.ringhold.engine.commands.string.StringCommands;
import io.ringhold.engine.testing.EngineHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The ordinary way of the common commands must not touch the heap. */
class ListAllocationTest {
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 100_000;

    @ParameterizedTest
    @ValueSource(strings = {"LRANGE l 0 10", "LLEN l", "LINDEX l 5", "LINDEX long -300", "LSET l 2 c",
        "LSET long 500 value",
        "LMOVE l l LEFT RIGHT", "RPOPLPUSH long long", "LPOS l e", "LRANGE long 400 500", "LREM l 1 none",
        "LTRIM l 0 -1",
        "LPOP none", "LPUSHX none x"})
    void shouldAllocateNothingWhenRunOften(final String command) {
        assertThat(allocatedBytes(command)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"RPUSH long x, LPOP long", "LPUSH long element, RPOP long"})
    void shouldAllocateNothingWhenAListIsAQueue(final String push, final String pop) {
        assertThat(allocatedBytes(0, MEASURED, push, pop)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"LPUSH new x", "RPUSH new element", "LINSERT l AFTER a x"})
    void shouldAllocateNoMoreThanTheArenasDirectoriesWhenAListGrows(final String command) {
        assertThat(allocatedBytes(command)).isLessThan(MEASURED / 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LRANGE long 400 500", "LINDEX long 2000", "LSET long 2000 value", "LREM long 1 none",
        "LPOS long none MAXLEN 900"})
    void shouldAllocateNothingWhenNodesAreCompressed(final String command) {
        // Bounds checks make compression slow.
        assertThat(allocatedBytes(1, 500, command)).isZero();
    }

    private static long allocatedBytes(final String command) {
        return allocatedBytes(0, MEASURED, command);
    }

    private static long allocatedBytes(final int compressDepth, final int measured, final String... commands) {
        try (EngineHarness engine = EngineHarness.withoutLog(new StringCommands(), new ListCommands())) {
            engine.engine().keyspace().lists().compressDepth(compressDepth);
            engine.execute("RPUSH", "l", "a", "b", "c", "d", "e", "f", "7");
            for (int i = 0; i < 2_000; i++) {
                engine.execute("RPUSH", "long", "element:" + i, "another:" + i);
            }
            return engine.allocatedBytes(Math.min(measured, WARM_UP), measured, commands);
        }
    }
}
