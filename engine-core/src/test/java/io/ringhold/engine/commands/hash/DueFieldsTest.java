package io.ringhold.engine.commands.hash;

import java.util.SplittableRandom;

import io.ringhold.engine.keyspace.Database;
import io.ringhold.engine.testing.LogReplay;
import io.ringhold.engine.testing.ServerHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Fields whose time has come and which are still in memory: what the log tells of them, so that replaying it leads to the same data. */
class DueFieldsTest {
    private static final int KEYS = 4;
    private static final int FIELDS = 5;
    private static final int STEPS = 4_000;

    @ParameterizedTest
    @ValueSource(strings = {"HSETNX h a 7", "HINCRBY h a 7", "HINCRBYFLOAT h a 7", "HSETEX h KEEPTTL FIELDS 1 a 7",
        "HSETEX h FNX FIELDS 1 a 7", "HSET h a 7"})
    void shouldReplayWhatOverwroteADueField(final String command) {
        try (ServerHarness server = withDueField("HSET h a 5 b 1"); ServerHarness replayed = new ServerHarness()) {
            server.connect().run(command);

            final ServerHarness.Client client = LogReplay.onto(replayed, server);
            assertThat(client.run("HGET h a")).isEqualTo("$1\r\n7\r\n");
            assertThat(client.run("HPTTL h FIELDS 1 a")).isEqualTo("*1\r\n:-1\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HDEL h b", "HGETDEL h FIELDS 1 b", "HPEXPIREAT h 1 FIELDS 1 b",
        "HSETEX h PXAT 1 FIELDS 1 b 1"})
    void shouldReplayThatAKeyWentWithItsDueFields(final String command) {
        try (ServerHarness server = withDueField("HSET h a 5 b 1"); ServerHarness replayed = new ServerHarness()) {
            final ServerHarness.Client client = server.connect();
            client.run(command);
            assertThat(client.run("EXISTS h")).isEqualTo(":0\r\n");
            assertThat(client.run("RPUSH h x")).isEqualTo(":1\r\n");

            assertThat(LogReplay.onto(replayed, server).run("LLEN h")).isEqualTo(":1\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HDEL h a", "HGETDEL h FIELDS 1 a", "HPEXPIRE h 100 FIELDS 1 a", "HPERSIST h FIELDS 1 a"})
    void shouldLogThatAKeyIsGoneWhenAllItsFieldsAreDue(final String command) {
        try (ServerHarness server = withDueField("HSET h a 5"); ServerHarness replayed = new ServerHarness()) {
            server.connect().run(command);

            final ServerHarness.Client client = LogReplay.onto(replayed, server);
            replayed.engine().keyspace().expiryPaused(true);
            assertThat(client.run("EXISTS h")).isEqualTo(":0\r\n");
        }
    }

    @Test
    void shouldNotBringADueFieldBackWhenOthersArePersisted() {
        try (ServerHarness server = withDueField("HSET h a 5 b 1"); ServerHarness replayed = new ServerHarness()) {
            final ServerHarness.Client client = server.connect();
            client.run("HEXPIRE h 100 FIELDS 1 b");
            assertThat(client.run("HPERSIST h FIELDS 2 a b")).isEqualTo("*2\r\n:-2\r\n:1\r\n");

            assertThat(LogReplay.onto(replayed, server).run("HMGET h a b")).isEqualTo("*2\r\n$-1\r\n$1\r\n1\r\n");
        }
    }

    @Test
    void shouldReplayASortThatPassedOverADueField() {
        try (ServerHarness server = withDueField("HSET h a 5 b 1"); ServerHarness replayed = new ServerHarness()) {
            final ServerHarness.Client client = server.connect();
            client.run("RPUSH l h");
            client.run("SORT l BY nosort GET *->a GET *->b STORE d");
            final String stored = "*2\r\n$0\r\n\r\n$1\r\n1\r\n";
            assertThat(client.run("LRANGE d 0 -1")).isEqualTo(stored);

            assertThat(LogReplay.onto(replayed, server).run("LRANGE d 0 -1")).isEqualTo(stored);
        }
    }

    @Test
    void shouldRemoveAHashWhoseLastFieldASortPassedOver() {
        try (ServerHarness server = withDueField("HSET h a 5"); ServerHarness replayed = new ServerHarness()) {
            final ServerHarness.Client client = server.connect();
            client.run("RPUSH l h");
            client.run("SET d old");
            client.run("SORT l BY nosort GET *->a STORE x");
            assertThat(client.run("RENAME h d")).isEqualTo("-ERR no such key\r\n");

            assertThat(LogReplay.onto(replayed, server).run("GET d")).isEqualTo("$3\r\nold\r\n");
        }
    }

    @Test
    void shouldKeepAFieldsTimeWhenAFloatIsAdded() {
        try (ServerHarness server = new ServerHarness()) {
            final ServerHarness.Client client = server.connect();
            client.run("HSET h a 1");
            client.run("HPEXPIRE h 5000 FIELDS 1 a");
            client.run("HINCRBYFLOAT h a 0.5");

            final String at = Long.toString(server.nowMs() + 5_000);
            assertThat(server.takeLogged()).endsWith("MULTI", "HSET h a 1.5", "HPEXPIREAT h " + at + " FIELDS 1 a",
                    "EXEC");
        }
    }

    @Test
    void shouldTellNobodyThatFieldsExpireWhichHaveLostTheirTime() {
        try (ServerHarness server = new ServerHarness("--notify-keyspace-events", "KEA")) {
            final ServerHarness.Client client = server.connect();
            final ServerHarness.Client subscriber = server.connect();
            client.run("HSET h a 1 b 2");
            client.run("HPEXPIRE h 50 FIELDS 1 a");
            client.run("HPERSIST h FIELDS 1 a");
            client.run("WATCH h");
            subscriber.run("PSUBSCRIBE *");
            server.advanceMs(60);

            assertThat(server.engine().keyspace().database(0).expireFields()).isTrue();
            assertThat(server.engine().keyspace().database(0).expireFields()).isFalse();

            assertThat(subscriber.received()).isEmpty();
            client.run("MULTI");
            assertThat(client.run("EXEC")).isEqualTo("*0\r\n");
        }
    }

    @Test
    void shouldTellThatADueFieldExpiresBeforeItIsSet() {
        try (ServerHarness server = new ServerHarness("--notify-keyspace-events", "KEA")) {
            final ServerHarness.Client client = server.connect();
            final ServerHarness.Client subscriber = server.connect();
            client.run("HSET h a 1 b 2");
            client.run("HPEXPIRE h 50 FIELDS 1 a");
            server.advanceMs(60);
            subscriber.run("PSUBSCRIBE __keyspace*");
            client.run("HINCRBY h a 1");

            assertThat(subscriber.received().split("__keyspace@0__:h\r\n\\$[0-9]+\r\n")).hasSize(3)
                    .satisfies(parts -> assertThat(parts[1]).startsWith("hexpired\r\n"))
                    .satisfies(parts -> assertThat(parts[2]).startsWith("hincrby\r\n"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void shouldReplayToTheSameDataWhateverClientsDo(final int round) {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("DueFieldsTest " + round + " -Dringhold.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        // small hashes become large ones
        final String[] options = round % 2 == 0 ? new String[] {} : new String[] {"--hash-max-listpack-entries", "3"};
        try (ServerHarness server = new ServerHarness(options); ServerHarness replayed = new ServerHarness(options)) {
            final ServerHarness.Client client = server.connect();
            for (int step = 0; step < STEPS; step++) {
                client.run(command(random));
                if (random.nextInt(4) == 0) {
                    server.advanceMs(random.nextInt(40));
                }
                if (random.nextInt(30) == 0) {
                    server.engine().keyspace().database(0).expireFields();
                }
            }
            final ServerHarness.Client other = LogReplay.onto(replayed, server);
            expireAll(server);
            expireAll(replayed);
            for (int key = 0; key < KEYS; key++) {
                for (final String question : new String[] {"TYPE h%d", "HLEN h%d", "LRANGE h%d 0 -1",
                    "HMGET h%d f0 f1 f2 f3 f4", "HPEXPIRETIME h%d FIELDS 5 f0 f1 f2 f3 f4"}) {
                    assertThat(other.run(question.formatted(key))).as(question, key)
                            .isEqualTo(client.run(question.formatted(key)));
                }
            }
        }
    }

    private static void expireAll(final ServerHarness server) {
        final Database database = server.engine().keyspace().database(0);
        while (database.expireFields()) {
            // until there are none
        }
    }

    private static String command(final SplittableRandom random) {
        final String key = "h" + random.nextInt(KEYS);
        final String other = "h" + random.nextInt(KEYS);
        final String field = "f" + random.nextInt(FIELDS);
        final String two = field + " f" + random.nextInt(FIELDS);
        final int number = random.nextInt(1000);
        final int ms = random.nextInt(1, 100);
        return switch (random.nextInt(26)) {
            case 0, 1 -> "HSET %s %s %d".formatted(key, field, number);
            case 2, 3 -> "HSETNX %s %s %d".formatted(key, field, number);
            case 4, 5 -> "HINCRBY %s %s %d".formatted(key, field, number);
            case 6 -> "HINCRBYFLOAT %s %s %d".formatted(key, field, number);
            case 7 -> "HINCRBYFLOAT %s %s 0.5".formatted(key, field);
            case 8, 9 -> "HSETEX %s PX %d FIELDS 1 %s %d".formatted(key, ms, field, number);
            case 10 -> "HSETEX %s KEEPTTL FIELDS 1 %s %d".formatted(key, field, number);
            case 11 ->
                "HSETEX %s %s FIELDS 1 %s %d".formatted(key, random.nextBoolean() ? "FNX" : "FXX", field, number);
            case 12 -> "HGETEX %s PX %d FIELDS 2 %s".formatted(key, ms, two);
            case 13 -> "HGETEX %s PERSIST FIELDS 2 %s".formatted(key, two);
            case 14 -> "HGETDEL %s FIELDS 2 %s".formatted(key, two);
            case 15, 16, 17 -> "HPEXPIRE %s %d FIELDS 2 %s".formatted(key, ms, two);
            case 18 -> "HPEXPIRE %s %d LT FIELDS 2 %s".formatted(key, ms, two);
            case 19 -> "HPERSIST %s FIELDS 2 %s".formatted(key, two);
            case 20, 21 -> "HDEL %s %s".formatted(key, two);
            case 22 -> "RPUSH %s %s".formatted(key, other);
            case 23 -> "SORT %s BY nosort GET *->%s STORE %s".formatted(key, field, other);
            case 24 -> "COPY %s %s REPLACE".formatted(key, other);
            default -> random.nextBoolean() ? "DEL %s".formatted(key) : "RENAMENX %s %s".formatted(key, other);
        };
    }

    private static ServerHarness withDueField(final String command) {
        final ServerHarness server = new ServerHarness();
        final ServerHarness.Client client = server.connect();
        client.run(command);
        client.run("HPEXPIRE h 50 FIELDS 1 a");
        server.advanceMs(60);
        return server;
    }
}
