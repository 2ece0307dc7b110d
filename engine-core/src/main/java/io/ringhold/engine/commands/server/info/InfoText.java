package io.ringhold.engine.commands.server.info;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The text of INFO while it is written: titles, and lines of name and value. */
final class InfoText implements InfoFields {
    private static final long UNIT = 1024;
    private static final String UNITS = "KMGTPE";

    private final StringBuilder text = new StringBuilder();

    void title(final String title) {
        if (!text.isEmpty()) {
            text.append("\r\n");
        }
        text.append("# ").append(title).append("\r\n");
    }

    @Override
    public void field(final String name, final String value) {
        text.append(name).append(':').append(value).append("\r\n");
    }

    @Override
    public void field(final String name, final long value) {
        field(name, Long.toString(value));
    }

    @Override
    public void decimal(final String name, final String format, final double value) {
        field(name, String.format(Locale.ROOT, format, value));
    }

    @Override
    public void status(final String name, final boolean ok) {
        field(name, ok ? "ok" : "err");
    }

    @Override
    public void parts(final String name, final InfoPart... parts) {
        final StringBuilder values = new StringBuilder();
        for (final InfoPart part : parts) {
            values.append(values.isEmpty() ? "" : ",").append(part.name()).append('=').append(part.value());
        }
        field(name, values.toString());
    }

    @Override
    public void bytes(final String name, final long value) {
        field(name, value);
        field(name + "_human", human(value));
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
