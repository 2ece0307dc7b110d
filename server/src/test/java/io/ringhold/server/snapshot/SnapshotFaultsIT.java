package io.ringhold.server.snapshot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import io.ringhold.server.oracle.ServerProcess;
import io.ringhold.server.oracle.resp.RespConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Snapshots that fail leave what was there before, say so, and succeed when the cause is gone. */
class SnapshotFaultsIT {
    private static final String MISCONF = "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to"
            + " disk. Commands that may modify the data set are disabled, because this instance is configured to report errors during"
            + " writes if RDB snapshotting fails (stop-writes-on-bgsave-error option). Please check the Redis logs for details about"
            + " the RDB error.";
    private static final int KEYS = 500;

    @TempDir
    private Path directory;

    private ServerProcess start(final Path dir) {
        return ServerProcess.ringhold("--dir", dir.toString(), "--save", "3600 1000000", "--rdb-version", "10",
                "--appendonly", "yes", "--auto-aof-rewrite-percentage", "0");
    }

    private static void fill(final RespConnection connection) {
        for (int i = 0; i < KEYS; i++) {
            connection.send("SET", "key" + i, "value" + i);
        }
        connection.flush();
        for (int i = 0; i < KEYS; i++) {
            assertThat(connection.read().text()).isEqualTo("OK");
        }
    }

    private static String dump(final RespConnection connection) {
        assertThat(connection.call("BGSAVE").text()).isEqualTo("Background saving started");
        return Snapshots.awaitDump(connection);
    }

    private static void assertWritesRefused(final RespConnection connection) {
        assertThat(connection.call("SET", "a", "b").text()).isEqualTo(MISCONF);
        assertThat(connection.call("PING").text()).isEqualTo(MISCONF);
        assertThat(connection.call("GET", "key1").text()).isEqualTo("value1");
    }

    private static void assertAllWell(final RespConnection connection) {
        assertThat(dump(connection)).isEqualTo("ok");
        assertThat(Snapshots.rewrite(connection)).isEqualTo("ok");
        assertThat(connection.call("SET", "a", "b").text()).isEqualTo("OK");
        assertThat(connection.call("PING").text()).isEqualTo("PONG");
    }

    /** Kills a server, and looks whether the next one has its data. */
    private static void assertKept(final ServerProcess server) {
        final String digest;
        try (RespConnection connection = server.connect()) {
            digest = Snapshots.digest(connection);
        }
        server.kill();
        server.restart();
        try (RespConnection connection = server.connect()) {
            assertThat(Snapshots.digest(connection)).isEqualTo(digest);
        }
    }

    private static void assertNoTemporaryFiles(final Path dir) throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("temp-"));
        }
    }

    private static String check(final Path dump) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder("redis-check-rdb", dump.toString()).redirectErrorStream(true)
                .start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    @Test
    void shouldFailAndRecoverWhenTheFolderIsGoneAndComesBack() throws Exception {
        final Path dir = Files.createDirectory(directory.resolve("data"));
        final Path away = directory.resolve("away");
        try (ServerProcess server = start(dir)) {
            try (RespConnection connection = server.connect()) {
                fill(connection);
                Files.move(dir, away);
                assertThat(dump(connection)).isEqualTo("err");
                server.awaitOutput("Background saving error: No such file or directory");
                assertWritesRefused(connection);
                assertThat(connection.call("SAVE").text()).isEqualTo("ERR");
                assertThat(Snapshots.rewrite(connection)).isEqualTo("err");
                Files.createFile(dir);
                assertThat(dump(connection)).isEqualTo("err");
                server.awaitOutput("Background saving error: Not a directory");
                assertThat(Snapshots.rewrite(connection)).isEqualTo("err");
                assertThat(Snapshots.info(connection, "aof_rewrites_consecutive_failures")).isEqualTo("2");
                Files.delete(dir);
                Files.move(away, dir);
                assertAllWell(connection);
                assertThat(Snapshots.info(connection, "aof_rewrites_consecutive_failures")).isEqualTo("0");
                assertNoTemporaryFiles(dir);
            }
            assertKept(server);
        }
    }

    @Test
    void shouldFailAndRecoverWhenADirectoryIsInTheWay() throws Exception {
        final Path dump = directory.resolve("dump.rdb");
        final Path base = directory.resolve("appendonlydir/appendonly.aof.1.base.rdb");
        try (ServerProcess server = start(directory)) {
            try (RespConnection connection = server.connect()) {
                fill(connection);
                for (final Path place : List.of(dump, base)) {
                    Files.createDirectories(place.resolve("in/the/way"));
                }
                assertThat(dump(connection)).isEqualTo("err");
                assertWritesRefused(connection);
                assertThat(Snapshots.rewrite(connection)).isEqualTo("err");
                assertNoTemporaryFiles(directory);
                for (final Path place : List.of(dump, base)) {
                    assertThat(place.resolve("in/the/way")).isDirectory();
                    Files.delete(place.resolve("in/the/way"));
                    Files.delete(place.resolve("in/the"));
                    Files.delete(place.resolve("in"));
                    Files.delete(place);
                }
                assertAllWell(connection);
            }
            assertKept(server);
        }
    }

    @Test
    void shouldKeepTheOldFilesWhenTheDiskIsFull() throws Exception {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=48m", "ringhold", directory.toString()), "may not mount");
        try {
            fillTheDisk();
        } finally {
            assertThat(run("umount", directory.toString())).isTrue();
        }
    }

    private void fillTheDisk() throws Exception {
        final Path filler = directory.resolve("filler");
        try (ServerProcess server = start(directory)) {
            try (RespConnection connection = server.connect()) {
                fill(connection);
                connection.call("CONFIG", "SET", "rdbcompression", "no");
                connection.call("DEBUG", "POPULATE", "40", "large", "100000");
                assertAllWell(connection);
                connection.call("DEBUG", "POPULATE", "80", "large", "100000");
                try (OutputStream out = Files.newOutputStream(filler)) {
                    final byte[] some = new byte[4096];
                    while (true) {
                        out.write(some);
                    }
                } catch (final IOException full) {
                    assertThat(full).hasMessageContaining("No space left on device");
                }
                assertThat(dump(connection)).isEqualTo("err");
                server.awaitOutput("Background saving error: No space left on device");
                assertThat(check(directory.resolve("dump.rdb"))).contains("RDB looks OK!");
                assertThat(Snapshots.rewrite(connection)).isEqualTo("err");
                assertNoTemporaryFiles(directory);
                Files.delete(filler);
                assertThat(dump(connection)).isEqualTo("ok");
                assertThat(Snapshots.rewrite(connection)).isEqualTo("ok");
                awaitAccepted(connection);
            }
            assertKept(server);
        }
    }

    /** The log looks for room about once a second. */
    private static void awaitAccepted(final RespConnection connection) {
        final Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
        String reply = connection.call("SET", "a", "b").text();
        while (!"OK".equals(reply)) {
            assertThat(Instant.now()).as(reply).isBefore(deadline);
            reply = connection.call("SET", "a", "b").text();
        }
    }

    @Test
    void shouldKeepTheOldFilesAndRemoveTemporaryOnesWhenKilledInTheMiddle() throws Exception {
        final Path dump = directory.resolve("dump.rdb");
        try (ServerProcess server = start(directory)) {
            try (RespConnection connection = server.connect()) {
                fill(connection);
                assertAllWell(connection);
            }
            for (final String command : List.of("BGSAVE", "BGREWRITEAOF")) {
                final byte[] old = Files.readAllBytes(dump);
                try (RespConnection connection = server.connect()) {
                    connection.call("CONFIG", "SET", "rdb-key-save-delay", "100000");
                    assertThat(connection.call("INCR", "count").isError()).isFalse();
                    assertThat(connection.call(command).text()).startsWith("Background");
                    while ("0".equals(Snapshots.info(connection, "current_save_keys_processed"))) {
                        connection.call("INCR", "count");
                    }
                }
                assertKept(server);
                assertThat(dump).hasBinaryContent(old);
                assertNoTemporaryFiles(directory);
            }
            try (RespConnection connection = server.connect()) {
                assertAllWell(connection);
            }
        }
    }

    @Test
    void shouldFailAtTheLimitOfCopiesAndGiveMemoryBackWhileTheServerGoesOn() throws Exception {
        try (ServerProcess server = start(directory); RespConnection connection = server.connect()) {
            fill(connection);
            assertThat(dump(connection)).isEqualTo("ok");
            final byte[] old = Files.readAllBytes(directory.resolve("dump.rdb"));
            connection.call("DEBUG", "POPULATE", "20000", "many", "200");
            connection.call("CONFIG", "SET", "stop-writes-on-bgsave-error", "no");
            connection.call("CONFIG", "SET", "snapshot-shadow-limit", "1mb");
            connection.call("CONFIG", "SET", "rdb-key-save-delay", "1000");
            assertThat(connection.call("BGSAVE").text()).isEqualTo("Background saving started");
            for (int i = 0; "1".equals(Snapshots.info(connection, "rdb_bgsave_in_progress")); i++) {
                for (int many = 0; many < 100; many++) {
                    connection.send("SETRANGE", "many:" + (i * 100 + many) % 20_000, "10", "changed");
                }
                connection.flush();
                for (int many = 0; many < 100; many++) {
                    assertThat(connection.read().isError()).isFalse();
                }
            }
            assertThat(Snapshots.info(connection, "rdb_last_bgsave_status")).isEqualTo("err");
            server.awaitOutput("reached the limit of 1048576 bytes; raise snapshot-shadow-limit");
            assertThat(Long.parseLong(Snapshots.info(connection, "rdb_last_cow_size"))).isLessThanOrEqualTo(1 << 20);
            Snapshots.await(connection, "current_cow_size", "0");
            assertThat(directory.resolve("dump.rdb")).hasBinaryContent(old);
            assertNoTemporaryFiles(directory);
            assertThat(connection.call("GET", "key1").text()).isEqualTo("value1");
            connection.call("CONFIG", "SET", "rdb-key-save-delay", "0");
            connection.call("CONFIG", "SET", "snapshot-shadow-limit", "0");
            assertAllWell(connection);
        }
    }

    @Test
    void shouldStayWithoutLogWhenItCannotBeOpened() throws Exception {
        final Path place = Files.createFile(directory.resolve("appendonlydir"));
        try (ServerProcess server = ServerProcess.ringhold("--dir", directory.toString());
                RespConnection connection = server.connect()) {
            fill(connection);
            assertThat(connection.call("CONFIG", "SET", "appendonly", "yes").text()).isEqualTo(
                    "ERR CONFIG SET failed (possibly related to argument 'appendonly') - Unable to turn on AOF. Check server logs.");
            server.awaitOutput("Can't open or create append-only dir");
            assertThat(connection.call("CONFIG", "GET", "appendonly").toString()).contains("\"no\"");
            assertThat(connection.call("SET", "a", "b").text()).isEqualTo("OK");
            Files.delete(place);
            assertThat(connection.call("CONFIG", "SET", "appendonly", "yes").text()).isEqualTo("OK");
            Snapshots.await(connection, "aof_rewrite_in_progress", "0");
        }
    }

    @Test
    void shouldTryAgainWhenTheFirstBaseOfALogThatWasTurnedOnFails() throws Exception {
        final Path inTheWay = Files.createDirectories(directory.resolve("appendonlydir/appendonly.aof.1.base.rdb/x"));
        final String digest;
        try (ServerProcess server = ServerProcess.ringhold("--dir", directory.toString(), "--appendfsync", "always");
                RespConnection connection = server.connect()) {
            fill(connection);
            assertThat(connection.call("CONFIG", "SET", "appendonly", "yes").text()).isEqualTo("OK");
            Snapshots.await(connection, "aof_last_bgrewrite_status", "err");
            assertThat(connection.call("INCR", "count").text()).isEqualTo("1");
            Files.delete(inTheWay);
            Files.delete(inTheWay.getParent());
            Snapshots.await(connection, "aof_last_bgrewrite_status", "ok");
            assertThat(connection.call("INCR", "count").text()).isEqualTo("2");
            digest = Snapshots.digest(connection);
        }
        try (ServerProcess server = start(directory); RespConnection connection = server.connect()) {
            assertThat(Snapshots.digest(connection)).isEqualTo(digest);
            assertNoTemporaryFiles(directory);
        }
    }

    private static boolean run(final String... command) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor() == 0;
    }
}
