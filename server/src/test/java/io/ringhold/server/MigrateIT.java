package io.ringhold.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.ringhold.server.oracle.KeyspaceDump;
import io.ringhold.server.oracle.ServerProcess;
import io.ringhold.server.oracle.resp.RespConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** MIGRATE between Ringhold and real Redis, both ways. */
class MigrateIT {
    private static final String HOST = "127.0.0.1";
    private static final String PASSWORD = "secret";

    @Test
    void shouldMoveEveryTypeToRedis() {
        moveEveryType(ServerProcess::ringhold, ServerProcess::redis);
    }

    @Test
    void shouldTakeEveryTypeFromRedis() {
        moveEveryType(ServerProcess::redis, ServerProcess::ringhold);
    }

    private static void moveEveryType(final Supplier<ServerProcess> source, final Supplier<ServerProcess> target) {
        try (ServerProcess from = source.get();
                ServerProcess to = target.get();
                RespConnection connection = from.connect();
                RespConnection there = to.connect()) {
            final List<String> keys = fill(connection);
            final KeyspaceDump before = KeyspaceDump.of(connection);
            final List<String> command = new ArrayList<>(
                    List.of("MIGRATE", HOST, Integer.toString(to.port()), "", "0", "5000", "KEYS"));
            command.addAll(keys);
            assertThat(connection.call(command.toArray(String[]::new)).text()).isEqualTo("OK");
            assertThat(connection.call("DBSIZE").text()).isEqualTo("0");
            final KeyspaceDump after = KeyspaceDump.of(there);
            final boolean isFromRedis = from.name().equals("redis");
            assertThat(isFromRedis ? before.differences(after) : after.differences(before)).isEmpty();
        }
    }

    private static List<String> fill(final RespConnection connection) {
        connection.call("SET", "string", "v");
        connection.call("SET", "number", "17", "PX", "1000000");
        connection.call("SET", "long", "x".repeat(3_000_000));
        connection.call("RPUSH", "list", "a", "b", "1");
        connection.call("SADD", "ints", "1", "2");
        connection.call("SADD", "set", "a", "b");
        connection.call("HSET", "hash", "f", "v");
        connection.call("ZADD", "zset", "1.5", "a", "2", "b");
        connection.call("XADD", "stream", "1-1", "f", "v");
        connection.call("XGROUP", "CREATE", "stream", "g", "0");
        connection.call("XREADGROUP", "GROUP", "g", "c", "STREAMS", "stream", ">");
        final List<String> keys = new ArrayList<>(
                List.of("string", "number", "long", "list", "ints", "set", "hash", "zset", "stream"));
        for (int i = 0; i < 1_000; i++) {
            connection.call("RPUSH", "longlist", "element " + i);
            connection.call("HSET", "bighash", "field " + i, "value " + i);
            connection.call("ZADD", "bigzset", Integer.toString(i), "member " + i);
            connection.call("SADD", "bigset", "member " + i);
            connection.call("SET", "k" + i, "value " + i);
            keys.add("k" + i);
        }
        keys.addAll(List.of("longlist", "bighash", "bigzset", "bigset", "none"));
        for (final String key : List.of("bighash", "stream")) {
            connection.call("PEXPIRE", key, "2000000");
        }
        return keys;
    }

    @Test
    void shouldReplyAsRedisDoes() {
        try (ServerProcess redis = ServerProcess.redis();
                ServerProcess ringhold = ServerProcess.ringhold();
                ServerProcess target = ServerProcess.redis("--requirepass", PASSWORD)) {
            final List<String> expected = play(redis, target);
            assertThat(expected).contains("DBSIZE: (integer) 1", "EXISTS a c: (integer) 0");
            assertThat(play(ringhold, target)).isEqualTo(expected);
        }
    }

    /** Ringhold as target says the same as Redis. */
    @Test
    void shouldBeAnsweredAsByRedis() {
        try (ServerProcess source = ServerProcess.redis();
                ServerProcess redis = ServerProcess.redis("--requirepass", PASSWORD);
                ServerProcess ringhold = ServerProcess.ringhold("--requirepass", PASSWORD)) {
            final List<String> expected = play(source, redis);
            final List<String> actual = play(source, ringhold);
            assertThat(actual).isEqualTo(expected);
        }
    }

    private static List<String> play(final ServerProcess source, final ServerProcess target) {
        final String to = "MIGRATE " + HOST + " " + target.port() + " ";
        final List<String> played = new ArrayList<>();
        try (RespConnection connection = source.connect();
                RespConnection subscriber = source.connect();
                RespConnection there = target.connect()) {
            connection.call("FLUSHALL");
            there.call("AUTH", PASSWORD);
            there.call("FLUSHALL");
            connection.call("CONFIG", "SET", "notify-keyspace-events", "EKA");
            subscriber.call("PSUBSCRIBE", "__key*");
            for (final String command : List.of("MSET a 1 b 2 c 3 d 4", to + "a 0 1000", to + "a 0 1000 AUTH wrong",
                    to + "a 0 1000 AUTH secret", to + "a 0 1000 AUTH secret",
                    to + "b 3 1000 AUTH2 default secret COPY", to + "b 3 1000 AUTH2 default secret COPY",
                    to + "b 3 1000 COPY AUTH2 default secret REPLACE",
                    "SET a 5", to + " 0 1000 AUTH secret KEYS a none c", "EXISTS a c",
                    to + " 0 1000 REPLACE AUTH secret KEYS a none c", "EXISTS a c", to + "none 0 1000",
                    to + " 0 1000 KEYS none nothing", to + " 0 1000 KEYS", to + "d 0 0 AUTH secret COPY",
                    to + "d 0 -5 AUTH secret COPY REPLACE", "MIGRATE " + HOST + " 1 d 0 1000",
                    "MIGRATE " + HOST + " port d 0 1000", "MIGRATE nosuchhost.invalid 1 d 0 1000", "EXISTS d",
                    "SELECT 2",
                    "SET d 4", "SET x 1", to + "x 4 1000 AUTH secret", "DBSIZE", "CONFIG RESETSTAT", "SET y 1",
                    to + "y 4 1000 AUTH secret", "WATCH y", "MULTI", "PING", "EXEC")) {
                played.add(command.replace(Integer.toString(target.port()), "PORT") + ": "
                        + connection.call(command.split(" ")));
            }
            final String stats = connection.call("INFO", "commandstats").text();
            played.add(stats.lines().filter(line -> line.contains("migrate"))
                    .map(line -> line.replaceAll("usec[^,]*,", "")).toList().toString());
            connection.call("PUBLISH", "__keyend", "");
            String message = "";
            while (!message.contains("__keyend")) {
                message = subscriber.read().toString();
                played.add(message);
            }
            for (final String database : List.of("0", "3", "4")) {
                there.call("SELECT", database);
                played.add(there.call("MGET", "a", "b", "c", "d", "x", "y").toString());
            }
            // Redis sends the keys all the same, so that the target may take them elsewhere
            for (final String refused : List.of("99 1000 AUTH secret",
                    "999999999999 1000 AUTH secret", "0 1000 AUTH2 nobody secret REPLACE")) {
                played.add(refused + ": " + connection.call((to + "d " + refused).split(" ")));
                connection.call("SET", "d", "4");
            }
        }
        return played;
    }

    @Test
    void shouldHidePasswordsAsRedisDoes() {
        final List<List<String>> shown = new ArrayList<>();
        for (final ServerProcess server : List.of(ServerProcess.redis(), ServerProcess.ringhold())) {
            try (server; RespConnection connection = server.connect(); RespConnection monitor = server.connect()) {
                connection.call("CONFIG", "SET", "slowlog-log-slower-than", "0");
                monitor.call("MONITOR");
                final List<String> lines = new ArrayList<>();
                for (final String command : List.of("MIGRATE h 1 k 0 100 AUTH pw COPY",
                        "MIGRATE h 1 k 0 100 REPLACE AUTH2 user pw COPY",
                        "MIGRATE h 1 k 0 100 AUTH AUTH AUTH2 AUTH KEYS",
                        "MIGRATE h 1  0 100 AUTH KEYS KEYS AUTH a AUTH2 b c", "MIGRATE h 1 k 0 100 COPY AUTH")) {
                    connection.call(command.split(" "));
                    lines.add(monitor.read().text().replaceFirst(".*?\\] ", ""));
                    lines.add(connection.call("SLOWLOG", "GET", "1").toString().replaceAll("(?s).*(\"MIGRATE\".*)",
                            "$1").replaceAll("(?s)127\\.0\\.0\\.1.*", ""));
                }
                shown.add(lines);
            }
        }
        assertThat(shown.getFirst().toString()).contains("(redacted)").doesNotContain("\"pw\"");
        assertThat(shown.getLast()).isEqualTo(shown.getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "dedicated"})
    void shouldMoveKeysToAnotherDatabaseOfTheSameServer(final String threading) {
        try (ServerProcess server = ServerProcess.ringhold("--threading", threading);
                RespConnection connection = server.connect()) {
            final String port = Integer.toString(server.port());
            connection.call("MSET", "a", "1", "b", "2");
            assertThat(connection.call("MIGRATE", HOST, port, "a", "1", "1000").text()).isEqualTo("OK");
            assertThat(connection.call("MIGRATE", HOST, port, "b", "0", "1000").text())
                    .isEqualTo("ERR Target instance replied with error: BUSYKEY Target key name already exists.");
            assertThat(connection.call("MIGRATE", HOST, port, "b", "0", "1000", "REPLACE").text())
                    .startsWith("ERR Keys changed or went while");
            assertThat(connection.call("DBSIZE").text()).isEqualTo("1");
            connection.call("SELECT", "1");
            assertThat(connection.call("GET", "a").text()).isEqualTo("1");
        }
    }

    @Test
    void shouldLogWhatHasGone() {
        try (ServerProcess target = ServerProcess.redis();
                ServerProcess source = ServerProcess.ringhold("--appendonly", "yes", "--appendfsync", "always")) {
            try (RespConnection connection = source.connect()) {
                connection.call("SELECT", "3");
                connection.call("MSET", "a", "1", "b", "2", "c", "3");
                assertThat(connection.call("MIGRATE", HOST, Integer.toString(target.port()), "", "0", "1000", "KEYS",
                        "a", "b").text()).isEqualTo("OK");
            }
            source.kill();
            source.restart();
            try (RespConnection connection = source.connect(); RespConnection there = target.connect()) {
                connection.call("SELECT", "3");
                assertThat(connection.call("MGET", "a", "b", "c").toString()).doesNotContain("1").contains("3");
                assertThat(there.call("MGET", "a", "b").toString()).contains("1").contains("2");
            }
        }
    }

    @Test
    void shouldSendEachKeyOnceHoweverOftenItIsNamed() {
        try (ServerProcess target = ServerProcess.redis();
                ServerProcess source = ServerProcess.ringhold();
                RespConnection connection = source.connect()) {
            IntStream.range(0, 1_000).forEach(i -> connection.call("SET", "k" + i, "v"));
            final String[] command = Stream.concat(
                    Stream.of("MIGRATE", HOST, Integer.toString(target.port()), "", "0", "1000", "KEYS"),
                    IntStream.range(0, 3_000).mapToObj(i -> "k" + i / 2 % 1_000)).toArray(String[]::new);
            assertThat(connection.call(command).text()).isEqualTo("OK");
            assertThat(connection.call("DBSIZE").text()).isEqualTo("0");
            assertThat(connection.call("INFO", "stats").text()).contains("migrate_cached_sockets:1\r\n");
        }
    }
}
