package io.ringhold.wal.aof;

import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** One rewrite after the other, with the threads that a server has, while the engine appends as fast as it can. */
class LogRewriteIT {
    private static final int REWRITES = 12;

    @TempDir
    private Path dir;
    private int next;

    @ParameterizedTest
    @EnumSource
    void shouldLoseNothingWhenAppendingNeverStops(final FsyncPolicy policy) throws Exception {
        final AppendLogConfig config = AppendLogConfig.of(dir).withPolicy(policy).withSlices(64 << 10, 256 << 10);
        try (LogHarness harness = new LogHarness().open(config)) {
            final AppendLog log = harness.log();
            final LogRewrite rewrite = log.rewrite();
            log.start(Thread::new);
            long durable = 0;
            for (int i = 0; i < REWRITES; i++) {
                rewrite.prepare();
                final int atLeast = next + 500;
                while (rewrite.state() == LogRewrite.State.PREPARING || next < atLeast) {
                    append(harness);
                }
                assertThat(rewrite.error()).isNull();
                rewrite.cut();
                final int frozen = next;
                final Thread snapshot = Thread.ofPlatform().start(() -> Appender.complete(rewrite, frozen));
                while (rewrite.state() == LogRewrite.State.CUT) {
                    append(harness);
                    assertThat(log.durablePosition()).isBetween(durable, log.position());
                    durable = log.durablePosition();
                }
                snapshot.join();
                assertThat(rewrite.state()).isEqualTo(LogRewrite.State.DONE);
            }
        }
        try (LogHarness harness = new LogHarness().open(config)) {
            assertThat(Appender.numbers(harness)).isEqualTo(next);
        }
        assertThat(RewriteHarness.names(config)).hasSize(3);
    }

    private void append(final LogHarness harness) {
        if (harness.log().writeError() != null) {
            Thread.onSpinWait(); // the disk does not keep up
            return;
        }
        harness.append(0, Appender.command(next++));
    }
}
