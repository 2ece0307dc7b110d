package io.ringhold.wal.aof;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.ringhold.engine.testing.HeapAllocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AppendLogTest {
    private static final long KIB = 1024;
    private static final int TURNS = 1_000;

    @TempDir
    private Path dir;

    @Test
    void shouldReplayWhatWasAppendedWhenClosedInOrder() throws IOException {
        final AppendLogConfig config = AppendLogConfig.of(dir).withSlices(64 * KIB, 128 * KIB);
        final RandomCommands commands = new RandomCommands();
        final List<String> expected = new ArrayList<>();
        for (int run = 0; run < 3; run++) {
            try (LogHarness harness = new LogHarness().open(config)) {
                assertThat(harness.replayed()).isEqualTo(expected);
                harness.log().start(Thread::new);
                expected.add("SELECT 0");
                for (int i = 0; i < 2_000; i++) {
                    final String[] words = commands.next(300_000);
                    harness.append(0, words);
                    expected.add(String.join(" ", words));
                }
            }
            assertEndsWithCommand(config);
        }
        try (LogHarness harness = new LogHarness().open(config)) {
            assertThat(harness.replayed()).isEqualTo(expected);
        }
    }

    @Test
    void shouldLeaveEveryAppendInTheFilesWhenKilledAtAnyPoint(@TempDir final Path images) throws IOException {
        final AppendLogConfig config = AppendLogConfig.of(dir).withSlices(64 * KIB, 64 * KIB);
        final RandomCommands commands = new RandomCommands();
        final List<String> expected = new ArrayList<>(List.of("SELECT 0"));
        try (LogHarness harness = new LogHarness().open(config)) {
            harness.log().startWithoutThread();
            for (int image = 0; image < 20; image++) {
                for (int i = 0; i < commands.random().nextInt(200); i++) {
                    final String[] words = commands.next(50_000);
                    harness.append(0, words);
                    expected.add(String.join(" ", words));
                    if (commands.random().nextInt(10) == 0) {
                        harness.log().agent().doWork();
                    }
                }
                drain(harness);
                final AppendLogConfig copy = LogHarness.imageOf(config, images.resolve("" + image));
                try (LogHarness replay = new LogHarness().open(copy)) {
                    assertThat(replay.replayed()).isEqualTo(expected.size() == 1 ? List.of() : expected);
                    replay.log().startWithoutThread();
                    assertThat(replay.log().statistics().currentSizeBytes()).isEqualTo(harness.log().position());
                }
            }
        }
    }

    @Test
    void shouldSelectOnlyWhenTheDatabaseChanges() throws IOException {
        final AppendLogConfig config = AppendLogConfig.of(dir);
        try (LogHarness harness = new LogHarness().open(config)) {
            harness.log().startWithoutThread();
            for (final int database : new int[] {0, 0, 12, 12, 0, 123}) {
                harness.append(database, "INCR", "k");
            }
        }
        try (LogHarness harness = new LogHarness().open(config)) {
            assertThat(harness.replayed()).containsExactly("SELECT 0", "INCR k", "INCR k", "SELECT 12", "INCR k",
                    "INCR k",
                    "SELECT 0", "INCR k", "SELECT 123", "INCR k");
            harness.log().startWithoutThread();
            harness.append(123, "INCR", "k");
        }
        try (LogHarness harness = new LogHarness().open(config)) {
            assertThat(harness.replayed()).hasSize(12).endsWith("SELECT 123", "INCR k");
        }
    }

    @Test
    void shouldWriteTheBytesOfRedisWhenACommandIsAppended() throws IOException {
        final AppendLogConfig config = AppendLogConfig.of(dir).withNames("log dir", "my log");
        try (LogHarness harness = new LogHarness().open(config)) {
            harness.log().startWithoutThread();
            harness.append(3, "SET", "k", "v");
        }
        final ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.writeBytes(LogHarness.command("SELECT", "3"));
        expected.writeBytes(LogHarness.command("SET", "k", "v"));
        assertThat(LogHarness.increment(config)).hasBinaryContent(expected.toByteArray());
        assertThat(config.directory().resolve("my log.manifest"))
                .hasContent("file \"my log.1.incr.aof\" seq 1 type i\n");
    }

    @Test
    void shouldRefuseADirectoryThatAnotherServerHas() throws IOException {
        final AppendLogConfig config = AppendLogConfig.of(dir);
        try (LogHarness harness = new LogHarness().open(config); LogHarness second = new LogHarness()) {
            assertThat(harness.replayed()).isEmpty();
            assertThatThrownBy(() -> second.open(config)).isInstanceOf(IOException.class)
                    .hasMessageContaining("is in use by another server");
        }
        new LogHarness().open(config).close();
    }

    @Test
    void shouldSayWhyWhenTheDirectoryCannotBeMade() throws IOException {
        Files.writeString(dir.resolve("appendonlydir"), "a file");
        try (LogHarness harness = new LogHarness()) {
            assertThatThrownBy(() -> harness.open(AppendLogConfig.of(dir))).isInstanceOf(IOException.class)
                    .hasMessageStartingWith("Can't open or create append-only dir");
        }
    }

    @Test
    void shouldNotTouchAFileThatTheManifestDoesNotName() throws IOException {
        final AppendLogConfig config = AppendLogConfig.of(dir);
        Files.createDirectories(config.directory());
        Files.writeString(LogHarness.increment(config), "precious");
        try (LogHarness harness = new LogHarness().open(config)) {
            assertThatThrownBy(harness.log()::startWithoutThread).isInstanceOf(IOException.class)
                    .hasMessageContaining("has data but is not in the manifest");
        }
        assertThat(LogHarness.increment(config)).hasContent("precious");
    }

    @Test
    void shouldAllocateNothingWhenAppending() throws IOException {
        for (final FsyncPolicy policy : FsyncPolicy.values()) {
            final Path own = Files.createDirectories(dir.resolve(policy.name()));
            try (LogHarness harness = new LogHarness().open(AppendLogConfig.of(own).withPolicy(policy))) {
                harness.log().startWithoutThread();
                final byte[] command = LogHarness.command("SET", "key", "x".repeat(100));
                harness.append(0, command);
                final long address = harness.scratchAddress();
                assertThat(HeapAllocation.leastBytes(TURNS, TURNS, () -> {
                    harness.log().append(0, address, command.length);
                    harness.log().append(1, address, command.length);
                })).isZero();
            }
        }
    }

    @Test
    void shouldCountWhatInfoShows() throws IOException {
        final AppendLogConfig config = AppendLogConfig.of(dir);
        try (LogHarness harness = new LogHarness().open(config)) {
            harness.log().startWithoutThread();
            harness.append(0, "SET", "k", "v");
            final LogStatistics statistics = harness.log().statistics();
            assertThat(statistics.currentSizeBytes()).isEqualTo(harness.log().position()).isPositive();
            assertThat(statistics.baseSizeBytes()).isZero();
            assertThat(statistics.pendingForceBytes()).isEqualTo(harness.log().position());
            assertThat(statistics.writeOk()).isTrue();
            assertThat(statistics.allocatedBytes()).isEqualTo(4 << 20);
        }
        final long length = Files.size(LogHarness.increment(config));
        try (LogHarness harness = new LogHarness().open(config)) {
            harness.log().startWithoutThread();
            assertThat(harness.log().statistics().baseSizeBytes()).as("there is no base").isZero();
            assertThat(harness.log().statistics().currentSizeBytes()).isEqualTo(length);
            assertThat(harness.log().position()).isZero();
        }
    }

    private static void drain(final LogHarness harness) {
        do {
            harness.log().agent().doWork();
        } while (harness.log().statistics().stagedBytes() > 0);
    }

    private static void assertEndsWithCommand(final AppendLogConfig config) throws IOException {
        final byte[] bytes = Files.readAllBytes(LogHarness.increment(config));
        assertThat(bytes[bytes.length - 1]).isEqualTo((byte) '\n');
    }
}
