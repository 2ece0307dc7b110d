package io.ringhold.wal.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

import io.ringhold.engine.config.Settings;
import io.ringhold.engine.pipeline.CommandRing;
import io.ringhold.engine.pipeline.EngineAgent;
import io.ringhold.engine.pipeline.Loading;
import io.ringhold.engine.testing.ServerHarness;
import io.ringhold.wal.aof.AppendLogConfig;
import io.ringhold.wal.aof.LogHarness;
import io.ringhold.wal.file.RecordedLog;
import io.ringhold.wal.rdb.FunctionLibraries;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What clients see, and what is left on the disk, while a dump is loaded that becomes the base of a new log. */
class AdoptedDumpTest {
    private static final int VALUE_MIB = 5;
    /** Each look at the clock takes longer than the engine wants to load for. */
    private static final long LOOK_NS = 10_000_000;

    private final ServerHarness server = new ServerHarness();
    private final ServerHarness.Client client = server.connect();
    @TempDir
    private Path directory;
    private LogHarness log = new LogHarness();
    private SnapshotService service;
    private EngineAgent agent;
    private Path dump;
    private byte[] dumped;
    private long nowNs;

    @BeforeEach
    void open() throws IOException {
        final Settings settings = new Settings(directory);
        assertThat(settings.set(List.of("rdbcompression", "no"), true)).isNull();
        try (ServerHarness first = new ServerHarness(); SnapshotService saving = serviceOf(first, settings)) {
            first.connect().execute("SET", "key", "v".repeat(VALUE_MIB << 20));
            saving.save();
        }
        dump = directory.resolve("dump.rdb");
        dumped = Files.readAllBytes(dump);
        log.openUnread(AppendLogConfig.of(directory));
        service = serviceOf(server, settings);
        service.log(log.log());
    }

    private SnapshotService serviceOf(final ServerHarness harness, final Settings settings) {
        return new SnapshotService(settings, harness.engine().keyspace(), () -> {}, new FunctionLibraries(),
                () -> nowNs += LOOK_NS, new RecordedLog());
    }

    @AfterEach
    void close() throws IOException {
        service.close();
        log.close();
        server.close();
    }

    private void start() throws IOException {
        agent = new EngineAgent(server.engine(), new CommandRing(64, () -> {}),
                new Loading(server.engine(), service.source()), server::nowMs);
        agent.onStart();
    }

    private Path base() {
        return directory.resolve("appendonlydir/appendonly.aof.1.base.rdb");
    }

    private Path temporaryBase() {
        return log.log().rewrite().temporaryBase();
    }

    @Test
    void shouldAnswerThatItLoadsUntilTheCopyIsComplete() throws Exception {
        start();
        int turns = 0;
        while (server.engine().isLoading()) {
            assertThat(client.run("PING")).isEqualTo("-LOADING Redis is loading the dataset in memory\r\n");
            assertThat(log.log().isNew()).isTrue();
            agent.doWork();
            turns++;
        }
        assertThat(turns).as("one for each piece").isGreaterThan(VALUE_MIB);
        assertThat(server.serverLog()).endsWith("loaded");
        assertThat(client.run("STRLEN key")).isEqualTo(":" + (VALUE_MIB << 20) + "\r\n");
        assertThat(log.log().isNew()).isFalse();
        assertThat(base()).hasBinaryContent(dumped);
        assertThat(temporaryBase()).doesNotExist();
    }

    @Test
    void shouldCopyTheFileThatIsLoadedWhenAnotherGetsItsName() throws Exception {
        start();
        Files.move(Files.write(directory.resolve("other"), new byte[] {1, 2, 3}), dump,
                StandardCopyOption.ATOMIC_MOVE);
        while (server.engine().isLoading()) {
            agent.doWork();
        }
        assertThat(base()).hasBinaryContent(dumped);
    }

    @Test
    void shouldLeaveNoCopyWhenTheDumpIsBroken() throws Exception {
        dumped[dumped.length - 1] ^= 1;
        Files.write(dump, dumped);
        start();
        while (server.serverLog().isEmpty()) {
            agent.doWork();
        }
        assertThat(server.serverLog()).first().asString().startsWith("load failed: Error loading the RDB file");
        assertThat(log.log().isNew()).isTrue();
        assertThat(temporaryBase()).doesNotExist();
    }

    @Test
    void shouldLeaveNoCopyWhenTheServerEndsInTheMiddle() throws Exception {
        start();
        agent.doWork();
        final Path begun = temporaryBase();
        assertThat(begun).exists();
        log.close();
        log = new LogHarness();
        assertThat(begun).doesNotExist();
        assertThat(base()).doesNotExist();
    }
}
