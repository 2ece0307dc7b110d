package io.ringhold.server.boot;

import java.io.InputStream;
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
}
