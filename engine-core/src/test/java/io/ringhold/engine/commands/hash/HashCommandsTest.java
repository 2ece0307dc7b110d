package io.ringhold.engine.commands.hash;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

import io.ringhold.engine.commands.generic.KeyCommands;
import io.ringhold.engine.testing.EngineHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a comparison with Redis cannot show of hashes: what is logged, what is freed, and too little memory. */
class HashCommandsTest {
    @Test
    void shouldLogTheResultOfAFloatIncrement() {
        try (EngineHarness engine = engine()) {
            engine.execute("HINCRBYFLOAT", "h", "f", "10.5");
            engine.execute("HINCRBYFLOAT", "h", "f", "0.1");
            engine.execute("HINCRBY", "h", "n", "3");
            engine.execute("HDEL", "h", "none");
            engine.execute("HSETNX", "h", "n", "3");
            assertThat(engine.takeLogged()).containsExactly(List.of("HSET", "h", "f", "10.5"),
                    List.of("HSET", "h", "f", "10.6"), List.of("HINCRBY", "h", "n", "3"));
        }
    }

    @Test
    void shouldFollowAModelThroughBothEncodings() {
        final long seed = System.nanoTime();
        System.out.println("seed " + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        try (EngineHarness engine = engine()) {
            engine.execute("HSET", "warm", "1", "1");
            engine.execute("DEL", "warm");
            final long blocks = engine.blocks();
            for (int round = 0; round < 40; round++) {
                followAModel(engine, random, 1 << random.nextInt(1, 12), random.nextInt(1, 300));
                engine.execute("DEL", "h");
                engine.freeAll();
                assertThat(engine.blocks()).isEqualTo(blocks);
            }
        }
    }

    private static void followAModel(final EngineHarness engine, final SplittableRandom random, final int range,
            final int longest) {
        final Map<String, String> model = new TreeMap<>();
        for (int step = 0; step < 1_000; step++) {
            final String field = "f" + random.nextInt(range);
            final String value = random.nextBoolean()
                    ? Integer.toString(random.nextInt(1 << random.nextInt(31)))
                    : "v".repeat(random.nextInt(longest));
            switch (random.nextInt(6)) {
                case 0, 1, 2 -> assertThat(engine.integer("HSET", "h", field, value))
                        .isEqualTo(model.put(field, value) == null ? 1 : 0);
                case 3 -> assertThat(engine.integer("HDEL", "h", field)).isEqualTo(model.remove(field) == null ? 0 : 1);
                default -> assertThat(engine.bulk("HGET", "h", field)).isEqualTo(model.get(field));
            }
            assertThat(engine.integer("HLEN", "h")).isEqualTo(model.size());
        }
        model.forEach((field, value) -> assertThat(engine.bulk("HGET", "h", field)).isEqualTo(value));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1000})
    void shouldKeepAndLogWhatWasSetBeforeMemoryRanOut(final int valueLength) {
        try (EngineHarness engine = EngineHarness.withDataBytes(2 << 20, new HashCommands(), new KeyCommands())) {
            final String value = "v".repeat(valueLength);
            int fields = 0;
            String reply = "";
            while (!reply.startsWith("-OOM")) {
                engine.takeLogged();
                reply = engine.execute("HSET", "h", "f" + fields, value, "f" + (fields + 1), value);
                fields += 2;
            }
            final List<List<String>> logged = engine.takeLogged();
            final long size = engine.integer("HLEN", "h");
            if (size == fields - 1) {
                assertThat(logged).containsExactly(List.of("HSET", "h", "f" + (fields - 2), value));
            } else {
                assertThat(size).isEqualTo(fields - 2L);
                assertThat(logged).isEmpty();
            }
            assertThat(engine.bulk("HGET", "h", "f0")).isEqualTo(value);
            assertThat(engine.execute("HSET", "h", "f0", "w".repeat(100_000))).startsWith("-OOM");
            assertThat(engine.bulk("HGET", "h", "f0")).isEqualTo(value);
            assertThat(engine.integer("HDEL", "h", "f0", "f1", "f2")).isEqualTo(3);
        }
    }

    private static EngineHarness engine() {
        return EngineHarness.of(new HashCommands(), new KeyCommands());
    }
}
