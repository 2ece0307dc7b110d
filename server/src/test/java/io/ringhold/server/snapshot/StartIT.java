package io.ringhold.server.snapshot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.ringhold.server.oracle.ServerProcess;
import io.ringhold.server.oracle.resp.Command;
import io.ringhold.server.oracle.resp.RespConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is loaded at start, what is saved at the end, and the log turned on and off in between. */
class StartIT {
    private static final String[] LOGGED = {"--appendonly", "yes", "--appendfsync", "always"};

    @TempDir
    private Path directory;

    private ServerProcess start(final String... arguments) {
        final List<String> all = new ArrayList<>(List.of("--dir", directory.toString()));
        all.addAll(List.of(arguments));
        return ServerProcess.ringhold(all.toArray(String[]::new));
    }

    private static String get(final ServerProcess server, final String key) {
        try (RespConnection connection = server.connect()) {
            return connection.call("GET", key).text();
        }
    }

    private static void set(final ServerProcess server, final String key, final String value) {
        try (RespConnection connection = server.connect()) {
            assertThat(connection.call("SET", key, value).text()).isEqualTo("OK");
        }
    }

    private void dumpWith(final String key, final String value) {
        try (ServerProcess server = start()) {
            set(server, key, value);
            assertThat(shutDown(server, "SAVE")).isZero();
        }
    }

    private static int shutDown(final ServerProcess server, final String... options) {
        try (RespConnection connection = server.connect()) {
            final List<String> words = new ArrayList<>(List.of("SHUTDOWN"));
            words.addAll(List.of(options));
            connection.send(words.toArray(String[]::new));
            assertThat(connection.awaitClosed()).isTrue();
        }
        return server.awaitExit();
    }

    @Test
    void shouldMakeADumpTheBaseOfANewLog() throws IOException {
        dumpWith("from", "dump");
        final byte[] dump = Files.readAllBytes(directory.resolve("dump.rdb"));
        try (ServerProcess server = start(LOGGED)) {
            assertThat(get(server, "from")).isEqualTo("dump");
            server.awaitOutput("the dump file dump.rdb has become its base, appendonly.aof.1.base.rdb");
            set(server, "then", "logged");
            server.kill();
            assertThat(directory.resolve("dump.rdb")).hasBinaryContent(dump);
            assertThat(directory.resolve("appendonlydir/appendonly.aof.manifest")).hasContent("""
                    file appendonly.aof.1.base.rdb seq 1 type b
                    file appendonly.aof.1.incr.aof seq 1 type i
                    """);
            // the log is another file: what is done to the dump does not matter to it
            Files.write(directory.resolve("dump.rdb"), new byte[] {1, 2, 3});
            server.restart();
            assertThat(get(server, "from")).isEqualTo("dump");
            assertThat(get(server, "then")).isEqualTo("logged");
        }
    }

    @Test
    void shouldTellTheLogThatKeysOfTheDumpHaveExpired() {
        try (ServerProcess server = start()) {
            try (RespConnection connection = server.connect()) {
                connection.call("DEBUG", "SET-ACTIVE-EXPIRE", "0");
                connection.call("SET", "counter", "100", "PX", "1");
                connection.call("SET", "other", "100");
            }
            assertThat(shutDown(server, "SAVE")).isZero();
        }
        try (ServerProcess server = start(LOGGED)) {
            try (RespConnection connection = server.connect()) {
                assertThat(connection.call("INCR", "counter").text()).isEqualTo("1");
            }
            server.kill();
            server.restart();
            assertThat(get(server, "counter")).isEqualTo("1");
            assertThat(get(server, "other")).isEqualTo("100");
        }
    }

    @Test
    void shouldLoadTheLogAndNotTheDumpWhenThereAreBoth() {
        dumpWith("key", "dump");
        try (ServerProcess server = start(LOGGED)) {
            set(server, "key", "log");
            server.kill();
            server.restart();
            assertThat(get(server, "key")).isEqualTo("log");
            server.kill();
        }
        try (ServerProcess server = start()) {
            assertThat(get(server, "key")).isEqualTo("dump");
        }
    }

    @Test
    void shouldLeaveAnIncrementAloneThatNoManifestNames() throws IOException {
        dumpWith("key", "dump");
        Files.createDirectory(directory.resolve("appendonlydir"));
        final Path increment = directory.resolve("appendonlydir/appendonly.aof.1.incr.aof");
        Files.writeString(increment, "*1\r\n$4\r\nPING\r\n");
        assertThatThrownBy(() -> start(LOGGED).close())
                .hasMessageContaining(
                        "has data but is not in the manifest; restore the manifest, or move the file away");
        assertThat(increment).hasContent("*1\r\n$4\r\nPING\r\n");
        assertThat(directory.resolve("appendonlydir/appendonly.aof.manifest")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "yes"})
    void shouldSayWhyAndLeaveTheFilesWhenTheDumpIsBroken(final String appendonly) throws IOException {
        dumpWith("key", "x".repeat(10_000));
        final Path dump = directory.resolve("dump.rdb");
        final byte[] bytes = Files.readAllBytes(dump);
        bytes[bytes.length / 2] ^= 1;
        Files.write(dump, bytes);
        assertThatThrownBy(() -> start("--appendonly", appendonly).close())
                .hasMessageContaining("ended instead of starting")
                .hasMessageMatching("(?s).*# Error loading the RDB file \\S*dump\\.rdb: [^\n]*\n.*bye bye.*");
        assertThat(dump).hasBinaryContent(bytes);
        assertThat(directory.resolve("appendonlydir/appendonly.aof.manifest")).doesNotExist();
    }

    @Test
    void shouldSayInOneLineThatThereIsNoMemoryForTheFunctionsOfADump() throws IOException {
        final ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes("REDIS0011".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 20; i++) {
            file.write(0xf5); // FUNCTION2
            writeCompressed(file, 27_000);
        }
        file.write(0xff);
        file.writeBytes(new byte[Long.BYTES]);
        Files.write(directory.resolve("dump.rdb"), file.toByteArray());
        assertThatThrownBy(() -> start().close())
                .hasMessageContaining("ended instead of starting")
                .hasMessageMatching("(?s).*# Error loading the RDB file \\S*dump\\.rdb: "
                        + "Out of memory at RDB reading offset \\d+[^\n]*\n.*bye bye.*");
    }

    /** A string of one byte and so many times 264 more of the same, as a stream of LZF with as many references. */
    private static void writeCompressed(final ByteArrayOutputStream file, final int references) {
        final byte[] stream = new byte[2 + 3 * references];
        stream[1] = 'x';
        for (int at = 2; at < stream.length; at += 3) {
            stream[at] = (byte) 0xe0;
            stream[at + 1] = (byte) 0xff;
        }
        file.write(0xc3);
        file.writeBytes(ByteBuffer.allocate(2 * (1 + Integer.BYTES)).put((byte) 0x80).putInt(stream.length)
                .put((byte) 0x80).putInt(1 + 264 * references).array());
        file.writeBytes(stream);
    }

    @Test
    void shouldRemoveTemporaryFilesOfProcessesThatAreGone() throws IOException {
        Files.write(directory.resolve("temp-999999999.rdb"), new byte[10]);
        Files.write(directory.resolve("temp-" + ProcessHandle.current().pid() + ".rdb"), new byte[10]);
        Files.write(directory.resolve("temp-notes.rdb"), new byte[10]);
        Files.createDirectory(directory.resolve("temp-999999998.rdb"));
        try (ServerProcess server = start()) {
            server.awaitOutput("Removed the temporary file temp-999999999.rdb of a process that is gone");
        }
        assertThat(directory.resolve("temp-999999999.rdb")).doesNotExist();
        assertThat(directory.resolve("temp-" + ProcessHandle.current().pid() + ".rdb")).exists();
        assertThat(directory.resolve("temp-notes.rdb")).exists();
        assertThat(directory.resolve("temp-999999998.rdb")).exists();
    }

    @ParameterizedTest
    @CsvSource({"'', '', false", "'', SAVE, true", "3600 1, '', true", "3600 1, NOSAVE, false", "3600 1, SIGTERM, true",
        "'', SIGTERM, false"})
    void shouldSaveAtTheEndAsSettingsAndOptionsSay(final String save, final String how, final boolean saves) {
        try (ServerProcess server = start("--save", save)) {
            set(server, "key", "value");
            final int status = "SIGTERM".equals(how)
                    ? server.terminate()
                    : how.isEmpty() ? shutDown(server) : shutDown(server, how);
            assertThat(status).isZero();
            assertThat(Files.exists(directory.resolve("dump.rdb"))).isEqualTo(saves);
            server.restart();
            assertThat(get(server, "key")).isEqualTo(saves ? "value" : "");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BGSAVE", "BGREWRITEAOF"})
    void shouldEndInOrderWhileASnapshotIsUnderWay(final String command) throws IOException {
        try (ServerProcess server = start("--appendonly", "yes", "--save", "3600 1")) {
            final String digest;
            try (RespConnection connection = server.connect()) {
                RandomData.fillBig(connection, 20_000);
                for (int i = 0; i < 1000; i++) {
                    connection.call("SET", "key" + i, "value");
                }
                digest = Snapshots.digest(connection);
                connection.call("CONFIG", "SET", "rdb-key-save-delay", "100000");
                assertThat(connection.call(command).text()).startsWith("Background");
            }
            assertThat(server.terminate()).isZero();
            assertThat(server.output()).contains("was given up", "DB saved on disk", "bye bye");
            try (Stream<Path> files = Files.walk(directory)) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .noneMatch(name -> name.startsWith("temp-"));
            }
            server.restart();
            try (RespConnection connection = server.connect()) {
                assertThat(Snapshots.digest(connection)).isEqualTo(digest);
            }
        }
    }

    @Test
    void shouldSaveByRuleOnTheWay() {
        try (ServerProcess server = start("--save", "1 1")) {
            try (RespConnection connection = server.connect()) {
                connection.call("SET", "key", "value");
                Snapshots.await(connection, "rdb_changes_since_last_save", "0");
                assertThat(Snapshots.info(connection, "rdb_saves")).isEqualTo("1");
            }
            server.kill();
            server.restart();
            assertThat(get(server, "key")).isEqualTo("value");
        }
    }

    @Test
    void shouldTurnTheLogOnAndOffWhileItRuns() throws Exception {
        try (ServerProcess server = start("--appendfsync", "always")) {
            String digest;
            try (RespConnection connection = server.connect()) {
                RandomData.fill(connection, 7, 2_000);
                RandomData.fillTimedHashes(connection, 7);
                RandomData.fillBig(connection, 10_000);
                try (Turmoil turmoil = new Turmoil(server, 2, 7, "FLUSHALL")) {
                    for (int i = 0; i < 4; i++) {
                        final long batches = turmoil.batches();
                        assertThat(connection.call("CONFIG", "SET", "appendonly", "yes").text()).isEqualTo("OK");
                        Snapshots.await(connection, "aof_rewrite_in_progress", "0");
                        assertThat(Snapshots.info(connection, "aof_last_bgrewrite_status")).isEqualTo("ok");
                        while (turmoil.batches() < batches + 5) {
                            connection.call("PING");
                        }
                        if (i < 3) {
                            assertThat(connection.call("CONFIG", "SET", "appendonly", "no").text()).isEqualTo("OK");
                        }
                    }
                }
                Snapshots.postponeExpiry(connection);
                digest = Snapshots.digest(connection);
            }
            server.kill();
            try (ServerProcess again = start(LOGGED); RespConnection connection = again.connect()) {
                assertThat(Snapshots.digest(connection)).isEqualTo(digest);
            }
        }
    }

    @Test
    void shouldBeginTheLogBeforeADumpUnderWayAndDumpAfterwards() {
        try (ServerProcess server = start()) {
            try (RespConnection connection = server.connect()) {
                for (int i = 0; i < 200; i++) {
                    connection.call("SET", "key" + i, "value");
                }
                connection.call("CONFIG", "SET", "rdb-key-save-delay", "20000");
                connection.call("BGSAVE");
                connection.pipeline(List.of(Command.of("CONFIG", "SET", "appendonly", "yes"),
                        Command.of("INCR", "count"),
                        Command.of("INCR", "count")));
                connection.call("CONFIG", "SET", "rdb-key-save-delay", "0");
                Snapshots.await(connection, "aof_rewrite_in_progress", "0");
                Snapshots.await(connection, "rdb_saves", "2");
                assertThat(Snapshots.awaitDump(connection)).isEqualTo("ok");
            }
            server.kill();
        }
        try (ServerProcess server = start(LOGGED)) {
            assertThat(get(server, "count")).isEqualTo("2");
            assertThat(get(server, "key199")).isEqualTo("value");
        }
    }

    @Test
    void shouldAnswerThatItLoadsAndTellHowFarItIs() throws IOException {
        try (ServerProcess server = start()) {
            try (RespConnection connection = server.connect()) {
                connection.call("DEBUG", "POPULATE", "300000", "key", "100");
            }
            assertThat(shutDown(server, "SAVE")).isZero();
            final CompletableFuture<Void> restart = CompletableFuture.runAsync(server::restart);
            boolean told = false;
            long loaded = -1;
            while (!restart.isDone() && !told) {
                try (RespConnection connection = server.connect()) {
                    while (!told) {
                        final String info = connection.call("INFO", "persistence").text();
                        if ("0".equals(Snapshots.field(info, "loading"))) {
                            break;
                        }
                        final String error = connection.call("GET", "key:1").text();
                        final long now = Long.parseLong(Snapshots.field(info, "loading_loaded_bytes"));
                        told = error.startsWith("LOADING") && loaded >= 0 && now > loaded;
                        loaded = now;
                    }
                } catch (final UncheckedIOException e) {
                    // it does not listen yet
                    Thread.onSpinWait();
                }
            }
            assertThat(told).isTrue();
            assertThat(server.terminate()).isZero();
            assertThatThrownBy(restart::join).hasMessageContaining("ended instead of starting");
            server.awaitOutput("bye bye");
        }
    }
}
