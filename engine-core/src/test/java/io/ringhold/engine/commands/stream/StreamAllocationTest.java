package io.ringhold.engine.commands.stream;

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
        try (EngineHarness engine = EngineHarness.of(new StringCommands(), new StreamCommands());
                PreparedRequest request = engine.prepare(bytes(command))) {
            engine.logging(false);
            for (int i = 1; i <= 1_000; i++) {
                engine.execute("XADD", "s", Integer.toString(i), "field", "value " + i);
            }
            engine.execute("XGROUP", "CREATE", "s", "g", "0");
            engine.execute("XREADGROUP", "GROUP", "g", "c", "STREAMS", "s", ">");
            final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            run(engine, request, WARM_UP);
            long least = Long.MAX_VALUE;
            // the compiler may finish in the middle of a round and leave its mark once, a leak leaves it each time
            for (int round = 0; round < 3 && least != 0; round++) {
                final long before = threads.getCurrentThreadAllocatedBytes();
                run(engine, request, MEASURED);
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
