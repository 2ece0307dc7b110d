package io.ringhold.tools.memory.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import io.ringhold.tools.memory.result.MemoryReport;

/** Writes reports. Stateless. */
public final class Reports {
    private Reports() {}

    /** The report's text, which ends with a line feed. */
    public static String text(final MemoryReport report, final Format format) {
        return switch (format) {
            case TABLE -> TextReport.of(report);
            case JSON -> JsonReport.of(report);
            case CSV -> CsvReport.of(report);
            case HTML -> HtmlReport.of(report);
        };
    }

    /**
     * Writes a file in UTF-8; one that is there is written over.
     *
     * @throws IOException
     *             when that cannot be done.
     */
    public static void write(final MemoryReport report, final Format format, final Path file) throws IOException {
        Files.write(file, text(report, format).getBytes(StandardCharsets.UTF_8));
    }
}
