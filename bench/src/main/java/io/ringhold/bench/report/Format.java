package io.ringhold.bench.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The forms of a report. */
public enum Format {
    /** Plain text for a terminal, ASCII, at most 100 columns but for a long command line. */
    TABLE("txt"),
    /** One object with everything but the histograms. */
    JSON("json"),
    /** A row for each run, each of its commands and each of its intervals, as in RFC 4180. */
    CSV("csv"),
    /** HdrHistogram's interval log, tagged by command: all latencies with three digits. */
    HGRM("hgrm"),
    /** One page with charts that needs nothing else, no network and no script. */
    HTML("html");

    private final String extension;

    Format(final String extension) {
        this.extension = extension;
    }

    /** The usual ending of such a file, without a dot. */
    public String extension() {
        return extension;
    }

    /** The format whose {@link #extension} a file's name ends with, in any case. */
    public static Optional<Format> ofFileName(final String fileName) {
        final String lower = fileName.toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(format -> lower.endsWith("." + format.extension)).findFirst();
    }
}
