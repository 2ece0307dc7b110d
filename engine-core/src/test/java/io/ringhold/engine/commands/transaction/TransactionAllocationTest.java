package io.ringhold.engine.commands.transaction;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.sun.management.ThreadMXBean;
import io.ringhold.engine.commands.string.StringCommands;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.engine.testing.PreparedRequest;
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
        try (EngineHarness engine = EngineHarness.of(new StringCommands(), new TransactionCommands())) {
            engine.logging(false);
            final List<PreparedRequest> requests = new ArrayList<>();
            for (final String command : commands.split(";", -1)) {
                requests.add(engine.prepare(bytes(command)));
            }
            final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            run(engine, requests, WARM_UP);
            long least = Long.MAX_VALUE;
            // the compiler may finish in the middle of a round and leave its mark once, a leak leaves it each time
            for (int round = 0; round < 3 && least != 0; round++) {
                final long before = threads.getCurrentThreadAllocatedBytes();
                run(engine, requests, MEASURED);
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertThat(least).isZero();
            requests.forEach(PreparedRequest::close);
        }
    }

    private static void run(final EngineHarness engine, final List<PreparedRequest> requests, final int times) {
        for (int i = 0; i < times; i++) {
            for (int request = 0; request < requests.size(); request++) {
                engine.run(requests.get(request));
            }
        }
    }

    private static byte[][] bytes(final String command) {
        final String[] words = command.split(" ", -1);
        final byte[][] arguments = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            arguments[i] = words[i].getBytes(StandardCharsets.US_ASCII);
        }
        return arguments;
    }
}
