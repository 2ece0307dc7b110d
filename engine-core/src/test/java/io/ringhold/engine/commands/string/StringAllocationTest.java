package io.ringhold.engine.commands.string;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

import com.sun.management.ThreadMXBean;
import io.ringhold.engine.commands.bitmap.BitmapCommands;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.engine.testing.PreparedRequest;
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
        try (EngineHarness engine = EngineHarness.of(new StringCommands(), new BitmapCommands());
                PreparedRequest request = engine.prepare(bytes(command))) {
            engine.logging(false);
            engine.execute("MSET", "s", "some-value", "n", "12", "c", "1");
            engine.execute("SETBIT", "b", "2000", "1");
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
