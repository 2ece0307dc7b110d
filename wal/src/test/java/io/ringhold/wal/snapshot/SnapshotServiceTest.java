package io.ringhold.wal.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.ringhold.engine.config.Settings;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.pipeline.DoorbellIdle;
import io.ringhold.engine.port.CommandSource;
import io.ringhold.engine.port.SnapshotJob;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.keys.KeyHash;
import io.ringhold.wal.file.RecordedLog;
import io.ringhold.wal.rdb.FunctionLibraries;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SnapshotServiceTest {
    private static final int DUMPS = 2_000;

    @TempDir
    private Path directory;

    @Test
    void shouldTakeTheNextDumpAsSoonAsTheLastIsDone() throws Exception {
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final Settings settings = new Settings(directory);
        final List<String> errors = new ArrayList<>();
        try (Arena arena = Arena.reserve(ArenaOptions.of("keyspace", 64 << 20));
                SnapshotService service = new SnapshotService(settings, new Keyspace(arena, 2, new KeyHash(1, 2)),
                        () -> {}, new FunctionLibraries(),
                        SystemNanoClock.INSTANCE, new RecordedLog())) {
            final AgentRunner runner = new AgentRunner(service.idle(), failure::set, null, service.agent());
            AgentRunner.startOnThread(runner);
            try {
                for (int i = 0; i < DUMPS; i++) {
                    final SnapshotJob job = service.beginDump();
                    job.cancel();
                    while (!job.advance()) {
                        assertThat(failure.get()).isNull();
                    }
                    errors.add(job.error());
                }
            } finally {
                runner.close(10, thread -> ((DoorbellIdle) service.idle()).ring());
            }
        }
        assertThat(errors).hasSize(DUMPS).isSubsetOf(null, "cancelled");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("temp-"));
        }
    }

    @Test
    void shouldSayThatMemoryIsMissingWhenADumpIsSaved() throws Exception {
        try (Arena arena = Arena.reserve(ArenaOptions.of("keyspace", 64 << 20));
                SnapshotService service = new SnapshotService(new Settings(directory),
                        new Keyspace(arena, 2, new KeyHash(1, 2)), () -> {}, new FunctionLibraries(),
                        SystemNanoClock.INSTANCE, new RecordedLog())) {
            final SnapshotWork.Format format = (view, image, target) -> {
                throw new OutOfMemoryError("native memory");
            };
            assertThatThrownBy(() -> service.save(format)).isInstanceOf(IOException.class)
                    .hasMessage("no memory for the snapshot's buffers: native memory");
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldKeepLibrariesOfFunctionsWhenADumpIsSavedAgain() throws Exception {
        final Settings settings = new Settings(directory);
        try (InputStream golden = SnapshotServiceTest.class.getResourceAsStream("/rdb/functions.rdb")) {
            Files.copy(golden, directory.resolve("dump.rdb"));
        }
        final FunctionLibraries first = new FunctionLibraries();
        loadAndSave(settings, first);
        assertThat(first.codes()).isNotEmpty();
        final FunctionLibraries second = new FunctionLibraries();
        loadAndSave(settings, second);
        assertThat(second.codes()).hasSameSizeAs(first.codes());
        for (int i = 0; i < first.codes().size(); i++) {
            assertThat(second.codes().get(i)).isEqualTo(first.codes().get(i));
        }
    }

    @Test
    void shouldLeaveTemporaryFilesAloneThatAnotherServerWrites() throws Exception {
        final Path own = directory.resolve("temp-" + ProcessHandle.current().pid() + ".rdb");
        final Path others = directory.resolve("temp-999999999.rdb");
        try (Arena arena = Arena.reserve(ArenaOptions.of("keyspace", 64 << 20));
                SnapshotService service = new SnapshotService(new Settings(directory),
                        new Keyspace(arena, 2, new KeyHash(1, 2)), () -> {}, new FunctionLibraries(),
                        SystemNanoClock.INSTANCE, new RecordedLog())) {
            try (SnapshotFile first = SnapshotFile.create(SnapshotFiles.SYSTEM, own);
                    SnapshotFile second = SnapshotFile.create(SnapshotFiles.SYSTEM, others)) {
                first.write(ByteBuffer.allocate(10));
                service.removeLeftovers();
                assertThat(own).hasSize(10);
                assertThat(others).exists();
                assertThatThrownBy(service::save).isInstanceOf(IOException.class)
                        .hasMessage("another server writes " + own.getFileName());
                assertThat(own).as("not emptied").hasSize(10);
                assertThat(second.isOpen()).isTrue();
            }
            Files.createFile(own);
            Files.createFile(others);
            service.removeLeftovers();
            assertThat(directory).isEmptyDirectory();
        }
    }

    private static void loadAndSave(final Settings settings, final FunctionLibraries functions) throws Exception {
        try (Arena arena = Arena.reserve(ArenaOptions.of("keyspace", 64 << 20));
                SnapshotService service = new SnapshotService(settings, new Keyspace(arena, 16, new KeyHash(1, 2)),
                        () -> {}, functions, SystemNanoClock.INSTANCE, new RecordedLog())) {
            final CommandSource dump = service.openDump();
            assertThat(dump.load(batch -> "no commands", Long.MAX_VALUE >> 1)).isTrue();
            service.save();
        }
    }
}
