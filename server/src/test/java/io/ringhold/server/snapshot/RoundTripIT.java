package io.ringhold.server.snapshot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

import io.ringhold.server.oracle.KeyspaceDump;
import io.ringhold.server.oracle.ServerProcess;
import io.ringhold.server.oracle.random.CommandGenerator;
import io.ringhold.server.oracle.resp.Command;
import io.ringhold.server.oracle.resp.RespConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Files go to redis-server and come back, and the data are the same everywhere. {@code -Dringhold.seed=N} repeats a run,
 * {@code -Dringhold.snapshot.rounds=N} does so many rounds.
 */
class RoundTripIT {
    private static final int ROUNDS = Integer.getInteger("ringhold.snapshot.rounds", 4);
    private static final int COMMANDS = 3_000;
    private static final int BIG = 20_000;
    private static final String ENCODING = ": OBJECT ENCODING ";
    private static final Command THRESHOLDS = Command.of("CONFIG", "SET", "list-max-listpack-size", "-2",
            "set-max-intset-entries", "512", "hash-max-listpack-entries", "512", "zset-max-listpack-entries", "128");

    @TempDir
    private Path directory;

    @Test
    void shouldGetTheSameDataBackWhenRedisHasLoadedAndSavedOurDump() throws Exception {
        final Random seeds = seeds("dumps of ours");
        try (ServerProcess server = ServerProcess.ringhold("--rdb-version", "10");
                ServerProcess redis = ServerProcess.redis();
                RespConnection ours = server.connect();
                RespConnection theirs = redis.connect()) {
            for (int round = 0; round < ROUNDS; round++) {
                fill(ours, seeds.nextLong(1L << 40));
                ours.call("CONFIG", "SET", "rdbcompression", round % 2 == 0 ? "yes" : "no");
                final String digest = Snapshots.digest(ours);
                final KeyspaceDump before = KeyspaceDump.of(ours);
                hand(server, ours, redis, theirs);
                assertSame(KeyspaceDump.of(theirs), before, false);
                hand(redis, theirs, server, ours);
                assertSame(KeyspaceDump.of(theirs), KeyspaceDump.of(ours), true);
                assertThat(Snapshots.digest(ours)).as("round %d", round).isEqualTo(digest);
            }
        }
    }

    @Test
    void shouldGiveRedisItsDataBackWhenWeHaveLoadedAndSavedItsDump() throws Exception {
        final Random seeds = seeds("dumps of Redis");
        try (ServerProcess server = ServerProcess.ringhold("--rdb-version", "10");
                ServerProcess redis = ServerProcess.redis();
                RespConnection ours = server.connect();
                RespConnection theirs = redis.connect()) {
            for (int round = 0; round < ROUNDS; round++) {
                fill(theirs, seeds.nextLong(1L << 40));
                final KeyspaceDump before = KeyspaceDump.of(theirs);
                hand(redis, theirs, server, ours);
                assertSame(before, KeyspaceDump.of(ours), false);
                final String digest = Snapshots.digest(ours);
                hand(server, ours, redis, theirs);
                assertSame(before, KeyspaceDump.of(theirs), false);
                assertSame(KeyspaceDump.of(theirs), KeyspaceDump.of(ours), true);
                hand(redis, theirs, server, ours);
                assertThat(Snapshots.digest(ours)).as("round %d", round).isEqualTo(digest);
            }
        }
    }

    @Test
    void shouldGetTheSameDataBackWhenRedisHasLoadedAndRewrittenOurLog() throws Exception {
        final Random seeds = seeds("logs");
        for (int round = 0; round < Math.max(1, ROUNDS / 2); round++) {
            final long seed = seeds.nextLong(1L << 40);
            final KeyspaceDump ours = log(
                    () -> ServerProcess.ringhold("--dir", directory.toString(), "--appendonly", "yes",
                            "--rdb-version", "10"),
                    false, seed, null);
            assertThat(run("redis-check-aof", directory.resolve("appendonlydir/appendonly.aof.manifest").toString()))
                    .contains("All AOF files and manifest are valid");
            final KeyspaceDump theirs = log(
                    () -> ServerProcess.redis("--dir", directory.toString(), "--appendonly", "yes"),
                    true, seed + 1, ours);
            log(() -> ServerProcess.ringhold("--dir", directory.toString(), "--appendonly", "yes", "--rdb-version",
                    "10"),
                    false, seed + 2, theirs);
        }
    }

    /** Starts a server, looks whether it has loaded what it should, writes, rewrites the log, writes more, and shuts down. */
    private static KeyspaceDump log(final Supplier<ServerProcess> start, final boolean redis, final long seed,
            final KeyspaceDump expected) {
        try (ServerProcess server = start.get()) {
            final KeyspaceDump written;
            try (RespConnection connection = server.connect()) {
                if (expected != null) {
                    assertSame(expected, KeyspaceDump.of(connection), false);
                }
                connection.call("CONFIG", "SET", "auto-aof-rewrite-percentage", "0");
                write(connection, seed);
                RandomData.fillBig(connection, BIG);
                assertThat(Snapshots.rewrite(connection)).isEqualTo("ok");
                write(connection, seed + 100);
                Snapshots.postponeExpiry(connection);
                if (redis) {
                    // what Redis 7.0 itself makes of its log: it does not log how many entries a group has read
                    assertThat(connection.call("DEBUG", "LOADAOF").text()).isEqualTo("OK");
                }
                written = KeyspaceDump.of(connection);
            }
            assertThat(server.terminate()).isZero();
            return written;
        }
    }

    private static void write(final RespConnection connection, final long seed) {
        RandomData.send(connection, new CommandGenerator(seed).commands(COMMANDS).stream()
                .filter(command -> !"CONFIG".equals(command.name()) && !isTrimmedWithLimit(command)).toList());
        connection.call("EXEC"); // of a transaction that is still open
        RandomData.send(connection, List.of(Command.of("SELECT", "0")));
    }

    /** Redis 7.0 cannot replay what it logs of these. */
    private static boolean isTrimmedWithLimit(final Command command) {
        return Set.of("XADD", "XTRIM").contains(command.name()) && command.toString().contains("LIMIT");
    }

    @Test
    void shouldReplayWhatRedisTrimmedWithALimit() {
        final String length;
        try (ServerProcess redis = ServerProcess.redis("--dir", directory.toString(), "--appendonly", "yes");
                RespConnection connection = redis.connect()) {
            connection.call("CONFIG", "SET", "stream-node-max-entries", "10");
            for (int i = 1; i <= 100; i++) {
                connection.call("XADD", "stream", "1-" + i, "field", "value");
            }
            connection.call("XADD", "stream", "MAXLEN", "~", "50", "LIMIT", "20", "1-101", "field", "value");
            connection.call("XTRIM", "stream", "MAXLEN", "~", "50", "LIMIT", "10");
            length = connection.call("XLEN", "stream").text();
            assertThat(redis.terminate()).isZero();
        }
        assertThat(length).isEqualTo("71");
        try (ServerProcess server = ServerProcess.ringhold("--dir", directory.toString(), "--appendonly", "yes");
                RespConnection connection = server.connect()) {
            assertThat(connection.call("XLEN", "stream").text()).isEqualTo(length);
            assertThat(connection.call("XADD", "stream", "MAXLEN", "=", "50", "LIMIT", "20", "*", "a", "b").text())
                    .isEqualTo("ERR syntax error, LIMIT cannot be used without the special ~ option");
        }
    }

    private static void fill(final RespConnection connection, final long seed) {
        connection.call("FLUSHALL");
        RandomData.fill(connection, seed, COMMANDS);
        RandomData.fillBig(connection, BIG);
        assertThat(connection.call(THRESHOLDS).text()).isEqualTo("OK");
    }

    /** Saves one server's data, and has the other load them. */
    private static void hand(final ServerProcess from, final RespConnection writer, final ServerProcess to,
            final RespConnection reader) throws Exception {
        final Path dump = from.directory().resolve("dump.rdb");
        assertThat(writer.call("SAVE").text()).isEqualTo("OK");
        assertThat(run("redis-check-rdb", dump.toString())).contains("RDB looks OK!");
        Files.copy(dump, to.directory().resolve("dump.rdb"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(reader.call("DEBUG", "RELOAD", "NOSAVE").text()).as(to.output()).isEqualTo("OK");
    }

    private static void assertSame(final KeyspaceDump redis, final KeyspaceDump subject, final boolean withEncodings) {
        assertThat(redis.databases()).isNotEmpty();
        final List<String> differences = new ArrayList<>(redis.differences(subject));
        differences.removeIf(line -> !withEncodings && line.contains(ENCODING));
        assertThat(differences).isEmpty();
    }

    private static Random seeds(final String what) {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("RoundTripIT, " + what + ": seed " + seed);
        return new Random(seed);
    }

    private static String run(final String... command) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
