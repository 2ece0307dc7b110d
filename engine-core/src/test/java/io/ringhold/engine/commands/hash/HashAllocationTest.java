package io.ringhold.engine.commands.hash;

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
class HashAllocationTest {
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 100_000;

    @ParameterizedTest
    @ValueSource(strings = {"HSET small a 3", "HSET small a 3 b value", "HSET many field:7 other", "HGET small b",
        "HGET many field:77", "HMGET many field:1 none", "HLEN many", "HGETALL small", "HKEYS small", "HVALS small",
        "HSTRLEN many field:3", "HEXISTS small a", "HDEL many none", "HSETNX small a 1", "HINCRBY small n 1",
        "HINCRBY many n 3", "HRANDFIELD many", "HRANDFIELD small 2", "HRANDFIELD many -5 WITHVALUES",
        "HRANDFIELD many 3", "HSCAN many 0", "HSETEX small EX 1000 FIELDS 1 a 3",
        "HSETEX many EX 1000 FIELDS 1 field:9 3",
        "HEXPIRE small 1000 FIELDS 2 a b", "HPEXPIRE many 100000 FIELDS 1 field:8", "HPERSIST many FIELDS 1 field:8",
        "HTTL small FIELDS 1 a", "HPTTL many FIELDS 1 field:8", "HGETEX many PERSIST FIELDS 1 field:8",
        "HGETDEL many FIELDS 1 none", "HGET timed field:3", "HLEN timed", "HRANDFIELD timed"})
    void shouldAllocateNothingWhenRunOften(final String command) {
        assertThat(allocatedBytes(command)).isZero();
    }

    private static long allocatedBytes(final String command) {
        try (EngineHarness engine = EngineHarness.of(new StringCommands(), new HashCommands());
                PreparedRequest request = engine.prepare(bytes(command))) {
            engine.logging(false);
            engine.execute("HSET", "small", "a", "1", "b", "two", "n", "5");
            engine.execute("HSET", "many", "n", "5");
            for (int i = 0; i < 2_000; i++) {
                engine.execute("HSET", "many", "field:" + i, "value " + i);
            }
            for (int i = 0; i < 1_000; i++) {
                engine.execute("HSETEX", "timed", "EX", "1000", "FIELDS", "1", "field:" + i, "value " + i);
            }
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
