package io.ringhold.engine.eviction;

import java.util.List;
import java.util.stream.IntStream;

import io.ringhold.engine.commands.string.StringCommands;
import io.ringhold.engine.config.option.MaxmemoryPolicy;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.engine.testing.HeapAllocation;
import io.ringhold.engine.testing.PreparedCommands;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;

/** Writing to a full server must not touch the heap. */
class EvictionAllocationTest {
    private static final int KEYS = 2_000;
    private static final List<String> COMMANDS = IntStream.range(0, KEYS)
            .mapToObj(i -> "SET key" + i + " " + "v".repeat(60) + " EX 1000").toList();
    private static final int TURNS = 20;

    @ParameterizedTest
    @EnumSource(value = MaxmemoryPolicy.class, mode = Mode.EXCLUDE, names = "NOEVICTION")
    void shouldAllocateNothingWhenKeysComeAndGo(final MaxmemoryPolicy policy) {
        try (EngineHarness engine = EngineHarness.withoutLog(new StringCommands());
                PreparedCommands commands = engine.prepareAll(COMMANDS)) {
            commands.run();
            final Eviction eviction = engine.engine().eviction();
            eviction.policy(policy);
            eviction.limit(eviction.countedBytes() - KEYS * 50L);
            final long least = HeapAllocation.leastBytes(TURNS, TURNS, commands::run);
            assertThat(engine.engine().keyspace().statistics().evicted()).isGreaterThan(KEYS);
            assertThat(least).isZero();
        }
    }
}
