package io.ringhold.server.boot;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.ringhold.engine.config.CommandLine;
import io.ringhold.engine.config.RedisConf;
import io.ringhold.engine.config.Settings;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.keys.KeyHash;
import io.ringhold.server.log.ServerLog;
import io.ringhold.server.log.ServerLog.Level;
import io.ringhold.wal.aof.AppendLog;
import io.ringhold.wal.rdb.FunctionLibraries;
import org.agrona.concurrent.SystemEpochClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

class AppendLogsTest {
    @TempDir
    private Path folder;

    @Test
    void shouldNameItsFilesByTheBytesOfTheSettings() throws Exception {
        assumeThat(System.getProperty("sun.jnu.encoding")).isEqualTo("UTF-8");
        final Settings settings = new Settings(folder);
        new RedisConf(settings, (from, to) -> null).load(
                CommandLine.parse(List.of("--appenddirname", "log-\u00e4", "--appendfilename", "\u00fc.aof")),
                InputStream.nullInputStream());
        final ServerLog log = new ServerLog(System.out, SystemEpochClock.INSTANCE);
        try (Arena data = Arena.reserve(ArenaOptions.of("data", 1L << 24));
                Arena clients = Arena.reserve(ArenaOptions.of("clients", 1L << 24));
                AppendLog _ = AppendLogs.open(settings, new Keyspace(data, 1, new KeyHash()), new FunctionLibraries(),
                        clients, () -> {}, log)) {
            assertThat(folder.resolve("log-\u00e4").resolve("\u00fc.aof.lock")).exists();
        }
    }

    @Test
    void shouldSayThatALogWasTornWhereOnlyWarningsAreWanted() throws Exception {
        final Path directory = Files.createDirectory(folder.resolve("appendonlydir"));
        Files.writeString(directory.resolve("appendonly.aof.manifest"),
                "file appendonly.aof.1.incr.aof seq 1 type i\n");
        Files.writeString(directory.resolve("appendonly.aof.1.incr.aof"), "*1\r\n$4\r\nPING\r\n*1\r\n$4\r\nPI");
        final ByteArrayOutputStream written = new ByteArrayOutputStream();
        final ServerLog log = new ServerLog(new PrintStream(written, true, StandardCharsets.UTF_8),
                SystemEpochClock.INSTANCE);
        log.threshold(Level.WARNING);
        try (Arena data = Arena.reserve(ArenaOptions.of("data", 1L << 24));
                Arena clients = Arena.reserve(ArenaOptions.of("clients", 1L << 24));
                AppendLog appendLog = AppendLogs.open(new Settings(folder), new Keyspace(data, 1, new KeyHash()),
                        new FunctionLibraries(), clients, () -> {}, log)) {
            assertThat(appendLog.source().load(batch -> null, Long.MAX_VALUE >> 1)).isTrue();
        }
        assertThat(written.toString(StandardCharsets.UTF_8))
                .contains(" # !!! Truncating the AOF appendonly.aof.1.incr.aof at offset 14 !!!\n")
                .doesNotContain(" * ");
    }
}
