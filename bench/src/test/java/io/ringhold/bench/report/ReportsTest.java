package io.ringhold.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

import io.ringhold.bench.result.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Every format of every kind of result, to a file and to an appendable. */
class ReportsTest {
    private static final int RANDOM_RESULTS = 25;

    @TempDir
    private Path folder;

    @Test
    void shouldWriteTheSameToAFileAndToAnAppendable() throws IOException {
        for (final Format format : Format.values()) {
            final StringBuilder text = new StringBuilder();
            Reports.write(Samples.comparison(), format, text);
            final Path file = folder.resolve("report." + format.extension());
            Reports.write(Samples.comparison(), file);
            assertThat(file).hasContent(text.toString());
        }
    }

    @Test
    void shouldWriteFilesAtTheEdges() throws IOException {
        for (final Result result : Samples.edges()) {
            for (final Format format : Format.values()) {
                final Path file = folder.resolve("edge");
                Reports.write(result, format, file);
                assertThat(Files.size(file)).isPositive();
            }
        }
    }

    @Test
    void shouldWriteRandomResults() throws IOException {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("ReportsTest: -Dringhold.seed=" + seed);
        final Random random = new Random(seed);
        for (int i = 0; i < RANDOM_RESULTS; i++) {
            final Result result = Samples.random(random);
            for (final Format format : Format.values()) {
                final StringBuilder text = new StringBuilder();
                Reports.write(result, format, text);
                assertThat(text.toString()).describedAs("seed %d, result %d", seed, i).isNotEmpty();
                if (format != Format.HGRM) { // whose Base64 may hold any word
                    assertThat(text.toString()).describedAs("seed %d, result %d", seed, i).doesNotContain("NaN",
                            "Infinity");
                }
            }
            assertThat(TextReport.of(result).lines()).allMatch(line -> line.length() <= TextTable.WIDTH);
            assertThat(CsvReportTest.parsed(CsvReport.of(result))).allMatch(row -> row.size() == 23);
        }
    }

    @Test
    void shouldTellTheFormatByTheFilesName() {
        assertThat(Format.ofFileName("a/b.HTML")).contains(Format.HTML);
        assertThat(Format.ofFileName("x.json")).contains(Format.JSON);
        assertThat(Format.ofFileName("html")).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Reports.write(Samples.comparison(), folder.resolve("a.pdf")))
                .withMessageContaining("a.pdf").withMessageContaining(".html");
    }
}
