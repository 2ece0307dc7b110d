package io.ringhold.engine.commands.hash;

import io.ringhold.engine.commands.string.StringCommands;
import io.ringhold.engine.testing.EngineHarness;
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
        try (EngineHarness engine = EngineHarness.withoutLog(new StringCommands(), new HashCommands())) {
            engine.execute("HSET", "small", "a", "1", "b", "two", "n", "5");
            engine.execute("HSET", "many", "n", "5");
            for (int i = 0; i < 2_000; i++) {
                engine.execute("HSET", "many", "field:" + i, "value " + i);
            }
            for (int i = 0; i < 1_000; i++) {
                engine.execute("HSETEX", "timed", "EX", "1000", "FIELDS", "1", "field:" + i, "value " + i);
            }
            return engine.allocatedBytes(WARM_UP, MEASURED, command);
        }
    }
}
