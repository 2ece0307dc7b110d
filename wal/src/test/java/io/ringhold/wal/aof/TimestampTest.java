package io.ringhold.wal.aof;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class TimestampTest {
    private final AtomicLong nowMs = new AtomicLong(1_700_000_000_999L);
    @TempDir
    private Path dir;

    @Test
    void shouldWriteTheTimeOnceASecondBeforeCommands() throws IOException {
        final AppendLogConfig config = AppendLogConfig.of(dir).withTimestamps(true, nowMs::get);
        try (LogHarness harness = new LogHarness().open(config)) {
            harness.log().startWithoutThread();
            harness.append(0, "A");
            harness.append(0, "B");
            nowMs.addAndGet(1);
            harness.append(0, "C");
            nowMs.addAndGet(-5000);
            harness.append(0, "D");
            harness.log().timestamps(false);
            nowMs.addAndGet(10_000);
            harness.append(0, "E");
            harness.log().timestamps(true);
            harness.append(0, "F");
        }
        final String select = "*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n";
        assertThat(Files.readString(LogHarness.increment(config))).isEqualTo(select + "#TS:1700000000\r\n" + line("A")
                + line("B") + "#TS:1700000001\r\n" + line("C") + line("D") + line("E") + "#TS:1700000006\r\n"
                + line("F"));
        try (LogHarness harness = new LogHarness().open(config)) {
            assertThat(RewriteHarness.commands(harness)).containsExactly("A", "B", "C", "D", "E", "F");
        }
    }

    @Test
    void shouldCutATornTime(@TempDir final Path images) throws IOException {
        final AppendLogConfig config = AppendLogConfig.of(dir).withTimestamps(true, nowMs::get);
        try (LogHarness harness = new LogHarness().open(config)) {
            harness.log().startWithoutThread();
            harness.append(0, "A");
            final AppendLogConfig image = LogHarness.imageOf(config, images);
            final byte[] bytes = Files.readAllBytes(LogHarness.increment(image));
            final int end = (int) harness.log().position();
            final byte[] stamp = "#TS:170".getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(stamp, 0, bytes, end, stamp.length);
            Files.write(LogHarness.increment(image), bytes);
            try (LogHarness replay = new LogHarness().open(image)) {
                assertThat(RewriteHarness.commands(replay)).containsExactly("A");
            }
            assertThat(LogHarness.increment(image)).hasSize(end);
        }
    }

    private static String line(final String word) {
        return "*1\r\n$1\r\n" + word + "\r\n";
    }
}
