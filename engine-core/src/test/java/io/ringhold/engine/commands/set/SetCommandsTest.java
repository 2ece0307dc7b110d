package io.ringhold.engine.commands.set;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.ringhold.engine.commands.generic.KeyCommands;
import io.ringhold.engine.testing.EngineHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a comparison with Redis cannot show of sets: random choices, what is logged, and too little memory. */
class SetCommandsTest {
    private static final Pattern BULK = Pattern.compile("\\$\\d+\r\n([^\r]*)\r\n");

    @Test
    void shouldLogTheMembersThatSpopTook() {
        try (EngineHarness engine = engine()) {
            engine.execute("SADD", "k", "a", "b", "c", "d");
            engine.takeLogged();
            final String one = engine.bulk("SPOP", "k");
            final List<String> two = members(engine.execute("SPOP", "k", "2"));
            assertThat(engine.takeLogged()).containsExactly(List.of("SREM", "k", one),
                    List.of("SREM", "k", two.get(0), two.get(1)));
            engine.execute("SPOP", "k");
            assertThat(engine.takeLogged()).containsExactly(List.of("DEL", "k"));
            engine.execute("SPOP", "k");
            assertThat(engine.takeLogged()).isEmpty();
        }
    }

    @Test
    void shouldLogManyMembersThatSpopTookInSeveralCommandsOfOneUnit() {
        try (EngineHarness engine = engine()) {
            addMany(engine, 3_000);
            engine.takeLogged();
            final Set<String> taken = new TreeSet<>(members(engine.execute("SPOP", "k", "2500")));
            final Set<String> logged = new TreeSet<>();
            final List<List<String>> unit = engine.takeLogged();
            assertThat(unit).startsWith(List.of("MULTI")).endsWith(List.of("EXEC"));
            for (final List<String> command : unit.subList(1, unit.size() - 1)) {
                assertThat(command.subList(0, 2)).containsExactly("SREM", "k");
                logged.addAll(command.subList(2, command.size()));
            }
            assertThat(taken).hasSize(2_500).isEqualTo(logged);
            assertThat(engine.integer("SCARD", "k")).isEqualTo(500);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 50, 120, 150, 299})
    void shouldDrawDifferentMembers(final int count) {
        try (EngineHarness engine = engine()) {
            addMany(engine, 300);
            final List<String> drawn = members(engine.execute("SRANDMEMBER", "k", Integer.toString(count)));
            assertThat(drawn).hasSize(count).doesNotHaveDuplicates();
            assertThat(new TreeSet<>(members(engine.execute("SMEMBERS", "k")))).containsAll(drawn).hasSize(300);
            assertThat(members(engine.execute("SRANDMEMBER", "k", Integer.toString(-count)))).hasSize(count);
        }
    }

    @Test
    void shouldFollowAModelThroughAllEncodings() {
        final long seed = System.nanoTime();
        System.out.println("seed " + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        try (EngineHarness engine = engine()) {
            engine.execute("SADD", "warm", "1");
            engine.execute("DEL", "warm");
            final long blocks = engine.blocks();
            for (int round = 0; round < 60; round++) {
                final int range = 1 << random.nextInt(1, 12);
                final boolean words = random.nextBoolean();
                followAModel(engine, random, range, words);
                engine.execute("DEL", "k");
                engine.freeAll();
                assertThat(engine.blocks()).isEqualTo(blocks);
            }
        }
    }

    private static void followAModel(final EngineHarness engine, final SplittableRandom random, final int range,
            final boolean words) {
        final Set<String> model = new TreeSet<>();
        for (int step = 0; step < 300; step++) {
            final String[] some = new String[random.nextInt(1, 12)];
            Arrays.setAll(some, i -> (words ? "w" : "") + random.nextInt(range));
            switch (random.nextInt(8)) {
                case 0, 1, 2, 3 -> {
                    final int before = model.size();
                    model.addAll(List.of(new TreeSet<>(List.of(some)).toArray(new String[0])));
                    assertThat(engine.integer(command("SADD", some))).isEqualTo(model.size() - before);
                }
                case 4 -> {
                    final int before = model.size();
                    model.removeAll(new TreeSet<>(List.of(some)));
                    assertThat(engine.integer(command("SREM", some))).isEqualTo(before - model.size());
                }
                case 5 -> {
                    final List<String> taken = members(engine.execute("SPOP", "k", Integer.toString(some.length)));
                    assertThat(model).containsAll(taken);
                    assertThat(taken).hasSize(Math.min(some.length, model.size())).doesNotHaveDuplicates();
                    model.removeAll(taken);
                }
                case 6 -> assertThat(new TreeSet<>(members(engine.execute("SMEMBERS", "k")))).isEqualTo(model);
                default -> assertThat(engine.integer("SISMEMBER", "k", some[0])).isEqualTo(
                        model.contains(some[0]) ? 1 : 0);
            }
            assertThat(engine.integer("SCARD", "k")).isEqualTo(model.size());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldAddAllOrNothingWithoutMemory(final boolean words) {
        try (EngineHarness engine = EngineHarness.withDataBytes(2 << 20, new SetCommands(), new KeyCommands())) {
            int next = 0;
            long before = 0;
            while (true) {
                final String[] some = new String[50];
                for (int i = 0; i < some.length; i++) {
                    some[i] = (words ? "a member of some length " : "1000") + next;
                    next++;
                }
                final String reply = engine.execute(command("SADD", some));
                if (reply.startsWith("-OOM")) {
                    assertThat(engine.integer("SCARD", "k")).isEqualTo(before);
                    assertThat(engine.integer("SISMEMBER", "k", some[0])).isZero();
                    break;
                }
                before += some.length;
                assertThat(engine.integer("SCARD", "k")).isEqualTo(before);
            }
            assertThat(engine.integer("SREM", "k", words ? "a member of some length 0" : "10000")).isEqualTo(1);
            assertThat(engine.execute("SUNIONSTORE", "other", "k", "k")).startsWith("-OOM");
            assertThat(engine.exists("other")).isFalse();
        }
    }

    private static EngineHarness engine() {
        return EngineHarness.of(new SetCommands(), new KeyCommands());
    }

    private static void addMany(final EngineHarness engine, final int count) {
        for (int i = 0; i < count; i++) {
            engine.execute("SADD", "k", "member " + i);
        }
    }

    private static String[] command(final String name, final String... members) {
        final List<String> words = new ArrayList<>(List.of(name, "k"));
        words.addAll(List.of(members));
        return words.toArray(new String[0]);
    }

    private static List<String> members(final String reply) {
        final List<String> members = new ArrayList<>();
        final Matcher matcher = BULK.matcher(reply);
        while (matcher.find()) {
            members.add(matcher.group(1));
        }
        return members;
    }
}
