package io.ringhold.engine.eviction;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.sun.management.ThreadMXBean;
import io.ringhold.engine.commands.string.StringCommands;
import io.ringhold.engine.config.option.MaxmemoryPolicy;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.engine.testing.PreparedRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;

/** Writing to a full server must not touch the heap. */
class EvictionAllocationTest {
    private static final int REQUESTS = 2_000;
    private static final int ROUNDS = 20;

    @ParameterizedTest
    @EnumSource(value = MaxmemoryPolicy.class, mode = Mode.EXCLUDE, names = "NOEVICTION")
    void shouldAllocateNothingWhenKeysComeAndGo(final MaxmemoryPolicy policy) {
        try (EngineHarness engine = EngineHarness.of(new StringCommands())) {
            engine.logging(false);
            final List<PreparedRequest> requests = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                requests.add(engine.prepare(bytes("SET"), bytes("key" + i), bytes("v".repeat(60)), bytes("EX"),
                        bytes("1000")));
            }
            run(engine, requests);
            engine.engine().eviction().policy(policy);
            engine.engine().eviction().limit(engine.engine().eviction().countedBytes() - REQUESTS * 50L);
            final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            for (int i = 0; i < ROUNDS; i++) {
                run(engine, requests);
            }
            long least = Long.MAX_VALUE;
            for (int round = 0; round < 3 && least != 0; round++) {
                final long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < ROUNDS; i++) {
                    run(engine, requests);
                }
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertThat(engine.engine().keyspace().statistics().evicted()).isGreaterThan(REQUESTS);
            assertThat(least).isZero();
            requests.forEach(PreparedRequest::close);
        }
    }

    private static void run(final EngineHarness engine, final List<PreparedRequest> requests) {
        for (int i = 0; i < requests.size(); i++) {
            engine.run(requests.get(i));
        }
    }

    private static byte[] bytes(final String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
