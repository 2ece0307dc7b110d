package io.ringhold.bench.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import io.ringhold.bench.result.Result;

/** Writes results. Stateless; what is written depends on the result alone, neither on the machine's locale nor on its time zone. */
public final class Reports {
    private Reports() {}

    /**
     * Writes a report; the appendable is neither flushed nor closed.
     *
     * @throws IOException
     *             when the appendable does not take it.
     */
    public static void write(final Result result, final Format format, final Appendable out) throws IOException {
        switch (format) {
            case TABLE -> out.append(TextReport.of(result));
            case JSON -> out.append(JsonReport.of(result));
            case CSV -> out.append(CsvReport.of(result));
            case HGRM -> out.append(HistogramLogReport.of(result));
            case HTML -> out.append(HtmlReport.of(result));
        }
    }

    /**
     * Writes a report to a file in UTF-8; a file that is there is written over. Half a surrogate pair, which UTF-8
     * cannot hold, becomes a question mark.
     *
     * @throws IOException
     *             when the file cannot be written.
     */
    public static void write(final Result result, final Format format, final Path file) throws IOException {
        try (BufferedWriter out = new BufferedWriter(
                new OutputStreamWriter(Files.newOutputStream(file), StandardCharsets.UTF_8))) {
            write(result, format, out);
        }
    }

    /**
     * As {@link #write(Result, Format, Path)}, in the format that the file's name ends with.
     *
     * @throws IOException
     *             when the file cannot be written.
     * @throws IllegalArgumentException
     *             when the name ends with none; the message is for the user.
     */
    public static void write(final Result result, final Path file) throws IOException {
        final Format format = Format.ofFileName(file.toString()).orElseThrow(() -> new IllegalArgumentException(
                "'" + file
                        + "' should end with .html, .json, .csv, .hgrm or .txt, which tells the format of the report"));
        write(result, format, file);
    }
}
