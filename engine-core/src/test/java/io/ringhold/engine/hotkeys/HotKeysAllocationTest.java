package io.ringhold.engine.hotkeys;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.sun.management.ThreadMXBean;
import io.ringhold.engine.commands.server.hotkeys.HotkeysCommands;
import io.ringhold.engine.commands.set.SetCommands;
import io.ringhold.engine.commands.stream.StreamCommands;
import io.ringhold.engine.commands.string.StringCommands;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.engine.testing.PreparedRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Sampled commands must not touch the heap, however many keys there are and however long they have been. */
class HotKeysAllocationTest {
    private static final int KEYS = 3_000;
    private static final int WARM_UP = 30;
    private static final int MEASURED = 20;

    @ParameterizedTest
    @CsvSource({"1,", "2,", "0, METRICS 4 CPU NET READS WRITES", "3, METRICS 2 CPU NET SAMPLE 2"})
    void shouldAllocateNothingWhenCommandsAreSampled(final int ratio, final String tracked) {
        try (EngineHarness engine = EngineHarness.of(new StringCommands(), new SetCommands(), new StreamCommands(),
                new HotkeysCommands())) {
            engine.logging(false);
            engine.engine().hotKeys().standingRatio(ratio);
            if (tracked != null) {
                assertThat(engine.execute(("HOTKEYS START " + tracked).split(" ", -1))).isEqualTo("+OK\r\n");
            }
            final List<PreparedRequest> requests = new ArrayList<>();
            for (final String command : List.of("GET a", "MGET a b c", "SET a 1", "MSET b 1 c 2", "SINTERCARD 2 x y",
                    "XREAD COUNT 1 STREAMS s t 0 0")) {
                requests.add(engine.prepare(bytes(command)));
            }
            for (int i = 0; i < KEYS; i++) {
                requests.add(engine.prepare(bytes("GET key:" + "x".repeat(i % 100) + i)));
            }
            final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            run(engine, requests, WARM_UP);
            long least = Long.MAX_VALUE;
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
            engine.advanceMs(StandingSample.HALF_LIFE_MS / 4);
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
}
