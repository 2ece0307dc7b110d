package io.ringhold.wal.aof;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.locks.LockSupport;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Rewrites with the threads that a server has. */
class LogRewriteThreadsTest {
    @TempDir
    private Path dir;

    @ParameterizedTest
    @EnumSource
    void shouldMakeAllDurableAfterACutWhenNothingIsAppendedAnyMore(final FsyncPolicy policy) throws Exception {
        final AppendLogConfig config = AppendLogConfig.of(dir).withPolicy(policy).withSlices(64 << 10, 64 << 10);
        final Thread engine = Thread.currentThread();
        try (LogHarness harness = new LogHarness()) {
            harness.onRing(() -> LockSupport.unpark(engine));
            harness.open(config).log().start(Thread::new);
            for (int i = 0; i < 10; i++) {
                harness.append(0, "INCR", "n");
                harness.log().rewrite().prepare();
                while (harness.log().rewrite().state() == LogRewrite.State.PREPARING) {
                    LockSupport.park(harness);
                }
                harness.log().rewrite().cut();
                harness.append(0, "INCR", "n");
                while (harness.log().durablePosition() != harness.log().position()) {
                    LockSupport.park(harness);
                }
                harness.log().rewrite().abandon();
            }
        }
        try (LogHarness harness = new LogHarness().open(config)) {
            assertThat(RewriteHarness.commands(harness)).hasSize(20);
        }
    }

    @Test
    void shouldAllocateNothingWhenAppendingAfterACutAndWithTheTime() throws IOException {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long[] nowMs = {1_000_000};
        for (final FsyncPolicy policy : FsyncPolicy.values()) {
            final Path own = Files.createDirectories(dir.resolve(policy.name()));
            final AppendLogConfig config = AppendLogConfig.of(own).withPolicy(policy).withTimestamps(true,
                    () -> nowMs[0] += 500);
            try (RewriteHarness log = new RewriteHarness(config, new ArrayList<>())) {
                log.prepare();
                log.cut();
                final byte[] command = LogHarness.command("SET", "key", "x".repeat(100));
                log.harness().append(0, command);
                log.settle();
                final long address = log.harness().scratchAddress();
                appendMany(log.log(), address, command.length);
                final long before = threads.getCurrentThreadAllocatedBytes();
                appendMany(log.log(), address, command.length);
                assertThat(threads.getCurrentThreadAllocatedBytes() - before).isZero();
            }
        }
    }

    private static void appendMany(final AppendLog log, final long address, final int length) {
        for (int i = 0; i < 2_000; i++) {
            log.append(i & 1, address, length);
        }
    }
}
