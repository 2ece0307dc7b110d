package io.ringhold.wal.aof;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The log of a keyspace that was not loaded from it. */
class DetachedLogTest {
    private static final String DATA = "SET loaded otherwise";

    private final FaultyFiles files = new FaultyFiles();
    @TempDir
    private Path dir;
    private AppendLogConfig config;

    @BeforeEach
    void configure() {
        config = AppendLogConfig.of(dir).withSlices(64 << 10, 64 << 10).withSystem(() -> 1, files);
    }

    @Test
    void shouldNameTheFirstBaseAndItsIncrementWhenTheBaseIsComplete() throws IOException {
        try (LogHarness harness = startDetached()) {
            assertThat(harness.log().isDetached()).isTrue();
            assertThat(harness.log().rewrite().state()).isEqualTo(LogRewrite.State.CUT);
            harness.append(0, "INCR", "n");
            assertThat(RewriteHarness.names(config)).containsExactly("temp-appendonly.aof.1.incr.aof");
            complete(harness, DATA);
            assertThat(harness.log().isDetached()).isFalse();
            assertThat(harness.log().rewrite().state()).isEqualTo(LogRewrite.State.DONE);
            harness.append(0, "INCR", "n");
            assertThat(harness.log().statistics().currentSizeBytes())
                    .isEqualTo(LogHarness.command(DATA.split(" ")).length + harness.log().position());
        }
        assertThat(RewriteHarness.manifest(config)).isEqualTo("""
                file appendonly.aof.1.base.aof seq 1 type b
                file appendonly.aof.1.incr.aof seq 1 type i
                """);
        assertReplays(DATA, "INCR n", "INCR n");
    }

    @Test
    void shouldKeepTheFilesOfAnEarlierRunUntilTheFirstBaseIsComplete(@TempDir final Path images) throws IOException {
        try (LogHarness harness = new LogHarness().open(config)) {
            harness.log().startWithoutThread();
            harness.append(0, "SET", "old", "1");
        }
        try (LogHarness harness = startDetached()) {
            final int[] image = {0};
            files.beforeStep = name -> assertImage(images.resolve("" + image[0]++), "SET old 1");
            harness.append(0, "INCR", "n");
            harness.log().agent().doWork();
            assertImage(images.resolve("before"), "SET old 1");
            files.beforeStep = name -> {
                final boolean renamed = RewriteHarness.manifest(config).contains("base");
                assertImage(images.resolve("" + image[0]++), renamed
                        ? new String[] {DATA, "INCR n"}
                        : new String[] {
                            "SET old 1"});
            };
            complete(harness, DATA);
            files.beforeStep = name -> {};
            assertThat(image[0]).isGreaterThan(6);
            assertImage(images.resolve("after"), DATA, "INCR n");
        }
        assertThat(RewriteHarness.names(config)).containsExactly("appendonly.aof.1.base.aof",
                "appendonly.aof.2.incr.aof", "appendonly.aof.manifest");
        assertReplays(DATA, "INCR n");
    }

    @Test
    void shouldBeLostWhenStoppedBeforeTheFirstBase() throws IOException {
        try (LogHarness harness = startDetached()) {
            harness.append(0, "INCR", "n");
            Files.writeString(harness.log().rewrite().temporaryBase(), "half a base");
        }
        assertThat(RewriteHarness.names(config)).containsExactly("temp-appendonly.aof.base");
        assertReplays();
        assertThat(RewriteHarness.names(config)).isEmpty();
    }

    @Test
    void shouldTryAgainWhenTheFirstBaseFails() throws IOException {
        for (final String failing : List.of("rename", "syncNames", "write")) {
            final AppendLogConfig own = config;
            final Path ownDir = Files.createDirectories(dir.resolve(failing));
            config = AppendLogConfig.of(ownDir).withSlices(64 << 10, 64 << 10).withSystem(() -> 1, files);
            try (LogHarness harness = startDetached()) {
                harness.append(0, "INCR", "n");
                files.beforeStep = name -> {
                    if (name.equals(failing)) {
                        throw new IOException("No space left on device");
                    }
                };
                writeBase(harness, DATA);
                assertThat(harness.log().rewrite().complete(false)).isFalse();
                files.beforeStep = name -> {};
                assertThat(harness.log().rewrite().error()).endsWith("No space left on device");
                assertThat(harness.log().isDetached()).isTrue();
                assertThat(RewriteHarness.names(config)).contains("temp-appendonly.aof.1.incr.aof")
                        .doesNotContain("appendonly.aof.1.incr.aof", "appendonly.aof.manifest");

                harness.log().rewrite().prepare();
                while (harness.log().rewrite().state() == LogRewrite.State.PREPARING) {
                    harness.log().agent().doWork();
                }
                harness.log().rewrite().cut();
                harness.append(0, "INCR", "m");
                while (harness.log().agent().doWork() > 0) {
                    assertThat(harness.log().failed()).isFalse();
                }
                complete(harness, DATA, "INCR n");
            }
            assertThat(RewriteHarness.names(config)).containsExactly("appendonly.aof.1.base.aof",
                    "appendonly.aof.2.incr.aof", "appendonly.aof.manifest");
            assertReplays(DATA, "INCR n", "INCR m");
            config = own;
        }
    }

    @Test
    void shouldNotReplaceABaseThatTheManifestMayName(@TempDir final Path images) throws IOException {
        try (LogHarness harness = startDetached()) {
            harness.append(0, "INCR", "n");
            final int[] syncs = {0};
            files.beforeStep = name -> {
                if (name.equals("syncNames") && ++syncs[0] == 2) {
                    throw new IOException("Input/output error");
                }
            };
            writeBase(harness, DATA);
            assertThat(harness.log().rewrite().complete(false)).isFalse();
            files.beforeStep = name -> {};
            assertImage(images.resolve("failed"), DATA, "INCR n");

            harness.log().rewrite().prepare();
            while (harness.log().rewrite().state() == LogRewrite.State.PREPARING) {
                harness.log().agent().doWork();
            }
            harness.log().rewrite().cut();
            while (harness.log().agent().doWork() > 0) {
                assertThat(harness.log().failed()).isFalse();
            }
            final int[] image = {0};
            files.beforeStep = name -> assertImage(images.resolve("" + image[0]++), DATA, "INCR n");
            complete(harness, DATA, "INCR n");
            files.beforeStep = name -> {};
            assertThat(image[0]).isPositive();
        }
        assertReplays(DATA, "INCR n");
    }

    @Test
    void shouldGoOffAndOnAgain() throws IOException {
        for (int run = 1; run <= 3; run++) {
            try (LogHarness harness = new LogHarness()) {
                harness.openUnread(config).log().startDetached(Thread::new);
                assertThat(harness.log().enabled()).isTrue();
                harness.append(0, "SET", "run", "" + run);
                complete(harness, DATA);
                harness.log().close();
                assertThat(harness.log().enabled()).isFalse();
                assertThat(harness.log().position()).isZero();
                assertThat(harness.log().holdsReplies()).isFalse();
            }
            assertThat(RewriteHarness.names(config)).containsExactly("appendonly.aof." + run + ".base.aof",
                    "appendonly.aof." + run + ".incr.aof", "appendonly.aof.manifest");
        }
        assertReplays(DATA, "SET run 3");
    }

    private LogHarness startDetached() throws IOException {
        final LogHarness harness = new LogHarness().openUnread(config);
        harness.log().startDetachedWithoutThread();
        return harness;
    }

    private static void complete(final LogHarness harness, final String... lines) throws IOException {
        writeBase(harness, lines);
        assertThat(harness.log().rewrite().complete(false)).isTrue();
    }

    private static void writeBase(final LogHarness harness, final String... lines) throws IOException {
        final StringBuilder base = new StringBuilder();
        for (final String line : lines) {
            base.append(new String(LogHarness.command(line.split(" ")), StandardCharsets.ISO_8859_1));
        }
        Files.writeString(harness.log().rewrite().temporaryBase(), base);
    }

    private void assertImage(final Path image, final String... lines) throws IOException {
        try (LogHarness replay = new LogHarness().open(LogHarness.imageOf(config, image))) {
            assertThat(RewriteHarness.commands(replay)).containsExactly(lines);
        }
    }

    private void assertReplays(final String... lines) throws IOException {
        try (LogHarness harness = new LogHarness().open(config)) {
            assertThat(RewriteHarness.commands(harness)).containsExactly(lines);
        }
    }
}
