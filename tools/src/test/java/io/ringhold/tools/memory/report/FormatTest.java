package io.ringhold.tools.memory.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class FormatTest {
    @TempDir
    private Path folder;

    @Test
    void shouldTellTheFormatFromAFilesName() {
        assertThat(Format.ofFileName("a/report.html")).contains(Format.HTML);
        assertThat(Format.ofFileName("REPORT.JSON")).contains(Format.JSON);
        assertThat(Format.ofFileName("a.csv")).contains(Format.CSV);
        assertThat(Format.ofFileName("a.txt")).contains(Format.TABLE);
        assertThat(Format.ofFileName("html")).isEmpty();
    }

    @Test
    void shouldWriteFilesAsText() throws IOException {
        for (final Format format : Format.values()) {
            final Path file = folder.resolve("report");
            Reports.write(Samples.full(), format, file);

            assertThat(Files.readString(file)).isEqualTo(Reports.text(Samples.full(), format)).endsWith("\n");
        }
    }
}
