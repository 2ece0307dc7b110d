package io.ringhold.engine.commands.list;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

import com.sun.management.ThreadMXBean;
import io.ringhold.engine.commands.string.StringCommands;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.engine.testing.PreparedRequest;
import org.junit.jupiter.params.ParameterizedTest;
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
    @ValueSource(strings = {"LPUSH new x", "RPUSH new element", "LPOP long", "RPOP long", "LINSERT l AFTER a x"})
    void shouldAllocateNoMoreThanTheArenasDirectoriesWhenAListGrowsOrShrinks(final String command) {
        assertThat(allocatedBytes(command)).isLessThan(MEASURED / 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LRANGE long 400 500", "LINDEX long 2000", "LSET long 2000 value", "LREM long 1 none",
        "LPOS long none MAXLEN 900"})
    void shouldAllocateNothingWhenNodesAreCompressed(final String command) {
        // Bounds checks make compression slow.
        assertThat(allocatedBytes(command, 1, 500)).isZero();
    }

    private static long allocatedBytes(final String command) {
        return allocatedBytes(command, 0, MEASURED);
    }

    private static long allocatedBytes(final String command, final int compressDepth, final int measured) {
        try (EngineHarness engine = EngineHarness.of(new StringCommands(), new ListCommands());
                PreparedRequest request = engine.prepare(bytes(command))) {
            engine.logging(false);
            engine.engine().keyspace().lists().compressDepth(compressDepth);
            engine.execute("RPUSH", "l", "a", "b", "c", "d", "e", "f", "7");
            for (int i = 0; i < 2_000; i++) {
                engine.execute("RPUSH", "long", "element:" + i, "another:" + i);
            }
            final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            run(engine, request, Math.min(measured, WARM_UP));
            long least = Long.MAX_VALUE;
            // the compiler may finish in the middle of a round and leave its mark once, a leak leaves it each time
            for (int round = 0; round < 3 && least != 0; round++) {
                final long before = threads.getCurrentThreadAllocatedBytes();
                run(engine, request, measured);
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            return least;
        }
    }

    private static byte[][] bytes(final String command) {
        final String[] words = command.split(" ", -1);
        final byte[][] arguments = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            arguments[i] = words[i].getBytes(StandardCharsets.ISO_8859_1);
        }
        return arguments;
    }

    private static void run(final EngineHarness engine, final PreparedRequest request, final int times) {
        for (int i = 0; i < times; i++) {
            engine.run(request);
        }
    }
}
