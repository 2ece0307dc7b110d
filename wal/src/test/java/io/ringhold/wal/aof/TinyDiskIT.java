package io.ringhold.wal.aof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The log on a file system of 2 MiB that really fills up; needs the right to mount one, and is skipped without. */
class TinyDiskIT {
    @TempDir
    private Path dir;

    @Test
    void shouldLoseNothingAndRecoverWhenTheDiskIsFull() throws Exception {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=2m", "ringhold", dir.toString()), "may not mount");
        try {
            fillAndRecover();
        } finally {
            assertThat(run("umount", dir.toString())).isTrue();
        }
    }

    private void fillAndRecover() throws Exception {
        final Path ballast = Files.write(dir.resolve("ballast"), new byte[512 << 10]);
        final AppendLogConfig config = AppendLogConfig.of(dir).withSlices(256 << 10, 1 << 20)
                .withBounds(32 << 10, 256 << 10);
        final List<String> expected = new ArrayList<>(List.of("SELECT 0"));
        final CountDownLatch[] rung = {new CountDownLatch(1)};
        try (LogHarness harness = new LogHarness()) {
            harness.onRing(() -> rung[0].countDown());
            harness.open(config);
            harness.log().start(Thread::new);
            appendUntilRefused(harness, expected);
            assertThat(harness.log().writeError())
                    .isEqualTo("MISCONF Errors writing to the AOF file: No space left on device");
            rung[0] = new CountDownLatch(1);
            Files.delete(ballast);
            while (harness.log().writeError() != null) {
                assertThat(rung[0].await(20, TimeUnit.SECONDS)).isTrue();
            }
            append(harness, expected);
        }
        try (LogHarness harness = new LogHarness().open(config)) {
            assertThat(harness.replayed()).isEqualTo(expected);
        }
    }

    private static void appendUntilRefused(final LogHarness harness, final List<String> expected) {
        String refusal = harness.log().writeError();
        while (refusal == null || !refusal.contains("No space")) {
            if (refusal == null) {
                append(harness, expected);
            } else {
                Thread.onSpinWait(); // the disk is only slow so far
            }
            refusal = harness.log().writeError();
        }
    }

    private static void append(final LogHarness harness, final List<String> expected) {
        harness.append(0, "SET", "k" + expected.size(), "v".repeat(500));
        expected.add("SET k" + expected.size() + " " + "v".repeat(500));
    }

    private static boolean run(final String... command) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor() == 0;
    }
}
