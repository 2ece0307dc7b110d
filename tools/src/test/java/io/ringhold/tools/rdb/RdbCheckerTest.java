package io.ringhold.tools.rdb;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class RdbCheckerTest {
    private static final long NOW_MS = 1_700_000_000_000L;

    @TempDir
    private Path folder;
    private long end;

    @Test
    void shouldCountKeysOfASoundFile() throws IOException {
        assertThat(checked(RdbSamples.asInRedis().get("expired"))).isEqualTo("""
                [offset 0] Checking RDB file FILE
                [offset 11] Selecting DB ID 0
                [offset 39] RDB file was saved with checksum disabled: no check performed.
                [offset 39] \\o/ RDB looks OK! \\o/
                [info] 2 keys read
                [info] 1 expires
                [info] 1 already expired
                """);
        assertThat(end).isEqualTo(39);
    }

    @Test
    void shouldTellWhereAFileEnds() throws IOException {
        assertThat(checked(RdbSamples.asInRedis().get("cut in key"))).isEqualTo("""
                [offset 0] Checking RDB file FILE
                [offset 11] Selecting DB ID 0
                --- RDB ERROR DETECTED ---
                [offset 13] Unexpected EOF reading RDB file
                [additional info] While doing: read-key
                [additional info] Reading type 0 (string)
                [info] 0 keys read
                [info] 0 expires
                [info] 0 already expired
                """);
        assertThat(end).isNegative();
    }

    @Test
    void shouldTellWhatIsWrongWithinAValueAndEscapeTheKey() throws IOException {
        assertThat(checked(RdbSamples.duplicates())).contains("Duplicate set members detected",
                "Reading key 'k\\x0a'", "Reading type 2 (set-hashtable)", "While doing: read-object-value");
        assertThat(end).isNegative();
    }

    @Test
    void shouldNotCopyAKeyAsAWholeWhenItIsShown() throws IOException {
        final int length = 36 << 20;
        final Path file = Files.write(folder.resolve("dump.rdb"), RdbSamples.cutBehindLongKey(length));
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long before = threads.getCurrentThreadAllocatedBytes();
        final String said = check(file);
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(said).contains("Reading key '" + "k".repeat(200) + "...'\n");
        assertThat(allocated).isLessThan(length / 2);
    }

    @Test
    void shouldRefuseCollectionsWithoutElements() throws IOException {
        assertThat(checked(RdbSamples.emptyCollection())).contains("Collection without elements", "Reading key 'k'");
        assertThat(end).isNegative();
    }

    @Test
    void shouldEscapeInFieldsWhatATerminalWouldTakeForControlAndShowUtf8AsItIs() throws IOException {
        assertThat(checked(RdbSamples.field("a", "\u001b\n"))).contains("] AUX FIELD a = '\\x1b\\x0a'\n")
                .doesNotContain("\u001b");
        assertThat(checked(RdbSamples.field("\r", "\u00c3\u00a9"))).contains("] AUX FIELD \\x0d = '\u00e9'\n");
    }

    @Test
    void shouldPassWhatOnlyAServerLooksAt() throws IOException {
        for (final String sample : new String[] {"a key twice", "database of a large number"}) {
            assertThat(checked(RdbSamples.asInRedis().get(sample))).as(sample).contains("RDB looks OK!");
        }
    }

    @Test
    void shouldStopAtTheEndOfADumpThatALogGoesOnBehind() throws IOException {
        checked(RdbSamples.asInRedis().get("trailing bytes"));

        assertThat(end).isEqualTo(RdbSamples.asInRedis().get("empty").length);
    }

    @Test
    void shouldSayWhenThereIsNoFile() {
        assertThat(check(folder.resolve("missing"))).endsWith("Cannot open file FILE: No such file or directory\n");
        assertThat(end).isNegative();
    }

    private String checked(final byte[] bytes) throws IOException {
        return check(Files.write(folder.resolve("dump.rdb"), bytes));
    }

    private String check(final Path file) {
        final StringWriter out = new StringWriter();
        end = new RdbChecker(new PrintWriter(out), NOW_MS).check(file, "FILE");
        return out.toString();
    }
}
