package io.ringhold.engine.commands.server.info;

import java.util.Arrays;

import io.ringhold.engine.commands.server.info.section.InfoFields;
import io.ringhold.engine.commands.server.info.section.InfoPart;
import io.ringhold.engine.resp.ReplyWriter;
import io.ringhold.engine.util.FixedPoint;

/**
 * The text of INFO while it is written: titles, and lines of name and value. One is used again and again, and allocates nothing once it is large
 * enough; {@link String#format} and what it leaves on the heap are kept out, for INFO is called so rarely that most of it runs interpreted.
 */
final class InfoText implements InfoFields {
    private static final int INITIAL_BYTES = 8 * 1024;
    /** A text that was longer is not kept: INFO everything after many commands. */
    private static final int MAX_KEPT_BYTES = 64 * 1024;
    private static final int MAX_NUMBER = 20;
    private static final long UNIT = 1024;
    private static final String UNITS = "KMGTPE";
    private static final double DECIMAL_LIMIT = 1e15;

    private final StringBuilder decimal = new StringBuilder();
    private byte[] text = new byte[INITIAL_BYTES];
    private int length;

    /** Begins anew. */
    void clear() {
        length = 0;
        if (text.length > MAX_KEPT_BYTES) {
            text = new byte[INITIAL_BYTES];
        }
    }

    void title(final String title) {
        if (length != 0) {
            lineEnd();
        }
        append("# ");
        append(title);
        lineEnd();
    }

    @Override
    public void field(final String name, final String value) {
        name(name);
        append(value);
        lineEnd();
    }

    @Override
    public void field(final String name, final long value) {
        name(name);
        append(value);
        lineEnd();
    }

    @Override
    public void decimal(final String name, final double value, final int decimals) {
        name(name);
        append(value, decimals);
        lineEnd();
    }

    @Override
    public void percent(final String name, final double value) {
        name(name);
        append(value, 2);
        append("%");
        lineEnd();
    }

    @Override
    public void status(final String name, final boolean ok) {
        field(name, ok ? "ok" : "err");
    }

    @Override
    public void parts(final String name, final InfoPart... parts) {
        name(name);
        for (int i = 0; i < parts.length; i++) {
            append(i == 0 ? "" : ",");
            append(parts[i].name());
            append("=");
            append(parts[i].value());
        }
        lineEnd();
    }

    @Override
    public void bytes(final String name, final long value) {
        field(name, value);
        append(name);
        append("_human:");
        human(value);
        lineEnd();
    }

    /** The text as a reply. */
    void writeTo(final ReplyWriter reply) {
        reply.verbatim("txt", text, length);
    }

    /** Bytes as Redis shows them to people: {@code 512B}, {@code 1.49M}. */
    private void human(final long bytes) {
        if (bytes < UNIT) {
            append(bytes);
            append("B");
            return;
        }
        int unit = 0;
        double value = (double) bytes / UNIT;
        while (value >= UNIT) {
            value /= UNIT;
            unit++;
        }
        append(value, 2);
        reserve(1);
        text[length++] = (byte) UNITS.charAt(unit);
    }

    private void name(final String name) {
        append(name);
        append(":");
    }

    private void lineEnd() {
        append("\r\n");
    }

    @SuppressWarnings("deprecation") // it drops the high byte of each character, of which Latin-1 has none, and copies at once
    private void append(final String latin1) {
        reserve(latin1.length());
        latin1.getBytes(0, latin1.length(), text, length);
        length += latin1.length();
    }

    private void append(final long value) {
        if (value < 0) {
            // not a figure that is told often
            append(Long.toString(value));
            return;
        }
        reserve(MAX_NUMBER);
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int at = length + digits - 1; at >= length; at--) {
            text[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    private void append(final double value, final int decimals) {
        if (!(Math.abs(value) < DECIMAL_LIMIT)) {
            append(Double.toString(value));
            return;
        }
        decimal.setLength(0);
        FixedPoint.append(decimal, value, decimals);
        reserve(decimal.length());
        for (int i = 0; i < decimal.length(); i++) {
            text[length++] = (byte) decimal.charAt(i);
        }
    }

    private void reserve(final int more) {
        if (text.length - length < more) {
            text = Arrays.copyOf(text, Math.max(2 * text.length, length + more));
        }
    }
}
