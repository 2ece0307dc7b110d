package io.ringhold.wal.aof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.locks.LockSupport;

import io.ringhold.engine.testing.HeapAllocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Rewrites with the threads that a server has. */
class LogRewriteThreadsTest {
    private static final int TURNS = 1_000;

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
                assertThat(HeapAllocation.leastBytes(TURNS, TURNS, () -> {
                    log.log().append(0, address, command.length);
                    log.log().append(1, address, command.length);
                })).isZero();
            }
        }
    }
}
