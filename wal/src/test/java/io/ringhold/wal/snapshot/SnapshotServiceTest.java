package io.ringhold.wal.snapshot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.ringhold.engine.config.Settings;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.pipeline.DoorbellIdle;
import io.ringhold.engine.port.SnapshotJob;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.keys.KeyHash;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

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
                        () -> {},
                        SystemNanoClock.INSTANCE, line -> {})) {
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
}
