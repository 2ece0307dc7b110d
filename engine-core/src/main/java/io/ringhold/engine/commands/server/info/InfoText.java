package io.ringhold.engine.commands.server.info;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The text of INFO while it is written: titles, and lines of name and value. */
final class InfoText {
    private static final long UNIT = 1024;
    private static final String UNITS = "KMGTPE";

    private final StringBuilder text = new StringBuilder();

    void title(final String title) {
        if (!text.isEmpty()) {
            text.append("\r\n");
        }
        text.append("# ").append(title).append("\r\n");
    }

    void field(final String name, final String value) {
        text.append(name).append(':').append(value).append("\r\n");
    }

    void field(final String name, final long value) {
        field(name, Long.toString(value));
    }

    void flag(final String name, final boolean value) {
        field(name, value ? 1 : 0);
    }

    /** A number of bytes, and the same for people under the name with {@code _human} behind it. */
    void bytes(final String name, final long value) {
        field(name, value);
        field(name + "_human", human(value));
    }

    void decimal(final String name, final String format, final double value) {
        field(name, String.format(Locale.ROOT, format, value));
    }

    byte[] toBytes() {
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Bytes as Redis shows them to people: {@code 512B}, {@code 1.49M}. */
    static String human(final long bytes) {
        if (bytes < UNIT) {
            return bytes + "B";
        }
        int unit = 0;
        double value = (double) bytes / UNIT;
        while (value >= UNIT) {
            value /= UNIT;
            unit++;
        }
        return String.format(Locale.ROOT, "%.2f%c", value, UNITS.charAt(unit));
    }
}
