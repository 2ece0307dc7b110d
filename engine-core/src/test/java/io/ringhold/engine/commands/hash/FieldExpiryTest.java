package io.ringhold.engine.commands.hash;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import io.ringhold.engine.commands.generic.KeyCommands;
import io.ringhold.engine.commands.generic.MoveCommands;
import io.ringhold.engine.commands.server.DatabaseCommands;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Fields that expire: by the clock, which a comparison with Redis cannot turn, in small and large hashes. */
class FieldExpiryTest {
    /** When a field expires that does not. */
    private static final long NEVER = Long.MAX_VALUE;

    private record Field(String value, long atMs) {}

    /** A time, and the words of HSETEX and HGETEX that make it. */
    private record Time(String words, long atMs) {}

    @ParameterizedTest
    @ValueSource(ints = {10, 300, 3_000})
    void shouldFollowAModelWhileTimePasses(final int names) {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("FieldExpiryTest -Dringhold.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        final Map<String, Field> model = new HashMap<>();
        try (EngineHarness engine = engine()) {
            final long blocks = engine.blocks();
            for (int step = 0; step < 20_000; step++) {
                final String field = "field:" + random.nextInt(names);
                change(engine, random, model, field, Integer.toString(step));
                if (random.nextInt(20) == 0) {
                    engine.advanceMs(random.nextInt(100));
                    model.values().removeIf(one -> one.atMs <= engine.nowMs());
                }
                if (random.nextInt(50) == 0) {
                    engine.engine().keyspace().database(0).expireFields();
                }
                assertThat(engine.integer("HLEN", "h")).isEqualTo(model.size());
                assertThat(engine.execute("HGET", "h", field)).isEqualTo(bulk(model.get(field)));
                if (step % 500 == 0) {
                    check(engine, model);
                }
            }
            check(engine, model);
            engine.execute("DEL", "h");
            engine.freeAll();
            assertThat(engine.blocks() - blocks).isBetween(0L, 6L); // the database's own index stays
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HGETEX h EX 10 FIELDS 2 none f0", "HEXPIRE h 10 FIELDS 2 none f0"})
    void shouldSayThatThereIsNoMemoryForATime(final String command) {
        try (EngineHarness engine = EngineHarness.withDataBytes(2 << 20, new HashCommands())) {
            for (int i = 0; i < 10; i++) {
                engine.execute("HSET", "h", "f" + i, "v".repeat(60));
            }
            engine.takeLogged();
            for (int bytes = 1 << 16; bytes > 0; bytes -= Long.BYTES) {
                while (engine.dataArena().allocate(bytes, MemoryTag.LISTPACKS) != 0) {
                    // until there is no room
                }
            }
            assertThat(engine.run(command)).startsWith("-OOM command not allowed");
            assertThat(engine.takeLogged()).isEmpty();
            assertThat(engine.run("HTTL h FIELDS 1 f0")).isEqualTo("*1\r\n:-1\r\n");
        }
    }

    private static void change(final EngineHarness engine, final SplittableRandom random,
            final Map<String, Field> model, final String field, final String value) {
        final Field before = model.get(field);
        switch (random.nextInt(12)) {
            case 0, 1 -> {
                assertThat(engine.integer("HSET", "h", field, value)).isEqualTo(before == null ? 1 : 0);
                model.put(field, new Field(value, NEVER));
            }
            case 2, 3, 4 -> setAndExpire(engine, random, model, field, value);
            case 5, 6, 7 -> expire(engine, random, model, field);
            case 8 -> {
                engine.execute("HPERSIST", "h", "FIELDS", "1", field);
                if (before != null) {
                    model.put(field, new Field(before.value, NEVER));
                }
            }
            case 9 -> getAndExpire(engine, random, model, field);
            case 10 -> {
                assertThat(engine.execute("HGETDEL", "h", "FIELDS", "1", field)).isEqualTo("*1\r\n" + bulk(before));
                model.remove(field);
            }
            default -> assertThat(engine.integer("HDEL", "h", field)).isEqualTo(model.remove(field) == null ? 0 : 1);
        }
        if (model.isEmpty()) {
            assertThat(engine.execute("HGETALL", "h")).isEqualTo("*0\r\n");
        }
    }

    private static void setAndExpire(final EngineHarness engine, final SplittableRandom random,
            final Map<String, Field> model, final String field, final String value) {
        final Field before = model.get(field);
        final String condition = List.of("", " FNX", " FXX").get(random.nextInt(3));
        final boolean isMet = condition.isEmpty() || condition.equals(" FNX") == (before == null);
        final Time time = switch (random.nextInt(4)) {
            case 0 -> new Time("", NEVER);
            case 1 -> new Time(" KEEPTTL", before == null ? NEVER : before.atMs);
            default -> time(random, engine.nowMs());
        };
        assertThat(engine.run("HSETEX h" + condition + time.words + " FIELDS 1 " + field + " " + value))
                .isEqualTo(isMet ? ":1\r\n" : ":0\r\n");
        if (isMet) {
            put(model, field, value, time.atMs, engine.nowMs());
        }
    }

    private static void getAndExpire(final EngineHarness engine, final SplittableRandom random,
            final Map<String, Field> model, final String field) {
        final Field before = model.get(field);
        final Time time = switch (random.nextInt(4)) {
            case 0 -> new Time("", before == null ? NEVER : before.atMs);
            case 1 -> new Time(" PERSIST", NEVER);
            default -> time(random, engine.nowMs());
        };
        assertThat(engine.run("HGETEX h" + time.words + " FIELDS 1 " + field)).isEqualTo("*1\r\n" + bulk(before));
        if (before != null) {
            put(model, field, before.value, time.atMs, engine.nowMs());
        }
    }

    private static void expire(final EngineHarness engine, final SplittableRandom random,
            final Map<String, Field> model, final String field) {
        final Field before = model.get(field);
        final Time time = time(random, engine.nowMs());
        final String condition = List.of("", " NX", " XX", " GT", " LT").get(random.nextInt(5));
        final String[] given = time.words.strip().split(" ", -1);
        final String command = switch (given[0]) {
            case "EX" -> "HEXPIRE";
            case "PX" -> "HPEXPIRE";
            case "EXAT" -> "HEXPIREAT";
            default -> "HPEXPIREAT";
        };
        final int expected;
        if (before == null) {
            expected = -2;
        } else if (!isMet(condition.strip(), before.atMs, time.atMs)) {
            expected = 0;
        } else {
            expected = time.atMs <= engine.nowMs() ? 2 : 1;
            put(model, field, before.value, time.atMs, engine.nowMs());
        }
        assertThat(engine.run(command + " h " + given[1] + condition + " FIELDS 1 " + field))
                .isEqualTo("*1\r\n:" + expected + "\r\n");
    }

    /** A field that does not expire counts as one that does so later than all others. */
    private static boolean isMet(final String condition, final long beforeMs, final long atMs) {
        return switch (condition) {
            case "NX" -> beforeMs == NEVER;
            case "XX" -> beforeMs != NEVER;
            case "GT" -> atMs > beforeMs;
            case "LT" -> atMs < beforeMs;
            default -> true;
        };
    }

    /** A time that is given in any way, and may be past. */
    private static Time time(final SplittableRandom random, final long nowMs) {
        final long ms = random.nextLong(1, 500);
        final long nextSecond = nowMs / 1_000 + 1;
        return switch (random.nextInt(6)) {
            case 0 -> new Time(" EX 1", nowMs + 1_000);
            case 1 -> new Time(" EXAT " + nextSecond, nextSecond * 1_000);
            case 2 -> new Time(" PXAT " + (nowMs + ms), nowMs + ms);
            case 3 -> new Time(" PXAT " + (nowMs - ms + 1), nowMs - ms + 1);
            default -> new Time(" PX " + ms, nowMs + ms);
        };
    }

    /** What is given a time that is past is gone at once. */
    private static void put(final Map<String, Field> model, final String field, final String value, final long atMs,
            final long nowMs) {
        if (atMs <= nowMs) {
            model.remove(field);
        } else {
            model.put(field, new Field(value, atMs));
        }
    }

    private static String bulk(final Field field) {
        return field == null ? "$-1\r\n" : "$" + field.value.length() + "\r\n" + field.value + "\r\n";
    }

    private static void check(final EngineHarness engine, final Map<String, Field> model) {
        assertThat(engine.execute("HGETALL", "h")).startsWith("*" + 2 * model.size() + "\r\n");
        model.forEach((name, field) -> {
            assertThat(engine.bulk("HGET", "h", name)).isEqualTo(field.value);
            assertThat(engine.execute("HPEXPIRETIME", "h", "FIELDS", "1", name))
                    .isEqualTo("*1\r\n:" + (field.atMs == NEVER ? -1 : field.atMs) + "\r\n");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 2_000})
    void shouldCopyAHashSomeOfWhoseFieldsAreDue(final int fields) {
        try (EngineHarness engine = engine()) {
            for (int i = 0; i < fields; i++) {
                engine.execute("HSETEX", "h", "PX", i % 2 == 0 ? "100" : "200", "FIELDS", "1", "f" + i, "v");
            }
            engine.advanceMs(100);
            assertThat(engine.integer("COPY", "h", "c")).isEqualTo(1);
            assertThat(engine.integer("HLEN", "c")).isEqualTo(fields / 2);
            while (engine.engine().keyspace().database(0).expireFields()) {
                assertThat(engine.integer("HLEN", "c")).isEqualTo(fields / 2);
            }
            assertThat(engine.integer("HLEN", "c")).isEqualTo(fields / 2);
            engine.advanceMs(100);
            while (engine.engine().keyspace().database(0).expireFields()) {
                assertThat(engine.integer("HLEN", "c")).isZero();
            }
            assertThat(engine.integer("EXISTS", "h", "c")).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 2_000})
    void shouldRemoveExpiredFieldsThenTheKeyAndLogIt(final int fields) {
        try (EngineHarness engine = engine()) {
            for (int i = 0; i < fields; i++) {
                engine.execute("HSETEX", "h", "PX", "100", "FIELDS", "1", "f" + i, "v");
            }
            assertThat(engine.encoding("h")).isEqualTo(fields == 3 ? "listpackex" : "hashtable");
            engine.takeLogged();
            engine.advanceMs(99);
            assertThat(engine.engine().keyspace().database(0).expireFields()).isFalse();
            engine.advanceMs(1);
            assertThat(engine.integer("HLEN", "h")).isZero();
            assertThat(engine.execute("HRANDFIELD", "h")).isEqualTo("$-1\r\n");
            assertThat(engine.exists("h")).isTrue();
            while (engine.engine().keyspace().database(0).expireFields()) {
                // until there are none
            }
            assertThat(engine.exists("h")).isFalse();
            assertThat(engine.engine().keyspace().statistics().expiredFields()).isEqualTo(fields);
            final List<List<String>> logged = engine.takeLogged();
            assertThat(logged).hasSize(fields).contains(List.of("HDEL", "h", "f0"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RENAME h k", "COPY h k", "SWAPDB 0 1", "SWAPDB 0 0", "MOVE h 1"})
    void shouldKeepTimesWhereverAHashGoes(final String command) {
        try (EngineHarness engine = engine()) {
            engine.execute("HSET", "h", "a", "1", "b", "2");
            engine.execute("HPEXPIRE", "h", "50", "FIELDS", "1", "a");
            assertThat(engine.execute(command.split(" "))).doesNotStartWith("-");
            engine.advanceMs(60);
            long removed = 0;
            for (int database = 0; database < 2; database++) {
                while (engine.engine().keyspace().database(database).expireFields()) {
                    removed++;
                }
            }
            assertThat(removed).isEqualTo(command.startsWith("COPY") ? 2 : 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DEL h", "UNLINK h", "HDEL h a b", "FLUSHDB", "FLUSHALL", "RENAME other h"})
    void shouldForgetTimesOfHashesThatAreGone(final String command) {
        try (EngineHarness engine = engine()) {
            engine.execute("HSET", "other", "a", "1");
            engine.execute("HSET", "h", "a", "1", "b", "2");
            engine.execute("HPEXPIRE", "h", "50", "FIELDS", "1", "a");
            assertThat(engine.execute(command.split(" "))).doesNotStartWith("-");
            engine.freeAll();
            engine.advanceMs(60);
            assertThat(engine.engine().keyspace().database(0).expireFields()).isFalse();
        }
    }

    @Test
    void shouldLogTimesAsAbsolute() {
        try (EngineHarness engine = engine()) {
            final String at = Long.toString(EngineHarness.START_MS + 5_000);
            engine.execute("HSETEX", "h", "EX", "5", "FIELDS", "1", "a", "1");
            assertThat(engine.takeLogged()).containsExactly(List.of("MULTI"), List.of("HSET", "h", "a", "1"),
                    List.of("HPEXPIREAT", "h", at, "FIELDS", "1", "a"), List.of("EXEC"));
            engine.execute("HEXPIRE", "h", "5", "GT", "FIELDS", "2", "a", "none");
            assertThat(engine.takeLogged()).isEmpty();
            engine.execute("HINCRBY", "h", "a", "1");
            assertThat(engine.execute("HTTL", "h", "FIELDS", "1", "a")).isEqualTo("*1\r\n:5\r\n");
            engine.takeLogged();
            engine.execute("HGETEX", "h", "PERSIST", "FIELDS", "1", "a");
            assertThat(engine.takeLogged()).containsExactly(List.of("HPERSIST", "h", "FIELDS", "1", "a"));
            engine.execute("HGETDEL", "h", "FIELDS", "1", "a");
            assertThat(engine.takeLogged()).containsExactly(List.of("HDEL", "h", "a"));
            assertThat(engine.exists("h")).isFalse();
        }
    }

    @Test
    void shouldTellSecondsRoundedUp() {
        try (EngineHarness engine = engine()) {
            engine.execute("HSET", "h", "a", "1");
            engine.execute("HPEXPIRE", "h", "400", "FIELDS", "1", "a");
            assertThat(engine.execute("HTTL", "h", "FIELDS", "1", "a")).isEqualTo("*1\r\n:1\r\n");
            engine.execute("HPEXPIREAT", "h", "1800000000001", "FIELDS", "1", "a");
            assertThat(engine.execute("HEXPIRETIME", "h", "FIELDS", "1", "a")).isEqualTo("*1\r\n:1800000001\r\n");
            engine.execute("HPEXPIREAT", "h", "1800000000000", "FIELDS", "1", "a");
            assertThat(engine.execute("HEXPIRETIME", "h", "FIELDS", "1", "a")).isEqualTo("*1\r\n:1800000000\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void shouldRefuseToSetAFieldWhoseTimeCannotBeKept(final int size) {
        try (EngineHarness engine = EngineHarness.withDataBytes((2 << 20) + (size << 16), new HashCommands())) {
            int fields = 0;
            while (engine.execute("HSETEX", "h", "EX", "100", "FIELDS", "1", "f" + fields, "v").equals(":1\r\n")) {
                fields++;
            }
            for (int i = 0; i < fields; i++) {
                assertThat(engine.execute("HPTTL", "h", "FIELDS", "1", "f" + i)).isEqualTo("*1\r\n:100000\r\n");
            }
        }
    }

    private static EngineHarness engine() {
        return EngineHarness.of(new HashCommands(), new KeyCommands(), new MoveCommands(), new DatabaseCommands());
    }
}
