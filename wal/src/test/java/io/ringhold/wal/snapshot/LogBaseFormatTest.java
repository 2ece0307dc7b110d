package io.ringhold.wal.snapshot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.ringhold.engine.port.SnapshotJob;
import io.ringhold.wal.aof.AppendLogConfig;
import io.ringhold.wal.aof.LogHarness;
import io.ringhold.wal.file.RecordedLog;
import io.ringhold.wal.rdb.FunctionLibraries;
import io.ringhold.wal.rdb.RdbFixture;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The settings choose the form of the log's base. */
class LogBaseFormatTest {
    private static final String SET = "*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n";

    @TempDir
    private Path dir;
    private final FunctionLibraries functions = new FunctionLibraries();
    private final Semaphore rung = new Semaphore(0);

    @Test
    void shouldWriteTheFormThatTheSettingsAskForWhenTheLogIsRewritten() throws Exception {
        final AppendLogConfig config = AppendLogConfig.of(dir);
        try (RdbFixture fixture = new RdbFixture("--appendonly", "yes"); LogHarness log = new LogHarness()) {
            log.onRing(rung::release);
            log.open(config).log().start(Thread::new);
            try (SnapshotService service = new SnapshotService(fixture.harness.settings(),
                    fixture.harness.engine().keyspace(), rung::release, functions,
                    SystemNanoClock.INSTANCE, new RecordedLog())) {
                service.log(log.log());
                fixture.run("SET k v");
                assertThat(rewrite(service, config)).isEqualTo("appendonly.aof.1.base.rdb");
                assertThat(base(config, "appendonly.aof.1.base.rdb")).startsWith("REDIS0011");

                fixture.run("CONFIG SET aof-use-rdb-preamble no");
                assertThat(rewrite(service, config)).isEqualTo("appendonly.aof.2.base.aof");
                assertThat(base(config, "appendonly.aof.2.base.aof")).isEqualTo(SET);

                fixture.run("CONFIG SET aof-timestamp-enabled yes");
                assertThat(rewrite(service, config)).isEqualTo("appendonly.aof.3.base.aof");
                assertThat(base(config, "appendonly.aof.3.base.aof"))
                        .isEqualTo("#TS:" + fixture.harness.nowMs() / 1000 + "\r\n" + SET);
                functions.replace(List.of(new byte[] {1}));
                assertThatThrownBy(service::beginLogRewrite).isInstanceOf(IOException.class)
                        .hasMessageContaining("aof-use-rdb-preamble");
                log.append(0, "SET", "after", "it");
            }
        }
        try (LogHarness log = new LogHarness().open(config)) {
            assertThat(log.replayed()).containsExactly("SELECT 0", "SET k v", "SELECT 0", "SET after it");
        }
    }

    /** Rewrites the log, playing the engine and the snapshot's thread in turn; returns the base that the manifest names. */
    private String rewrite(final SnapshotService service, final AppendLogConfig config) throws Exception {
        final SnapshotJob job = service.beginLogRewrite();
        while (!job.advance()) {
            if (service.agent().doWork() == 0) {
                assertThat(rung.tryAcquire(30, TimeUnit.SECONDS)).as("the rewrite goes on").isTrue();
            }
        }
        assertThat(job.error()).isNull();
        final List<String> bases = new ArrayList<>();
        for (final String line : Files.readAllLines(config.directory().resolve("appendonly.aof.manifest"))) {
            if (line.endsWith(" type b")) {
                bases.add(line.split(" ", -1)[1]);
            }
        }
        return String.join(", ", bases);
    }

    private static String base(final AppendLogConfig config, final String name) throws IOException {
        return Files.readString(config.directory().resolve(name), StandardCharsets.ISO_8859_1);
    }
}
