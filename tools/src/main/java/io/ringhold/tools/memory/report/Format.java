package io.ringhold.tools.memory.report;

import java.util.Locale;
import java.util.Optional;

/** How a report is written. */
public enum Format {
    TABLE("txt"), JSON("json"), CSV("csv"), HTML("html");

    private final String ending;

    Format(final String ending) {
        this.ending = ending;
    }

    /** The format that the ending of a file's name tells. */
    public static Optional<Format> ofFileName(final String name) {
        for (final Format format : values()) {
            if (name.toLowerCase(Locale.ROOT).endsWith("." + format.ending)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
