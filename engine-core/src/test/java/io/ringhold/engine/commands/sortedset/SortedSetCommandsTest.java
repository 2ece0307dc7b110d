package io.ringhold.engine.commands.sortedset;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.ringhold.engine.commands.generic.KeyCommands;
import io.ringhold.engine.testing.EngineHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a comparison with Redis cannot show of sorted sets: what is freed, ranks in large ones, and too little memory. */
class SortedSetCommandsTest {
    /** Ranks of a set of five members, and what overflows when it is added to or subtracted from them. */
    private static final long[] ENDS = {Long.MIN_VALUE, Long.MIN_VALUE + 1, -6, -5, -1, 0, 4, 5, 7, Long.MAX_VALUE - 1,
        Long.MAX_VALUE};

    @Test
    void shouldFollowAModelThroughBothEncodings() {
        final long seed = System.nanoTime();
        System.out.println("seed " + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        try (EngineHarness engine = engine()) {
            for (int i = 0; i < 1_000; i++) {
                engine.execute("ZADD", "warm", Integer.toString(i), Integer.toString(i));
            }
            engine.execute("DEL", "warm");
            engine.freeAll();
            final long blocks = engine.blocks();
            for (int round = 0; round < 20; round++) {
                followAModel(engine, random, 1 << random.nextInt(1, 11), random.nextInt(1, 50));
                engine.execute("DEL", "z");
                engine.freeAll();
                assertThat(engine.blocks()).isEqualTo(blocks);
            }
        }
    }

    private static void followAModel(final EngineHarness engine, final SplittableRandom random, final int range,
            final int scores) {
        final Map<String, Double> model = new TreeMap<>();
        for (int step = 0; step < 600; step++) {
            final String member = "m" + random.nextInt(range);
            final double score = random.nextInt(scores) / 4.0;
            switch (random.nextInt(6)) {
                case 0, 1, 2 -> assertThat(engine.integer("ZADD", "z", Double.toString(score), member))
                        .isEqualTo(model.put(member, score) == null ? 1 : 0);
                case 3 -> assertThat(engine.integer("ZREM", "z", member))
                        .isEqualTo(model.remove(member) == null ? 0 : 1);
                default -> {
                    final String reply = engine.execute("ZRANK", "z", member);
                    assertThat(reply).isEqualTo(model.containsKey(member)
                            ? ":" + sorted(model).indexOf(member) + "\r\n"
                            : "$-1\r\n");
                }
            }
            assertThat(engine.integer("ZCARD", "z")).isEqualTo(model.size());
            assertThat(engine.integer("ZCOUNT", "z", "-inf", "(" + score))
                    .isEqualTo(model.values().stream().filter(other -> other < score).count());
        }
    }

    private static List<String> sorted(final Map<String, Double> model) {
        final List<String> members = new ArrayList<>(model.keySet());
        members.sort(Comparator.comparingDouble((String member) -> model.get(member))
                .thenComparing(Comparator.naturalOrder()));
        return members;
    }

    @ParameterizedTest
    @ValueSource(strings = {"listpack", "skiplist"})
    void shouldFindTheMembersBetweenAnyTwoRanks(final String encoding) {
        final String suffix = "skiplist".equals(encoding) ? "-".repeat(65) : "";
        final List<String> members = IntStream.range(0, 5).mapToObj(i -> "m" + i + suffix).toList();
        final String add = "ZADD z " + members.stream().map(member -> member.charAt(1) + " " + member)
                .collect(Collectors.joining(" "));
        try (EngineHarness engine = engine()) {
            for (final long start : ENDS) {
                for (final long stop : ENDS) {
                    final String ends = " " + start + " " + stop;
                    final List<String> found = between(members, start, stop);
                    engine.run(add);
                    assertThat(engine.encoding("z")).isEqualTo(encoding);
                    assertThat(engine.run("ZRANGE z" + ends)).as(ends).isEqualTo(array(found));
                    assertThat(engine.run("ZREVRANGE z" + ends)).as(ends)
                            .isEqualTo(array(between(members.reversed(), start, stop)));
                    assertThat(engine.run("ZRANGESTORE d z" + ends)).as(ends).isEqualTo(":" + found.size() + "\r\n");
                    assertThat(engine.run("ZRANGE d 0 -1")).as(ends).isEqualTo(array(found));
                    assertThat(engine.run("ZREMRANGEBYRANK z" + ends)).as(ends)
                            .isEqualTo(":" + found.size() + "\r\n");
                    assertThat(engine.run("ZRANGE z 0 -1")).as(ends)
                            .isEqualTo(array(members.stream().filter(member -> !found.contains(member)).toList()));
                }
            }
        }
    }

    private static List<String> between(final List<String> members, final long start, final long stop) {
        final int size = members.size();
        final long from = start < 0 ? start + size : start;
        final long to = stop < 0 ? stop + size : stop;
        return IntStream.range(0, size).filter(rank -> from <= rank && rank <= to).mapToObj(members::get).toList();
    }

    private static String array(final List<String> members) {
        return "*" + members.size() + "\r\n" + members.stream()
                .map(member -> "$" + member.length() + "\r\n" + member + "\r\n").collect(Collectors.joining());
    }

    @Test
    void shouldKeepAndLogWhatWasAddedBeforeMemoryRanOut() {
        try (EngineHarness engine = EngineHarness.withDataBytes(3 << 20, new SortedSetCommands(),
                new KeyCommands())) {
            int members = 0;
            String reply = "";
            while (!reply.startsWith("-OOM")) {
                engine.takeLogged();
                reply = engine.execute("ZADD", "z", "1", "a member " + members, "2", "a member " + (members + 1));
                members += 2;
            }
            final List<List<String>> logged = engine.takeLogged();
            final long size = engine.integer("ZCARD", "z");
            if (size == members - 1) {
                assertThat(logged).containsExactly(List.of("ZADD", "z", "1", "a member " + (members - 2)));
            } else {
                assertThat(size).isEqualTo(members - 2L);
                assertThat(logged).isEmpty();
            }
            assertThat(engine.execute("ZUNIONSTORE", "other", "1", "z")).startsWith("-OOM");
            assertThat(engine.exists("other")).isFalse();
            assertThat(engine.integer("ZREM", "z", "a member 0", "a member 1")).isEqualTo(2);
        }
    }

    private static EngineHarness engine() {
        return EngineHarness.of(new SortedSetCommands(), new KeyCommands());
    }
}
