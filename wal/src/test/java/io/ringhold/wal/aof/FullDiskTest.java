package io.ringhold.wal.aof;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FullDiskTest {
    private static final String REFUSAL = "MISCONF Errors writing to the AOF file: No space left on device";
    private static final long KIB = 1024;

    private final FaultyFiles files = new FaultyFiles();
    private final AtomicLong nowNs = new AtomicLong(1);
    private final List<String> expected = new ArrayList<>(List.of("SELECT 0"));
    @TempDir
    private Path dir;
    private AppendLogConfig config;

    @BeforeEach
    void configure() {
        config = AppendLogConfig.of(dir).withSlices(64 * KIB, 64 * KIB).withBounds(16 * KIB, 256 * KIB)
                .withSystem(nowNs::get, files);
    }

    @Test
    void shouldRefuseWritesBeforeTheRoomEndsAndTakeThemAgainWhenThereIsSpace() throws IOException {
        files.capacityBytes = 192 * KIB;
        try (LogHarness harness = new LogHarness().open(config)) {
            harness.log().startWithoutThread();
            fillUntilRefused(harness);
            assertThat(harness.log().writeError()).isEqualTo(REFUSAL);
            assertThat(harness.log().statistics().writeOk()).isFalse();
            assertThat(harness.log().position()).isBetween(175 * KIB, 192 * KIB);
            assertThat(harness.log().statistics().stagedBytes()).isZero();

            files.capacityBytes = Long.MAX_VALUE;
            harness.log().agent().doWork();
            assertThat(harness.log().writeError()).as("not a second later yet").isNotNull();
            final int rings = harness.rings();
            nowNs.addAndGet(TimeUnit.SECONDS.toNanos(1));
            harness.log().agent().doWork();
            assertThat(harness.log().writeError()).isNull();
            assertThat(harness.rings()).isGreaterThan(rings);
            assertThat(harness.warnings())
                    .anyMatch(line -> line.startsWith("Error writing to the AOF file: No space left on device"))
                    .anyMatch(line -> line.startsWith("AOF write error looks solved"));
            append(harness, 1000);
        }
        assertReplays();
    }

    @Test
    void shouldKeepInMemoryWhatAnAcceptedCommandHasTooMuchAndHoldItsReply() throws IOException {
        files.capacityBytes = 128 * KIB;
        try (LogHarness harness = new LogHarness().open(config)) {
            harness.log().startWithoutThread();
            fillUntilRefused(harness);
            append(harness, 100_000);
            harness.log().agent().doWork();
            assertThat(harness.log().statistics().stagedBytes()).isPositive();
            assertThat(harness.log().holdsReplies()).isTrue();
            assertThat(harness.log().durablePosition()).isEqualTo(128 * KIB);
            append(harness, 3_000_000);

            files.capacityBytes = Long.MAX_VALUE;
            nowNs.addAndGet(TimeUnit.SECONDS.toNanos(1));
            while (harness.log().statistics().stagedBytes() > 0) {
                harness.log().agent().doWork();
            }
            assertThat(harness.log().holdsReplies()).isFalse();
            assertThat(harness.log().durablePosition()).isEqualTo(harness.log().position());
            append(harness, 10);
            assertThat(harness.logBytes()).as("staging is given back").isLessThan(1024);
            assertThat(harness.log().statistics().delayedCount()).isEqualTo(1);
        }
        assertReplays();
    }

    @Test
    void shouldRefuseWritesWhenTheDiskDoesNotKeepUp() throws IOException {
        try (LogHarness harness = new LogHarness().open(config)) {
            harness.log().startWithoutThread();
            while (harness.log().writeError() == null) {
                append(harness, 10_000);
            }
            assertThat(harness.log().writeError()).startsWith("MISCONF Errors writing to the AOF file: ");
            assertThat(harness.log().statistics().stagedBytes()).isBetween(256 * KIB, 267 * KIB);
            harness.log().agent().doWork();
            while (harness.log().statistics().stagedBytes() > 0) {
                harness.log().agent().doWork();
            }
            assertThat(harness.log().writeError()).isNull();
            for (int i = 0; i < 500; i++) {
                append(harness, 1000);
                harness.log().agent().doWork();
            }
        }
        assertReplays();
    }

    @Test
    void shouldLeaveAPrefixWhenKilledWhileBytesWaitInMemory(@TempDir final Path image) throws IOException {
        files.capacityBytes = 128 * KIB;
        try (LogHarness harness = new LogHarness().open(config)) {
            harness.log().startWithoutThread();
            fillUntilRefused(harness);
            final int complete = expected.size();
            append(harness, 100_000);
            harness.log().agent().doWork();
            try (LogHarness replay = new LogHarness().open(LogHarness.imageOf(config, image))) {
                assertThat(replay.replayed()).isEqualTo(expected.subList(0, complete));
            }
            files.capacityBytes = Long.MAX_VALUE;
            nowNs.addAndGet(TimeUnit.SECONDS.toNanos(1));
        }
        assertReplays();
    }

    @Test
    void shouldSayHowMuchIsLostWhenClosedOnAFullDisk() throws IOException {
        files.capacityBytes = 64 * KIB;
        final LogHarness harness = new LogHarness().open(config);
        harness.log().startWithoutThread();
        append(harness, 70_000);
        harness.log().agent().doWork();
        final long lost = harness.log().position() - 64 * KIB;
        assertThatThrownBy(harness.log()::close).isInstanceOf(IOException.class).hasMessage(
                "The last " + lost + " bytes of the append only file could not be written: No space left on device");
        assertThat(harness.logBytes()).as("memory of what is lost").isZero();
        harness.arena().close();
    }

    @Test
    void shouldUseSmallerSlicesWhenALargeOneDoesNotFit() throws IOException {
        config = config.withSlices(128 * KIB, 1024 * KIB);
        files.capacityBytes = 128 * KIB + 192 * KIB;
        try (LogHarness harness = new LogHarness().open(config)) {
            harness.log().startWithoutThread();
            fillUntilRefused(harness);
            assertThat(harness.log().statistics().allocatedBytes()).isEqualTo(files.capacityBytes);
        }
        assertReplays();
    }

    private void fillUntilRefused(final LogHarness harness) {
        while (harness.log().writeError() == null) {
            append(harness, 500);
            harness.log().agent().doWork();
        }
    }

    private void append(final LogHarness harness, final int valueBytes) {
        harness.append(0, "SET", "k" + expected.size(), "v".repeat(valueBytes));
        expected.add("SET k" + expected.size() + " " + "v".repeat(valueBytes));
    }

    private void assertReplays() throws IOException {
        try (LogHarness harness = new LogHarness().open(config)) {
            assertThat(harness.replayed()).isEqualTo(expected);
        }
    }
}
