package io.ringhold.wal.aof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GroupCommitTest {
    private final FaultyFiles files = new FaultyFiles();
    private final AtomicLong nowNs = new AtomicLong(1);
    @TempDir
    private Path dir;

    private AppendLogConfig config(final FsyncPolicy policy) {
        return AppendLogConfig.of(dir).withPolicy(policy).withSlices(64 << 10, 64 << 10).withSystem(nowNs::get, files);
    }

    @Test
    void shouldCoverManyCommandsWithOneForce() throws IOException {
        try (LogHarness harness = new LogHarness().open(config(FsyncPolicy.ALWAYS))) {
            final AppendLog log = harness.log();
            log.startWithoutThread();
            for (int i = 0; i < 100; i++) {
                harness.append(0, "INCR", "k");
            }
            assertThat(log.holdsReplies()).isTrue();
            assertThat(log.durablePosition()).isZero();
            final long position = log.position();
            files.beforeForce = () -> {
                assertThat(log.durablePosition()).isZero();
                harness.append(0, "INCR", "during");
            };
            log.agent().doWork();
            files.beforeForce = () -> {};
            assertThat(log.durablePosition()).as("not what came during the force").isEqualTo(position);
            assertThat(log.statistics().forceCount()).isEqualTo(1);
            assertThat(log.statistics().forcedBytes()).isEqualTo(position);
            assertThat(harness.rings()).isEqualTo(1);
            log.agent().doWork();
            assertThat(log.durablePosition()).isEqualTo(log.position());
        }
    }

    @Test
    void shouldNotForceAPartOfWhatIsCommittedTogether() throws IOException {
        try (LogHarness harness = new LogHarness().open(config(FsyncPolicy.ALWAYS))) {
            final AppendLog log = harness.log();
            log.startWithoutThread();
            for (int i = 0; i < 10; i++) {
                harness.appendOnly(0, LogHarness.command("INCR", "k"));
                log.agent().doWork();
            }
            assertThat(log.statistics().forceCount()).isZero();
            assertThat(log.durablePosition()).isZero();
            log.commit();
            log.agent().doWork();
            assertThat(log.statistics().forceCount()).isEqualTo(1);
            assertThat(log.durablePosition()).isEqualTo(log.position());
        }
    }

    @ParameterizedTest
    @EnumSource(FsyncPolicy.class)
    void shouldKeepWhatWasNotCommittedWhenItIsClosed(final FsyncPolicy policy) throws IOException {
        final AppendLogConfig config = config(policy);
        try (LogHarness harness = new LogHarness().open(config)) {
            harness.log().startWithoutThread();
            harness.appendOnly(0, LogHarness.command("INCR", "k"));
            harness.log().policy(FsyncPolicy.ALWAYS);
            harness.appendOnly(0, LogHarness.command("INCR", "l"));
            harness.log().policy(policy);
        }
        assertThat(Files.readString(LogHarness.increment(config)))
                .endsWith("$1\r\nk\r\n*2\r\n$4\r\nINCR\r\n$1\r\nl\r\n");
    }

    @Test
    void shouldForceOnceASecondUnderEverysec() throws IOException {
        try (LogHarness harness = new LogHarness().open(config(FsyncPolicy.EVERYSEC))) {
            harness.log().startWithoutThread();
            harness.append(0, "INCR", "k");
            assertThat(harness.log().holdsReplies()).isFalse();
            harness.log().agent().doWork();
            assertThat(harness.log().statistics().forceCount()).isZero();
            nowNs.addAndGet(TimeUnit.SECONDS.toNanos(1));
            harness.log().agent().doWork();
            harness.log().agent().doWork();
            assertThat(harness.log().statistics().forceCount()).isEqualTo(1);
            assertThat(harness.log().statistics().pendingForceBytes()).isZero();
            nowNs.addAndGet(TimeUnit.SECONDS.toNanos(5));
            assertThat(harness.log().agent().doWork()).as("nothing new").isZero();
        }
    }

    @Test
    void shouldNeverForceUnderNoButCoverItAllWhenThePolicyChanges() throws IOException {
        try (LogHarness harness = new LogHarness().open(config(FsyncPolicy.NO))) {
            harness.log().startWithoutThread();
            for (int i = 0; i < 400; i++) {
                harness.append(0, "SET", "k", "v".repeat(1000));
                harness.log().agent().doWork();
            }
            nowNs.addAndGet(TimeUnit.SECONDS.toNanos(9));
            harness.log().agent().doWork();
            assertThat(files.forces).isZero();
            assertThat(files.mappings).as("full slices are unmapped").isLessThan(4);
            harness.log().policy(FsyncPolicy.ALWAYS);
            assertThat(harness.log().durablePosition()).isZero();
            harness.log().agent().doWork();
            assertThat(harness.log().durablePosition()).isEqualTo(harness.log().position());
            harness.append(0, "INCR", "k");
            final long before = harness.log().durablePosition();
            assertThat(before).isLessThan(harness.log().position());
            harness.log().policy(FsyncPolicy.EVERYSEC);
            final int rings = harness.rings();
            harness.log().agent().doWork();
            assertThat(harness.log().durablePosition()).isEqualTo(harness.log().position());
            assertThat(harness.rings()).as("held replies are free").isGreaterThan(rings);
        }
    }

    @Test
    void shouldAcknowledgeNothingAfterAForceHasFailed() throws IOException {
        final LogHarness harness = new LogHarness().open(config(FsyncPolicy.ALWAYS));
        harness.log().startWithoutThread();
        harness.append(0, "INCR", "k");
        harness.log().agent().doWork();
        final long durable = harness.log().durablePosition();
        assertThat(harness.log().failed()).isFalse();
        final int rings = harness.rings();
        files.forceError = "Input/output error";
        harness.append(0, "INCR", "k");
        harness.log().agent().doWork();
        files.forceError = null;
        assertThat(harness.log().failed()).isTrue();
        assertThat(harness.rings()).as("the engine is woken").isGreaterThan(rings);
        harness.append(0, "INCR", "k");
        harness.log().agent().doWork();
        assertThat(harness.log().durablePosition()).isEqualTo(durable);
        assertThat(harness.log().writeError())
                .isEqualTo("MISCONF Errors writing to the AOF file: Input/output error");
        assertThat(harness.log().statistics().forceError()).isEqualTo("Input/output error");
        assertThat(harness.log().failed()).isTrue();
        assertThat(harness.warnings())
                .anyMatch(line -> line.startsWith("Fail to fsync the AOF file: Input/output error"));
        assertThatThrownBy(harness.log()::close).hasMessageContaining("Input/output error");
        harness.arena().close();
    }

    @Test
    void shouldForceWhatAnEarlierRunHasLeftBeforeAnythingIsAppendedBehindIt() throws IOException {
        try (LogHarness harness = new LogHarness().open(config(FsyncPolicy.NO))) {
            harness.log().startWithoutThread();
            assertThat(files.syncs).as("an empty file").isZero();
            harness.append(0, "INCR", "k");
        }
        files.syncs = 0;
        try (LogHarness harness = new LogHarness().open(config(FsyncPolicy.ALWAYS))) {
            files.forceError = "Input/output error";
            assertThatThrownBy(harness.log()::startWithoutThread).isInstanceOf(IOException.class)
                    .hasMessageContaining("appendonly.aof.1.incr.aof: Input/output error");
        }
        files.forceError = null;
        try (LogHarness harness = new LogHarness().open(config(FsyncPolicy.ALWAYS))) {
            harness.log().startWithoutThread();
            assertThat(files.syncs).isEqualTo(1);
        }
    }

    /** Errors of a file are told once: who asks next, for the bytes that matter, would hear that all is well. */
    @Test
    void shouldTakeAFailedForceOfTheNextSliceForOneOfTheLog() throws IOException {
        final LogHarness harness = new LogHarness().open(config(FsyncPolicy.ALWAYS));
        harness.log().startWithoutThread();
        harness.appendOnly(0, LogHarness.command("SET", "k", "v".repeat(40 << 10)));
        harness.log().agent().doWork(); // nothing waits in memory any more, so that the next slice is touched before it is needed
        harness.log().commit();
        final boolean[] told = {false};
        files.beforeForce = () -> {
            files.forceError = told[0] ? null : "Input/output error";
            told[0] = true;
        };
        for (int i = 0; i < 5; i++) {
            harness.log().agent().doWork();
        }
        assertThat(harness.log().failed()).isTrue();
        assertThat(harness.log().durablePosition()).isZero();
        assertThat(harness.log().writeError()).contains("Input/output error");
        assertThat(harness.lines()).filteredOn(line -> line.contains("Input/output error")).hasSize(1);
        assertThatThrownBy(harness.log()::close).hasMessageContaining("Input/output error");
        harness.arena().close();
    }

    @Test
    void shouldGoOnGivingRepliesUnderEverysecAfterAForceHasFailed() throws IOException {
        final LogHarness harness = new LogHarness().open(config(FsyncPolicy.EVERYSEC));
        harness.log().startWithoutThread();
        files.forceError = "Input/output error";
        harness.append(0, "INCR", "k");
        nowNs.addAndGet(TimeUnit.SECONDS.toNanos(1));
        harness.log().agent().doWork();
        assertThat(harness.log().writeError()).contains("Input/output error");
        assertThat(harness.log().failed()).isFalse();
        assertThat(harness.log().durablePosition()).isEqualTo(harness.log().position());
        assertThatThrownBy(harness.log()::close).hasMessageContaining("Input/output error");
        harness.arena().close();
    }

    @Test
    void shouldWakeForEachCommitWhenTheLogHasItsThread() throws Exception {
        final CountDownLatch[] rung = {new CountDownLatch(1)};
        try (LogHarness harness = new LogHarness()) {
            harness.onRing(() -> rung[0].countDown());
            harness.open(config(FsyncPolicy.ALWAYS));
            harness.log().start(Thread::new);
            for (int i = 0; i < 50; i++) {
                rung[0] = new CountDownLatch(1);
                harness.append(0, "INCR", "k");
                while (harness.log().durablePosition() < harness.log().position()) {
                    assertThat(rung[0].await(20, TimeUnit.SECONDS)).isTrue();
                }
            }
        }
    }

    @Test
    void shouldRefuseWritesWhenTheLogsThreadHasEnded() throws Exception {
        final CountDownLatch rung = new CountDownLatch(1);
        final LogHarness harness = new LogHarness();
        harness.onRing(rung::countDown);
        harness.open(config(FsyncPolicy.ALWAYS));
        harness.log().start(Thread::new);
        files.beforeForce = () -> {
            throw new IllegalStateException("a broken invariant");
        };
        harness.append(0, "INCR", "k");
        assertThat(rung.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(harness.log().writeError()).contains("a broken invariant");
        assertThat(harness.log().durablePosition()).isZero();
        assertThat(harness.log().failed()).isTrue();
        assertThat(harness.warnings()).filteredOn(line -> line.contains("a broken invariant")).hasSize(1);
        assertThatThrownBy(harness.log()::close).isInstanceOf(IOException.class);
        harness.arena().close();
    }

    @Test
    void shouldForceALotInSteps() throws IOException {
        try (LogHarness harness = new LogHarness().open(config(FsyncPolicy.EVERYSEC).withSlices(32 << 20, 32 << 20))) {
            harness.log().startWithoutThread();
            final byte[] command = LogHarness.command("SET", "k", "v".repeat(1 << 20));
            for (int i = 0; i < 20; i++) {
                harness.append(0, command);
            }
            nowNs.addAndGet(TimeUnit.SECONDS.toNanos(1));
            for (int step = 1; step <= 3; step++) {
                harness.log().agent().doWork();
                assertThat(harness.log().statistics().forceCount()).isEqualTo(step);
            }
            assertThat(harness.log().statistics().pendingForceBytes()).isZero();
        }
    }
}
