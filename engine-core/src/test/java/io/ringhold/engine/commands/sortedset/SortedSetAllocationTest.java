package io.ringhold.engine.commands.sortedset;

import io.ringhold.engine.commands.string.StringCommands;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.engine.testing.HeapAllocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The ordinary way of the common commands must not touch the heap. */
class SortedSetAllocationTest {
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 100_000;
    private static final int POPS = 20_000;

    @ParameterizedTest
    @ValueSource(strings = {"ZADD small 1 a", "ZADD small 1.5 b 2 c", "ZADD many 7 member:7", "ZINCRBY many 1 member:9",
        "ZINCRBY small 0.25 a", "ZSCORE small b", "ZSCORE many member:77", "ZMSCORE many member:1 none", "ZCARD many",
        "ZRANK many member:500", "ZREVRANK small a", "ZRANGE many 100 120 WITHSCORES", "ZRANGE small 0 -1",
        "ZRANGE many 100 200 BYSCORE LIMIT 5 5", "ZREVRANGE many 0 5", "ZCOUNT many 10 (100", "ZREM many none",
        "ZRANDMEMBER many 3", "ZSCAN many 0", "ZUNION 2 small small WITHSCORES", "ZINTERCARD 2 small many",
        "ZRANGESTORE kept many 0 10"})
    void shouldAllocateNothingWhenRunOften(final String command) {
        assertThat(allocatedBytes(command)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ZPOPMIN large", "ZPOPMAX large 2"})
    void shouldAllocateNoMoreThanTheArenasDirectoriesWhenASetShrinks(final String command) {
        try (EngineHarness engine = EngineHarness.withoutLog(new StringCommands(), new SortedSetCommands())) {
            for (int i = 0; i <= 2 * POPS * (1 + HeapAllocation.MOST_ROUNDS); i++) {
                engine.execute("ZADD", "large", Integer.toString(i * 7919 % 100_003), "member:" + i);
            }
            assertThat(engine.allocatedBytes(POPS, POPS, command)).isLessThan(POPS);
            assertThat(engine.integer("ZCARD", "large")).isPositive();
        }
    }

    private static long allocatedBytes(final String command) {
        try (EngineHarness engine = EngineHarness.withoutLog(new StringCommands(), new SortedSetCommands())) {
            engine.execute("ZADD", "small", "1", "a", "2.5", "b", "3", "c");
            for (int i = 0; i < 2_000; i++) {
                engine.execute("ZADD", "many", Integer.toString(i), "member:" + i);
            }
            return engine.allocatedBytes(WARM_UP, MEASURED, command);
        }
    }
}
