package io.ringhold.engine.commands.generic;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

import com.sun.management.ThreadMXBean;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.AllCommands;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.engine.testing.PreparedRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Commands that may be run often allocate nothing on the heap. Two commands are run in turn, so that there is something to do. */
class GenericAllocationTest {
    private static final int WARM_UP = 5000;
    private static final int MEASURED = 1000;

    @ParameterizedTest
    @CsvSource({"SET k v, DEL k", "SET k v, UNLINK k none", "EXISTS k a none, TOUCH k a", "TTL a, PTTL k",
        "EXPIRE k 100, PERSIST k", "EXPIRE k 100 XX, PEXPIREAT k 1800000000000 GT", "SET k v, EXPIRE k -1",
        "EXPIRETIME a, PEXPIRETIME k", "TYPE k, RANDOMKEY", "RENAME a b, RENAME b a", "RENAMENX a k, COPY a c REPLACE",
        "SCAN 0 COUNT 100 TYPE string, KEYS k*", "OBJECT ENCODING a, OBJECT IDLETIME a", "PING, ECHO hello",
        "SELECT 1, SELECT 0", "DBSIZE, EXISTS k"})
    void shouldAllocateNothingWhenRunOften(final String first, final String second) {
        try (EngineHarness engine = EngineHarness.of(AllCommands.groups().toArray(new CommandGroupHandlers[0]));
                PreparedRequest one = engine.prepare(bytes(first));
                PreparedRequest two = engine.prepare(bytes(second))) {
            engine.logging(false);
            engine.execute("MSET", "k", "some-value", "a", "12", "l", "x".repeat(3000));
            engine.execute("EXPIRE", "a", "1000");
            final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            run(engine, one, two, WARM_UP);
            long least = Long.MAX_VALUE;
            // the compiler may finish in the middle of a round and leave its mark once, a leak leaves it each time
            for (int round = 0; round < 3 && least != 0; round++) {
                final long before = threads.getCurrentThreadAllocatedBytes();
                run(engine, one, two, MEASURED);
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertThat(least).isZero();
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

    private static void run(final EngineHarness engine, final PreparedRequest first, final PreparedRequest second,
            final int times) {
        for (int i = 0; i < times; i++) {
            engine.run(first);
            engine.run(second);
        }
    }
}
