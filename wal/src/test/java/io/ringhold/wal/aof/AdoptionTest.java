package io.ringhold.wal.aof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A dump file becomes the base of a new log. Here it has commands, which a base may have too. */
class AdoptionTest {
    private static final int MANY_STEPS = 100;

    private final FaultyFiles files = new FaultyFiles();
    @TempDir
    private Path dir;
    private AppendLogConfig config;
    private Path dump;

    @BeforeEach
    void configure() throws IOException {
        config = AppendLogConfig.of(dir).withSlices(64 << 10, 64 << 10).withSystem(() -> 1, files);
        dump = Files.write(dir.resolve("dump.rdb"), LogHarness.command("SET", "from", "dump"));
    }

    private static void assertReplays(final AppendLogConfig config, final String... commands) throws IOException {
        try (LogHarness harness = new LogHarness().open(config)) {
            assertThat(RewriteHarness.commands(harness)).containsExactly(commands);
        }
    }

    private void adopt(final LogHarness harness) throws IOException {
        Files.copy(dump, harness.log().rewrite().temporaryBase(), StandardCopyOption.REPLACE_EXISTING);
        harness.log().adopt(dump);
    }

    private void adoptAndAppend() throws IOException {
        try (LogHarness harness = new LogHarness().openUnread(config)) {
            adopt(harness);
            harness.log().startWithoutThread();
            harness.append(0, "INCR", "n");
        }
    }

    @Test
    void shouldBeginWithTheDump() throws IOException {
        try (LogHarness harness = new LogHarness().openUnread(config)) {
            assertThat(harness.log().isNew()).isTrue();
        }
        adoptAndAppend();
        assertThat(RewriteHarness.manifest(config)).isEqualTo("""
                file appendonly.aof.1.base.rdb seq 1 type b
                file appendonly.aof.1.incr.aof seq 1 type i
                """);
        try (LogHarness harness = new LogHarness().openUnread(config)) {
            assertThat(harness.log().isNew()).isFalse();
        }
        assertReplays(config, "SET from dump", "INCR n");
        assertThat(dump).hasBinaryContent(LogHarness.command("SET", "from", "dump"));
    }

    @Test
    void shouldBeAsNewAsBeforeWhenAStepFails() throws IOException {
        int failing = 0;
        boolean failed = true;
        while (failed) {
            assertThat(failing).isLessThan(MANY_STEPS);
            final int failingStep = failing++;
            final int[] step = {0};
            try (LogHarness harness = new LogHarness().openUnread(config)) {
                files.beforeStep = name -> {
                    if (step[0]++ == failingStep) {
                        throw new IOException("Input/output error");
                    }
                };
                adopt(harness);
                failed = false;
            } catch (final IOException e) {
                assertThat(e).hasMessageContaining("Can't make the dump file")
                        .hasMessageEndingWith("Input/output error");
            }
            files.beforeStep = name -> {};
        }
        assertThat(failing).isGreaterThan(5);
        adopted();
    }

    /** The last step that failed was the last of all: whether the manifest counts then is known at the next start only. */
    private void adopted() throws IOException {
        try (LogHarness harness = new LogHarness().openUnread(config)) {
            assertThat(harness.log().isNew()).isFalse();
        }
        assertReplays(config, "SET from dump");
    }

    @Test
    void shouldBeNewOrHaveTheDumpWhenKilledAtAnyStep(@TempDir final Path images) throws IOException {
        final int[] image = {0};
        files.beforeStep = name -> {
            final AppendLogConfig killed = LogHarness.imageOf(config, images.resolve("" + image[0]++));
            try (LogHarness harness = new LogHarness().openUnread(killed)) {
                if (harness.log().isNew()) {
                    adopt(harness);
                }
            }
            assertReplays(killed, "SET from dump");
        };
        try (LogHarness harness = new LogHarness().openUnread(config)) {
            adopt(harness);
            harness.log().startWithoutThread();
            files.beforeStep = name -> {};
        }
        assertThat(image[0]).isGreaterThan(5);
    }

    @Test
    void shouldLeaveFilesAloneThatNoManifestNames() throws IOException {
        Files.createDirectories(config.directory());
        final Path base = Files.writeString(config.directory().resolve("appendonly.aof.1.base.rdb"), "lost");
        adoptAndAppend();
        assertThat(base).hasContent("lost");
        assertReplays(config, "SET from dump", "INCR n");
    }

    @Test
    void shouldRefuseWhenThereIsAnIncrementWithData() throws IOException {
        Files.createDirectories(config.directory());
        Files.writeString(LogHarness.increment(config), "lost");
        assertThatThrownBy(this::adoptAndAppend).isInstanceOf(IOException.class)
                .hasMessageContaining("has data but is not in the manifest");
        assertThat(RewriteHarness.names(config)).containsExactly("appendonly.aof.1.incr.aof");
    }
}
