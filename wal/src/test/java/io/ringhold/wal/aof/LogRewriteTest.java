package io.ringhold.wal.aof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LogRewriteTest {
    private static final long KIB = 1024;

    private final FaultyFiles files = new FaultyFiles();
    private final AtomicLong nowNs = new AtomicLong(1);
    private final List<String> model = new ArrayList<>();
    @TempDir
    private Path dir;
    private AppendLogConfig config;

    @BeforeEach
    void configure() {
        config = AppendLogConfig.of(dir).withSlices(64 * KIB, 128 * KIB).withBounds(16 * KIB, 256 * KIB)
                .withSystem(nowNs::get, files);
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnInANewFileAndReplaceTheOldOnes(final FsyncPolicy policy) throws IOException {
        config = config.withPolicy(policy);
        final long cutAt;
        try (RewriteHarness log = new RewriteHarness(config, model)) {
            assertThat(log.rewrite().state()).isEqualTo(LogRewrite.State.IDLE);
            log.append("SET", "a", "1");
            log.prepare();
            assertThat(log.rewrite().state()).isEqualTo(LogRewrite.State.READY);
            assertThat(RewriteHarness.manifest(config)).isEqualTo("""
                    file appendonly.aof.1.incr.aof seq 1 type i
                    file appendonly.aof.2.incr.aof seq 2 type i
                    """);
            log.append("SET", "b", "2");
            cutAt = log.log().position();
            log.cut();
            log.append("SET", "c", "3");
            assertThat(log.rewrite().state()).isEqualTo(LogRewrite.State.CUT);
            log.settle();
            assertThat(log.log().durablePosition()).isEqualTo(log.log().position());
            assertThat(Files.size(LogHarness.increment(config))).as("cut to its length").isEqualTo(cutAt);
            assertThat(log.complete()).isTrue();
            assertThat(log.rewrite().state()).isEqualTo(LogRewrite.State.DONE);
            assertThat(log.log().position()).isGreaterThan(cutAt);
        }
        assertThat(RewriteHarness.manifest(config)).isEqualTo("""
                file appendonly.aof.1.base.aof seq 1 type b
                file appendonly.aof.2.incr.aof seq 2 type i
                """);
        assertThat(RewriteHarness.names(config)).containsExactly("appendonly.aof.1.base.aof",
                "appendonly.aof.2.incr.aof", "appendonly.aof.manifest");
        assertThat(config.directory().resolve("appendonly.aof.2.incr.aof"))
                .hasContent("*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n*3\r\n$3\r\nSET\r\n$1\r\nc\r\n$1\r\n3\r\n");
        try (RewriteHarness log = new RewriteHarness(config, model)) {
            assertThat(log.log().position()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnInTheRightFileWhenNothingIsAppendedBetweenTwoCutsButBeforeTheSecond(final FsyncPolicy policy)
            throws IOException {
        config = config.withPolicy(policy);
        try (RewriteHarness log = new RewriteHarness(config, model)) {
            log.prepare();
            log.append("SET", "a", "1");
            log.cut();
            log.settle();
            assertThat(log.complete()).isTrue();
            log.prepare();
            log.append("SET", "b", "2");
            log.cut();
            log.append("SET", "c", "3");
            log.settle();
            log.assertRecovers(dir.resolve("image"));
            assertThat(log.complete()).isTrue();
        }
        new RewriteHarness(config, model).close();
        assertThat(files.mappings).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldRecoverAllThatWasAcknowledgedWhenKilledBeforeAnyStep(final FsyncPolicy policy,
            @TempDir final Path images) throws IOException {
        config = config.withPolicy(policy);
        final List<String> steps = new ArrayList<>();
        try (RewriteHarness log = new RewriteHarness(config, model)) {
            final int[] image = {0};
            files.beforeStep = name -> {
                steps.add(name);
                log.assertRecovers(images.resolve("" + image[0]++));
            };
            for (int round = 0; round < 2; round++) {
                log.appendMany(150);
                log.rewrite().prepare();
                while (log.rewrite().state() != LogRewrite.State.READY) {
                    log.appendMany(1);
                    log.work();
                }
                log.appendMany(200);
                log.assertRecovers(images.resolve("before-" + round));
                log.cut();
                log.assertRecovers(images.resolve("cut-" + round));
                log.appendMany(150);
                log.assertRecovers(images.resolve("after-" + round));
                while (log.work() > 0) {
                    log.assertRecovers(images.resolve("worked-" + round + "-" + image[0]++));
                }
                log.appendMany(20);
                log.writeBase();
                log.assertRecovers(images.resolve("base-" + round));
                assertThat(log.rewrite().complete(false)).isTrue();
                log.assertRecovers(images.resolve("done-" + round));
                log.rewrite().abandon();
            }
            files.beforeStep = name -> {};
        }
        assertThat(steps).contains("create", "syncNames", "truncate", "allocate", "write", "rename", "delete");
        assertThat(RewriteHarness.names(config)).containsExactly("appendonly.aof.2.base.aof",
                "appendonly.aof.3.incr.aof", "appendonly.aof.manifest");
        new RewriteHarness(config, model).close();
    }

    @Test
    void shouldLeaveAllAsItWasWhenAnyStepOfThePreparationFails(@TempDir final Path images) throws IOException {
        final List<String> failed = new ArrayList<>();
        try (RewriteHarness log = new RewriteHarness(config, model)) {
            final String before = RewriteHarness.manifest(config);
            while (true) {
                failNth(failed.size(), failed);
                final int failures = failed.size();
                log.append("SET", "k", "" + failures);
                log.prepare();
                files.beforeStep = name -> {};
                if (failed.size() == failures) {
                    break;
                }
                assertThat(log.rewrite().state()).as("%s", failed).isEqualTo(LogRewrite.State.FAILED);
                assertThat(log.rewrite().error()).endsWith("No space left on device");
                assertThatThrownBy(log.rewrite()::cut).isInstanceOf(IllegalStateException.class);
                assertThat(log.log().writeError()).isNull();
                assertThat(files.mappings).as("slices are given back").isEqualTo(1);
                log.append("SET", "l", "" + failures);
                log.assertRecovers(images.resolve("" + failures));
                if (failures < 6) {
                    assertThat(RewriteHarness.manifest(config)).isEqualTo(before);
                    assertThat(RewriteHarness.names(config)).doesNotContain("appendonly.aof.2.incr.aof");
                }
            }
            assertThat(failed).containsExactly("create", "truncate", "allocate", "syncNames", "write", "rename",
                    "syncNames");
            log.cut();
            log.appendMany(10);
            log.settle();
            assertThat(log.complete()).isTrue();
        }
        assertThat(RewriteHarness.names(config)).containsExactly("appendonly.aof.1.base.aof",
                "appendonly.aof.2.incr.aof", "appendonly.aof.manifest");
        new RewriteHarness(config, model).close();
    }

    @Test
    void shouldLeaveAllAsItWasWhenAnyStepOfTheCompletionFails(@TempDir final Path images) throws IOException {
        final List<String> failed = new ArrayList<>();
        try (RewriteHarness log = new RewriteHarness(config, model)) {
            while (true) {
                final int failures = failed.size();
                log.append("SET", "k", "" + failures);
                log.prepare();
                log.cut();
                log.append("SET", "l", "" + failures);
                log.settle();
                failNth(failures, failed);
                final boolean done = log.complete();
                files.beforeStep = name -> {};
                log.append("SET", "m", "" + failures);
                log.assertRecovers(images.resolve("" + failures));
                assertThat(log.rewrite().temporaryBase()).doesNotExist();
                if (done) {
                    break;
                }
                assertThat(log.rewrite().state()).isEqualTo(LogRewrite.State.FAILED);
                assertThat(log.rewrite().error()).endsWith("No space left on device");
                log.rewrite().abandon();
                assertThat(log.rewrite().state()).isEqualTo(LogRewrite.State.IDLE);
            }
            assertThat(failed).startsWith("rename", "syncNames", "write", "rename", "syncNames");
        }
        new RewriteHarness(config, model).close();
    }

    @Test
    void shouldTryAgainAtTheNextStartWhenHistoryCannotBeDeleted() throws IOException {
        try (RewriteHarness log = new RewriteHarness(config, model)) {
            log.appendMany(10);
            log.prepare();
            log.cut();
            log.settle();
            files.beforeStep = name -> {
                if (name.equals("delete")) {
                    throw new IOException("Operation not permitted");
                }
            };
            assertThat(log.complete()).as("the rewrite itself is done").isTrue();
            files.beforeStep = name -> {};
            assertThat(log.harness().lines()).contains(
                    "Can't remove the file appendonly.aof.1.incr.aof: Operation not permitted");
        }
        assertThat(RewriteHarness.manifest(config)).contains("file appendonly.aof.1.incr.aof seq 1 type h");
        new RewriteHarness(config, model).close();
        assertThat(RewriteHarness.names(config)).containsExactly("appendonly.aof.1.base.aof",
                "appendonly.aof.2.incr.aof", "appendonly.aof.manifest");
        assertThat(RewriteHarness.manifest(config)).doesNotContain("type h");
    }

    @Test
    void shouldAcknowledgeNothingBehindTheCutBeforeTheOldFileIsOnTheDisk() throws IOException {
        config = config.withPolicy(FsyncPolicy.ALWAYS);
        final RewriteHarness log = new RewriteHarness(config, model);
        log.append("SET", "a", "1");
        log.settle();
        log.prepare();
        log.append("SET", "b", "2");
        final long cutAt = log.log().position();
        log.cut();
        log.append("SET", "c", "3");
        files.beforeForce = () -> assertThat(log.log().durablePosition()).isLessThan(cutAt);
        files.beforeStep = name -> {
            assertThat(name).isEqualTo("truncate");
            assertThat(log.log().durablePosition()).isEqualTo(cutAt);
            throw new IOException("Input/output error");
        };
        log.work();
        files.beforeForce = () -> {};
        files.beforeStep = name -> {};
        log.settle();
        assertThat(log.log().durablePosition()).as("the old file is in doubt").isEqualTo(cutAt);
        assertThat(log.log().failed()).isTrue();
        assertThat(log.log().writeError()).contains("Input/output error");
        log.rewrite().abandon();
        log.prepare();
        assertThat(log.rewrite().error()).isEqualTo("Input/output error");
        assertThatThrownBy(log.log()::close).hasMessageContaining("Input/output error");
        assertThat(files.mappings).isZero();
        log.harness().arena().close();
        new RewriteHarness(config, model).close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldPutWhatWaitsInMemoryIntoTheFileThatItBelongsTo(final FsyncPolicy policy, @TempDir final Path images)
            throws IOException {
        config = config.withPolicy(policy);
        final long cutAt;
        try (RewriteHarness log = new RewriteHarness(config, model)) {
            log.prepare();
            final long ready = files.capacityBytes;
            files.capacityBytes = 64 * KIB;
            log.append("SET", "large", "v".repeat(100_000));
            log.settle();
            assertThat(log.log().statistics().stagedBytes()).isPositive();
            assertThat(log.log().writeError()).contains("No space left on device");
            cutAt = log.log().position();
            log.cut();
            log.appendMany(100);
            log.settle();
            assertThat(log.log().durablePosition()).isLessThanOrEqualTo(64 * KIB);
            assertThat(log.log().holdsReplies()).isTrue();
            assertThat(log.log().writeError()).as("the old file has no room yet").contains("No space left on device");
            log.assertRecovers(images.resolve("full"));
            files.capacityBytes = ready;
            nowNs.addAndGet(TimeUnit.SECONDS.toNanos(1));
            log.settle();
            assertThat(log.log().writeError()).isNull();
            assertThat(log.log().durablePosition()).isEqualTo(log.log().position());
            assertThat(log.log().statistics().stagedBytes()).isZero();
            log.appendMany(2000);
            log.settle();
            log.assertRecovers(images.resolve("done"));
        }
        assertThat(LogHarness.increment(config)).hasSize(cutAt);
        new RewriteHarness(config, model).close();
    }

    @Test
    void shouldGoOnInTheNewFileWhenTheLastStagedByteIsInTheOldOneAtTheCut() throws IOException {
        config = config.withPolicy(FsyncPolicy.ALWAYS);
        final long cutAt;
        try (RewriteHarness log = new RewriteHarness(config, model)) {
            log.prepare();
            log.append("SET", "a", "1");
            cutAt = log.log().position();
            log.cut();
            log.settle();
            log.log().policy(FsyncPolicy.EVERYSEC);
            log.append("SET", "b", "2");
            log.settle();
        }
        assertThat(LogHarness.increment(config)).hasSize(cutAt);
        new RewriteHarness(config, model).close();
    }

    @Test
    void shouldForceTheOldFileInStepsWhenNothingOfItWasForcedBefore() throws IOException {
        config = config.withPolicy(FsyncPolicy.NO).withSlices(1024 * KIB, 1024 * KIB);
        try (RewriteHarness log = new RewriteHarness(config, model)) {
            for (int i = 0; i < 20; i++) {
                log.append("SET", "k", "v".repeat(1 << 20));
                log.settle();
            }
            assertThat(log.log().statistics().forceCount()).isZero();
            assertThat(files.mappings).as("full slices are unmapped").isLessThan(4);
            log.prepare();
            log.cut();
            final long cutAt = log.log().position();
            log.append("SET", "k", "v");
            log.settle();
            assertThat(log.log().statistics().forceCount()).as("8 MiB at a time").isEqualTo(3);
            assertThat(log.log().statistics().forcedBytes()).isEqualTo(cutAt);
            assertThat(log.log().statistics().pendingForceBytes()).isEqualTo(log.log().position() - cutAt);
            assertThat(LogHarness.increment(config)).hasSize(cutAt);
        }
        assertThat(files.mappings).isZero();
        new RewriteHarness(config, model).close();
    }

    @Test
    void shouldLeaveNothingBehindWhenStoppedWhileItPrepares() throws IOException {
        for (int steps = 0; steps < 3; steps++) {
            try (RewriteHarness log = new RewriteHarness(config, model)) {
                log.append("INCR", "n");
                log.rewrite().prepare();
                for (int i = 0; i < steps && log.rewrite().state() == LogRewrite.State.PREPARING; i++) {
                    log.work();
                }
            }
            assertThat(files.mappings).isZero();
            assertThat(RewriteHarness.names(config).contains("appendonly.aof.2.incr.aof"))
                    .isEqualTo(RewriteHarness.manifest(config).contains("appendonly.aof.2.incr.aof"));
        }
        new RewriteHarness(config, model).close();
    }

    @Test
    void shouldUseThePreparedFileWhenARewriteWasGivenUp() throws IOException {
        try (RewriteHarness log = new RewriteHarness(config, model)) {
            log.append("SET", "a", "1");
            log.prepare();
            log.rewrite().abandon();
            assertThat(log.rewrite().state()).isEqualTo(LogRewrite.State.IDLE);
            log.prepare();
            log.cut();
            log.append("SET", "b", "2");
            log.settle();
            log.rewrite().abandon();
            log.prepare();
            log.append("SET", "c", "3");
            log.cut();
            log.append("SET", "d", "4");
            log.settle();
            assertThat(log.complete()).isTrue();
        }
        assertThat(RewriteHarness.names(config)).containsExactly("appendonly.aof.1.base.aof",
                "appendonly.aof.3.incr.aof", "appendonly.aof.manifest");
        new RewriteHarness(config, model).close();
    }

    @Test
    void shouldLeaveAnEmptyLastFileWhenStoppedBetweenPreparationAndCut() throws IOException {
        try (RewriteHarness log = new RewriteHarness(config, model)) {
            log.append("SET", "a", "1");
            log.prepare();
        }
        assertThat(config.directory().resolve("appendonly.aof.2.incr.aof")).isEmptyFile();
        try (RewriteHarness log = new RewriteHarness(config, model)) {
            log.append("SET", "b", "2");
        }
        assertThat(config.directory().resolve("appendonly.aof.2.incr.aof")).isNotEmptyFile();
        new RewriteHarness(config, model).close();
    }

    @Test
    void shouldLeaveAFileAloneThatHasDataButIsNotInTheManifest() throws IOException {
        try (RewriteHarness log = new RewriteHarness(config, model)) {
            final Path zeroes = config.directory().resolve("appendonly.aof.3.incr.aof");
            final Path precious = config.directory().resolve("appendonly.aof.2.incr.aof");
            Files.writeString(precious, "precious");
            Files.write(zeroes, new byte[100_000]);
            log.append("SET", "a", "1");
            log.prepare();
            log.cut();
            log.append("SET", "b", "2");
            log.settle();
            assertThat(log.complete()).isTrue();
            assertThat(precious).hasContent("precious");
            assertThat(RewriteHarness.manifest(config)).contains("appendonly.aof.3.incr.aof seq 3 type i");
            assertThat(log.harness().lines()).contains(
                    "The AOF file appendonly.aof.2.incr.aof has data but is not in the manifest; it is not used");
        }
        new RewriteHarness(config, model).close();
    }

    @Test
    void shouldCountTheFilesThatAreInUse() throws IOException {
        try (RewriteHarness log = new RewriteHarness(config, model)) {
            log.appendMany(200);
            log.prepare();
            log.cut();
            final long cutAt = log.log().position();
            log.appendMany(3);
            log.settle();
            final long inNewFile = log.log().position() - cutAt;
            assertThat(log.log().statistics().currentSizeBytes()).isEqualTo(log.log().position());
            assertThat(log.log().statistics().baseSizeBytes()).isZero();
            log.writeBase();
            final long base = Files.size(log.rewrite().temporaryBase());
            assertThat(log.rewrite().complete(false)).isTrue();
            log.append("SET", "more", "1");
            final long more = log.log().position() - cutAt - inNewFile;
            assertThat(log.log().statistics().currentSizeBytes()).isEqualTo(base + inNewFile + more);
            assertThat(log.log().statistics().baseSizeBytes()).isEqualTo(base + inNewFile);
            assertThat(log.log().statistics().allocatedBytes()).isEqualTo(64 * KIB);
        }
        final long base = Files.size(config.directory().resolve("appendonly.aof.1.base.aof"));
        final long increment = Files.size(config.directory().resolve("appendonly.aof.2.incr.aof"));
        try (RewriteHarness log = new RewriteHarness(config, model)) {
            assertThat(log.log().statistics().currentSizeBytes()).isEqualTo(base + increment);
            assertThat(log.log().statistics().baseSizeBytes()).isEqualTo(base).isPositive();
        }
    }

    @Test
    void shouldRefuseWhatIsOutOfOrder() throws IOException {
        final RewriteHarness log = new RewriteHarness(config, model);
        assertThatThrownBy(log.rewrite()::cut).isInstanceOf(IllegalStateException.class);
        log.rewrite().prepare();
        assertThatThrownBy(log.rewrite()::prepare).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(log.rewrite()::cut).isInstanceOf(IllegalStateException.class);
        while (log.rewrite().state() == LogRewrite.State.PREPARING) {
            log.work();
        }
        log.cut();
        assertThatThrownBy(log.rewrite()::cut).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(log.rewrite()::prepare).isInstanceOf(IllegalStateException.class);
        log.writeBase();
        log.log().close();
        assertThat(log.rewrite().complete(false)).isFalse();
        assertThat(log.rewrite().error()).isEqualTo("the log was closed meanwhile");
        assertThatThrownBy(log.rewrite()::prepare).isInstanceOf(IllegalStateException.class);
        log.harness().arena().close();
        new RewriteHarness(config, model).close();
    }

    /** Lets one step fail, after some that do not. */
    private void failNth(final int n, final List<String> failed) {
        final int[] countdown = {n};
        files.beforeStep = name -> {
            if (countdown[0]-- == 0) {
                failed.add(name);
                throw new IOException("No space left on device");
            }
        };
    }
}
