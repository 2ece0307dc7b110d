package io.ringhold.engine.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

import io.ringhold.engine.process.ProcessFigures.CpuTimes;
import io.ringhold.offheap.memory.NativeMemory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessFiguresTest {
    private static final long LARGE = 256L << 20;
    private static final double TICK_SECONDS = 0.01;
    /** What other threads of the tests, and the kernel's own counting, may move meanwhile. */
    private static final long SLACK = 64L << 20;

    @Test
    void shouldTellTheMemoryOfThisMoment() throws IOException {
        final long before = ProcessFigures.residentBytes();
        assertThat(before).isBetween(kilobytes("/proc/self/status", "VmRSS:") - SLACK,
                kilobytes("/proc/self/status", "VmRSS:") + SLACK);
        final long address = NativeMemory.reserve(LARGE, 1L << 21);
        NativeMemory.populate(address, LARGE);
        assertThat(ProcessFigures.residentBytes() - before).isBetween(LARGE - SLACK, LARGE + SLACK);
        NativeMemory.release(address, LARGE);
        assertThat(ProcessFigures.residentBytes() - before).isBetween(-SLACK, SLACK);
        assertThat(ProcessFigures.systemMemoryBytes()).isEqualTo(kilobytes("/proc/meminfo", "MemTotal:"));
    }

    @Test
    void shouldTellTheTimesOfThisMoment() {
        final CpuTimes before = ProcessFigures.processTimes().all();
        final double thread = sum(ProcessFigures.threadTimes());
        while (sum(ProcessFigures.threadTimes()) < thread + 5 * TICK_SECONDS) {
            Thread.onSpinWait();
        }
        assertThat(sum(ProcessFigures.processTimes().all())).isGreaterThanOrEqualTo(sum(before) + 3 * TICK_SECONDS);
        assertThat(before.user()).isPositive();
    }

    @Test
    void shouldTellEachThreadItsOwnTimes() {
        while (sum(ProcessFigures.threadTimes()) < 5 * TICK_SECONDS) {
            Thread.onSpinWait();
        }
        final CompletableFuture<Double> other = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> other.complete(sum(ProcessFigures.threadTimes())));
        assertThat(other.join()).isLessThan(5 * TICK_SECONDS);
    }

    @Test
    void shouldCountChildrenThatHaveEnded() throws IOException, InterruptedException {
        final CpuTimes before = ProcessFigures.processTimes().children();
        final Process child = new ProcessBuilder("sh", "-c", "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done")
                .start();
        assertThat(child.waitFor()).isZero();
        assertThat(sum(ProcessFigures.processTimes().children())).isGreaterThan(sum(before));
    }

    private static double sum(final CpuTimes times) {
        return times.user() + times.system();
    }

    private static long kilobytes(final String file, final String name) throws IOException {
        final String line = Files.readAllLines(Path.of(file)).stream().filter(text -> text.startsWith(name)).findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
    }
}
