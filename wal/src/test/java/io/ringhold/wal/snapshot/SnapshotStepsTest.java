package io.ringhold.wal.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.ringhold.engine.config.Settings;
import io.ringhold.engine.port.SnapshotJob;
import io.ringhold.wal.file.RecordedLog;
import io.ringhold.wal.rdb.FunctionLibraries;
import io.ringhold.wal.rdb.RdbFixture;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A dump that fails in one of its steps says so, leaves a whole dump and nothing beside it, and does not keep the next one from succeeding. */
class SnapshotStepsTest {
    /** So much that the file is forced once before its end. */
    private static final int LARGE = 5 << 20;

    @TempDir
    private Path directory;
    private final RdbFixture fixture = new RdbFixture();
    private final FaultyDisk disk = new FaultyDisk();
    private Path dump;
    private SnapshotService service;

    @BeforeEach
    void open() {
        final Settings settings = new Settings(directory);
        assertThat(settings.set(List.of("rdbcompression", "no"), true)).isNull();
        dump = directory.resolve("dump.rdb");
        service = new SnapshotService(settings, fixture.harness.engine().keyspace(), () -> {},
                new FunctionLibraries(), SystemNanoClock.INSTANCE, new RecordedLog(), disk);
        fixture.run("SETRANGE large " + LARGE + " x");
    }

    @AfterEach
    void close() {
        service.close();
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource({"create, 1, false", "write, 1, false", "write, 40, false", "force, 1, false", "force, 2, false",
        "rename, 1, false", "syncNames, 1, true"})
    void shouldLeaveAWholeDumpAndNothingElseWhenAStepFails(final String step, final int time, final boolean isNew)
            throws Exception {
        for (final boolean inBackground : new boolean[] {false, true}) {
            assertThat(save(inBackground)).isNull();
            final byte[] old = Files.readAllBytes(dump);
            fixture.run("APPEND key x");
            disk.failAt(step, time);
            assertThat(save(inBackground)).as("in background: %s", inBackground).isEqualTo(step + " fails");
            assertThat(names()).containsExactly("dump.rdb");
            final byte[] left = Files.readAllBytes(dump);
            assertThat(left.length > old.length).as("new").isEqualTo(isNew);
            if (!isNew) {
                assertThat(left).isEqualTo(old);
            }
            assertThat(save(inBackground)).isNull();
            assertThat(names()).containsExactly("dump.rdb");
            assertThat(Files.size(dump)).isGreaterThan(old.length);
        }
    }

    /** Saves, playing the engine and the snapshot's thread in turn if need be; returns the error, or null. */
    private String save(final boolean inBackground) throws Exception {
        if (!inBackground) {
            try {
                service.save();
                return null;
            } catch (final IOException e) {
                return e.getMessage();
            }
        }
        final SnapshotJob job = service.beginDump();
        while (!job.advance()) {
            service.agent().doWork();
        }
        return job.error();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** A disk on which a step fails once. */
    private static final class FaultyDisk extends SnapshotFiles {
        private String failing = "";
        private int left;

        void failAt(final String step, final int time) {
            failing = step;
            left = time;
        }

        private void before(final String step) throws IOException {
            if (step.equals(failing)) {
                left--;
                if (left == 0) {
                    throw new IOException(step + " fails");
                }
            }
        }

        @Override
        FileChannel create(final Path path) throws IOException {
            before("create");
            return super.create(path);
        }

        @Override
        int write(final FileChannel channel, final ByteBuffer source) throws IOException {
            before("write");
            return super.write(channel, source);
        }

        @Override
        void force(final FileChannel channel, final boolean withMetadata) throws IOException {
            before("force");
            super.force(channel, withMetadata);
        }

        @Override
        void rename(final Path from, final Path to) throws IOException {
            before("rename");
            super.rename(from, to);
        }

        @Override
        void syncNames(final Path names) throws IOException {
            before("syncNames");
            super.syncNames(names);
        }
    }
}
