package io.ringhold.tools.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

import io.ringhold.tools.rdb.RdbSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class RingholdMemoryTest {
    @TempDir
    private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldReportADumpAsATable() throws IOException {
        assertThat(run(dump("keys"))).isZero();
        assertThat(out.toString()).startsWith("Memory of " + folder.resolve("keys") + ",").contains("\nTypes\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldWriteTheFormatThatIsAskedFor() throws IOException {
        assertThat(run(dump("keys"), "--format", "json")).isZero();
        assertThat(out.toString()).startsWith("{").contains("\"keys\":3");

        final Path page = folder.resolve("report.html");
        out.getBuffer().setLength(0);
        assertThat(run(dump("keys"), "-o", page.toString())).isZero();
        assertThat(out.toString()).isEmpty();
        assertThat(Files.readString(page)).startsWith("<!DOCTYPE html>");

        final Path other = folder.resolve("report");
        assertThat(run(dump("keys"), "-o", other.toString(), "--format", "CSV")).isZero();
        assertThat(Files.readString(other)).startsWith("section,");
    }

    @Test
    void shouldCompareDumps() throws IOException {
        assertThat(run(dump("keys"), "--compare", dump("expired"))).isZero();
        assertThat(out.toString()).contains("\nGrowth since " + folder.resolve("expired") + "\n");
    }

    @Test
    void shouldMeasureForTheSettingsThatAreGiven() throws IOException {
        assertThat(run(dump("keys"), "--set", "hash-max-listpack-entries=7", "--set", "set-max-intset-entries=9"))
                .isZero();
        assertThat(run(dump("keys"), "--set", "maxmemory=7")).isEqualTo(2);
        assertThat(run(dump("keys"), "--set", "hash-max-listpack-entries=x")).isEqualTo(2);

        assertThat(err.toString().lines()).hasSize(2).first().asString().contains("'maxmemory' is not one of");
    }

    @Test
    void shouldSayInOneLineWhatIsWrong() throws IOException {
        assertThat(run()).isEqualTo(2);
        assertThat(run(dump("keys"), "--top", "0")).isEqualTo(2);
        assertThat(run(dump("keys"), "-o", folder.resolve("no/such/report.html").toString())).isEqualTo(2);
        assertThat(run(folder.resolve("missing.rdb").toString())).isEqualTo(1);
        assertThat(run(dump("cut in key"))).isEqualTo(1);

        assertThat(err.toString().lines().toList()).hasSize(5)
                .allSatisfy(line -> assertThat(line).startsWith("ringhold-memory: "))
                .anySatisfy(line -> assertThat(line).contains("there is no such folder"))
                .anySatisfy(line -> assertThat(line).contains("missing.rdb: No such file or directory"))
                .anySatisfy(line -> assertThat(line).contains("Unexpected EOF"));
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldNotWriteTheReportOverADump() throws IOException {
        final String dump = dump("keys");
        final String old = dump("expired");
        final Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("keys"));
        assertThat(run(dump, "-o", dump)).isEqualTo(2);
        assertThat(run(dump, "-o", link.toString())).isEqualTo(2);
        assertThat(run(dump, "--compare", old, "-o", old)).isEqualTo(2);

        assertThat(folder.resolve("keys")).hasBinaryContent(RdbSamples.asInRedis().get("keys"));
        assertThat(folder.resolve("expired")).hasBinaryContent(RdbSamples.asInRedis().get("expired"));
        assertThat(err.toString().lines()).hasSize(3)
                .allSatisfy(line -> assertThat(line).contains(" is a dump that is read"));
    }

    @Test
    void shouldShowHelpAndVersion() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("--compare", "--format", "--no-trials");
        out.getBuffer().setLength(0);
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("ringhold-memory ");
    }

    @Test
    void shouldDrawAProgressBarAndTakeItAway() {
        try (ProgressBar bar = new ProgressBar(new PrintWriter(out), true)) {
            bar.onProgress(50, 100, 7);
            bar.onProgress(50, 100, 7);
        }
        assertThat(out.toString())
                .isEqualTo("\r\u001b[K[###############               ]  50.0%  7 keys\r\u001b[K");
    }

    private String dump(final String sample) throws IOException {
        return Files.write(folder.resolve(sample), RdbSamples.asInRedis().get(sample)).toString();
    }

    private int run(final String... words) {
        return RingholdMemory.run(new PrintWriter(out), new PrintWriter(err), words);
    }
}
