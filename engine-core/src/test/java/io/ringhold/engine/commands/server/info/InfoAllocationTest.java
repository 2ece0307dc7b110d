package io.ringhold.engine.commands.server.info;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

import com.sun.management.ThreadMXBean;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.engine.testing.PreparedRequest;
import org.agrona.concurrent.SystemEpochMicroClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** INFO, which monitors ask for every few seconds, leaves little on the heap: its text of some 5 KB is not made anew. */
class InfoAllocationTest {
    private static final int WARM_UP = 300;
    private static final int MEASURED = 200;
    private static final long MAX_BYTES = 3_000;

    @Test
    void shouldAllocateLittle() {
        try (EngineHarness engine = EngineHarness.of(new InfoCommand(new SystemEpochMicroClock()));
                PreparedRequest request = engine.prepare("INFO".getBytes(StandardCharsets.US_ASCII))) {
            final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            run(engine, request, WARM_UP);
            final long before = threads.getCurrentThreadAllocatedBytes();
            run(engine, request, MEASURED);
            assertThat((threads.getCurrentThreadAllocatedBytes() - before) / MEASURED).isLessThan(MAX_BYTES);
        }
    }

    private static void run(final EngineHarness engine, final PreparedRequest request, final int times) {
        for (int i = 0; i < times; i++) {
            engine.run(request);
        }
    }
}
