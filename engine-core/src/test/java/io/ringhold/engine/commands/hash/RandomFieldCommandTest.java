package io.ringhold.engine.commands.hash;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.ringhold.engine.testing.EngineHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** HRANDFIELD of hashes most of whose fields are due: that each of the others is as likely, and that it does not take long, by the numbers drawn. */
class RandomFieldCommandTest {
    private static final int AT_ONCE = 1_000;

    private final SplittableRandom random = seeded();
    private long drawn;

    /** To find none but due fields takes at least 64 numbers, and is followed by a walk over the hash. */
    @ParameterizedTest
    @CsvSource({"HRANDFIELD h -1000, 1000", "HRANDFIELD h 50, 50"})
    void shouldWalkOverTheHashOnlyOnce(final String command, final int fields) {
        try (EngineHarness engine = engine()) {
            fill(engine, 200, 200_000);
            drawn = 0;
            final String reply = engine.run(command);
            assertThat(drawn).isLessThan(3_000);
            assertThat(reply).startsWith("*" + fields + "\r\n");
            assertThat(live(reply)).hasSize(fields);
        }
    }

    @Test
    void shouldGiveDifferentFieldsWhenMostAreDue() {
        try (EngineHarness engine = engine()) {
            fill(engine, 20, 2_000);
            for (int count = 1; count <= 30; count++) {
                assertThat(live(engine.run("HRANDFIELD h " + count)).distinct()).hasSize(Math.min(count, 20));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 60, 2_000})
    void shouldGiveEachFieldWithTheSameChance(final int due) {
        try (EngineHarness engine = engine()) {
            fill(engine, 4, due);
            assertThat(counted(live(engine.run("HRANDFIELD h -40000")))).hasSize(4)
                    .allSatisfy((field, count) -> assertThat(count).isBetween(9_400L, 10_600L));
            assertThat(counted(IntStream.range(0, 400).boxed().flatMap(i -> live(engine.run("HRANDFIELD h 1")))))
                    .hasSize(4).allSatisfy((field, count) -> assertThat(count).isBetween(40L, 160L));
        }
    }

    @Test
    void shouldGiveFieldsWithoutMemoryToGatherThem() {
        try (EngineHarness engine = engine()) {
            fill(engine, 4, 2_000);
            assertThat(live(engine.run("HRANDFIELD h -100"))).hasSize(100);
            assertThat(live(engine.runWithoutMemory("HRANDFIELD h -50"))).hasSize(50);
        }
    }

    /** Fields whose time never comes, or later, and such that are due. */
    private static void fill(final EngineHarness engine, final int live, final int due) {
        engine.run("HSETEX h FIELDS " + live / 2 + fields("never:live", 0, live / 2));
        engine.run("HSETEX h PX 1000 FIELDS " + (live - live / 2) + fields("later:live", live / 2, live));
        for (int from = 0; from < due; from += AT_ONCE) {
            final int to = Math.min(due, from + AT_ONCE);
            engine.run("HSETEX h PX 100 FIELDS " + (to - from) + fields("due", from, to));
        }
        engine.advanceMs(100);
        assertThat(engine.integer("HLEN", "h")).isEqualTo(live);
    }

    private static String fields(final String name, final int from, final int to) {
        return IntStream.range(from, to).mapToObj(i -> " " + name + i + " v").collect(Collectors.joining());
    }

    private static Stream<String> live(final String reply) {
        return Arrays.stream(reply.split("\r\n")).filter(line -> line.contains(":live"));
    }

    private static Map<String, Long> counted(final Stream<String> fields) {
        return fields.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private EngineHarness engine() {
        final EngineHarness engine = EngineHarness.withDataBytes(256L << 20, new RandomFieldCommand(this::draw),
                new FieldValueCommands(), new ReadCommands());
        engine.logging(false);
        return engine;
    }

    private long draw() {
        drawn++;
        return random.nextLong();
    }

    private static SplittableRandom seeded() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("RandomFieldCommandTest -Dringhold.seed=" + seed);
        return new SplittableRandom(seed);
    }
}
