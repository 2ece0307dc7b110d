package io.ringhold.engine.tracking;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.sun.management.ThreadMXBean;
import io.ringhold.engine.commands.connection.ClientCommands;
import io.ringhold.engine.commands.connection.TrackingCommands;
import io.ringhold.engine.commands.string.StringCommands;
import io.ringhold.engine.pipeline.Pushes;
import io.ringhold.engine.port.CommandLog;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.engine.testing.PreparedRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is read and told of must not touch the heap. */
class TrackingAllocationTest {
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 50_000;

    @ParameterizedTest
    @ValueSource(strings = {"ON", "ON NOLOOP", "ON OPTOUT", "ON BCAST", "ON BCAST NOLOOP PREFIX a PREFIX b"})
    void shouldAllocateNothingWhenKeysAreReadAndChanged(final String options) {
        try (EngineHarness engine = EngineHarness.of(new StringCommands(), new ClientCommands(),
                new TrackingCommands())) {
            engine.logging(false);
            engine.protocol(3);
            engine.engine().pushes(new Pushes(CommandLog.NONE, session -> {}));
            final List<PreparedRequest> requests = new ArrayList<>();
            for (final String command : List.of("GET a", "MGET a b c", "SET a 1", "MSET b 1 c 2", "GET c", "SET c 2")) {
                requests.add(engine.prepare(bytes(command)));
            }
            assertThat(engine.execute(("CLIENT TRACKING " + options).split(" ", -1))).isEqualTo("+OK\r\n");
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
        final ClientTracking tracking = engine.engine().tracking();
        for (int i = 0; i < times; i++) {
            for (int request = 0; request < requests.size(); request++) {
                engine.run(requests.get(request));
            }
            if (tracking.hasWork()) {
                tracking.work();
            }
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
