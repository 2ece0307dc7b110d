package io.ringhold.tools.aof;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

import io.ringhold.wal.file.MappedReads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class AofCheckerTest {
    private static final int SOUND_LENGTH = AofSamples.sound().length();

    @TempDir
    private Path folder;
    private String answer = "";
    private boolean fix;
    private long timestamp;
    private boolean good;

    @Test
    void shouldSayThatASoundFileIsValid() throws IOException {
        assertThat(checked(AofSamples.sound())).isEqualTo("""
                Start checking Old-Style AOF
                AOF analyzed: filename=FILE, size=50, ok_up_to=50, ok_up_to_line=13, diff=0
                AOF FILE is valid
                """);
        assertThat(good).isTrue();
    }

    @Test
    void shouldPointAtTheByteThatIsWrong() throws IOException {
        assertThat(checked(AofSamples.sound() + "*3\r\n$3\r\nSET\r\n:1\r\n")).contains(
                "\n0x              3f: Expected prefix '$', got: ':'\n",
                "ok_up_to=50, ok_up_to_line=16, diff=17\nAOF FILE is not valid. Use the --fix option to try fixing it.\n");
        assertThat(good).isFalse();
    }

    @Test
    void shouldNotTakeForValidWhatNoServerLoads() throws IOException {
        for (final Map.Entry<String, byte[]> file : AofSamples.stricter().entrySet()) {
            final String said = checked(new String(file.getValue(), StandardCharsets.ISO_8859_1));

            assertThat(good).as(file.getKey()).isFalse();
            assertThat(said).as(file.getKey()).contains("ok_up_to=50,", "is not valid");
        }
    }

    @Test
    void shouldCutOffAfterConsent() throws IOException {
        fix = true;
        answer = "y\n";
        assertThat(checked(AofSamples.sound() + "\0\0\0")).endsWith("""
                This will shrink the AOF FILE from 53 bytes, with 3 bytes, to 50 bytes
                Continue? [y/N]: Successfully truncated AOF FILE
                """);
        assertThat(good).isTrue();
        assertThat(folder.resolve("file.aof")).hasContent(AofSamples.sound());
    }

    @Test
    void shouldLeaveTheFileAloneWithoutConsent() throws IOException {
        fix = true;
        for (final String no : new String[] {"n\n", "", "\n", " y\n"}) {
            answer = no;
            assertThat(checked(AofSamples.sound() + "junk")).endsWith("Continue? [y/N]: Aborting...\n");
            assertThat(good).isFalse();
            assertThat(folder.resolve("file.aof")).hasSize(SOUND_LENGTH + 4);
        }
    }

    @Test
    void shouldKeepEverythingBeforeATransactionThatIsCut() throws IOException {
        fix = true;
        answer = "yes\n";
        checked(AofSamples.sound() + AofSamples.command("MULTI", "x") + AofSamples.command("SET", "a", "b"));

        assertThat(good).isTrue();
        assertThat(folder.resolve("file.aof")).hasContent(AofSamples.sound());
    }

    @Test
    void shouldCutAtTheStartOfATransactionThatATimeFallsInto() throws IOException {
        timestamp = 1500;
        final String before = "#TS:1000\r\n" + AofSamples.sound();
        assertThat(checked(before + AofSamples.command("MULTI") + AofSamples.command("SET", "a", "b")
                + "#TS:2000\r\n" + AofSamples.command("EXEC")))
                .isEqualTo("Start checking Old-Style AOF\nSuccessfully truncated AOF FILE to timestamp 1500\n");
        assertThat(folder.resolve("file.aof")).hasContent(before);
    }

    @Test
    void shouldLeaveTheFileAloneWhenATimeIsMoreThanALongHas() throws IOException {
        timestamp = 1500;
        final String content = "#TS:1000\r\n" + AofSamples.sound() + "#TS:99999999999999999999\r\n"
                + AofSamples.sound();

        assertThat(checked(content)).isEqualTo("Start checking Old-Style AOF\nInvalid timestamp annotation\n");
        assertThat(good).isFalse();
        assertThat(folder.resolve("file.aof")).hasContent(content);
    }

    @Test
    void shouldAcceptAnnotationsOfAnyLength() throws IOException {
        checked("#" + "x".repeat(5000) + "\r\n" + AofSamples.sound());

        assertThat(good).isTrue();
    }

    @Test
    void shouldCheckThePreambleAndGoOnBehindIt() throws IOException {
        assertThat(checked("REDIS-preamble-" + AofSamples.sound() + "junk")).contains(
                "\npreamble of FILE\nRDB preamble is OK, proceeding with AOF tail...\n",
                "size=69, ok_up_to=65, ok_up_to_line=13, diff=4");
    }

    @Test
    void shouldStopAtAPreambleThatIsNotSane() throws IOException {
        assertThat(checked("REDIS")).endsWith("\npreamble of FILE\nRDB preamble of AOF file is not sane, aborting.\n");
        assertThat(good).isFalse();
    }

    @Test
    void shouldSayWhereAFileThatBecomesShorterCannotBeRead() throws IOException {
        final Path file = Files.writeString(folder.resolve("file.aof"), "REDIS" + "x".repeat(20_000));
        final StringWriter out = new StringWriter();
        assertThat(new AofChecker(new PrintWriter(out), new BufferedReader(new StringReader("")), (path, _, _) -> {
            truncate(path);
            return 8192;
        }, false, 0).check(file.toString())).isFalse();
        assertThat(out.toString())
                .endsWith("\nCannot read AOF " + file + " at offset 8192: " + MappedReads.LOST + ", aborting...\n");
    }

    private static void truncate(final Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(4096);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldNameTheLineOfABrokenManifest() throws IOException {
        assertThat(checked("file a.aof seq 1 type b\nfile b.aof seq x type i\n")).startsWith(
                "Start checking Multi Part AOF\n*** FATAL AOF MANIFEST FILE ERROR ***\n").contains("at line 2");
        assertThat(good).isFalse();
    }

    @Test
    void shouldEscapeNamesOfAManifest() throws IOException {
        final String manifest = "file \"a\\x1b.aof\" seq 1 type i\n";
        assertThat(checked(manifest)).contains("Cannot open file ", "a\\x1b.aof: No such file or directory")
                .doesNotContain("\u001b");
        assertThat(good).isFalse();

        Files.writeString(folder.resolve("a\u001b.aof"), AofSamples.sound());
        assertThat(checked(manifest)).contains("\nAOF analyzed: filename=a\\x1b.aof, ",
                "\nINCR AOF a\\x1b.aof is valid\n").doesNotContain("\u001b");
        assertThat(good).isTrue();
    }

    private String checked(final String content) throws IOException {
        final Path file = folder.resolve("file.aof");
        Files.writeString(file, content, StandardCharsets.ISO_8859_1);
        final StringWriter out = new StringWriter();
        good = new AofChecker(new PrintWriter(out), new BufferedReader(new StringReader(answer)),
                (_, name, lines) -> {
                    lines.println("preamble of " + name);
                    return content.length() > "REDIS-preamble-".length() ? "REDIS-preamble-".length() : -1;
                }, fix, timestamp).check(file.toString());
        return out.toString().replace(file.toString(), "FILE");
    }
}
