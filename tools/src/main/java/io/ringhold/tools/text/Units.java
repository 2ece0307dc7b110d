package io.ringhold.tools.text;

import java.util.Locale;

/** Figures for people, the same on every machine. Stateless. */
public final class Units {
    private static final String[] BYTES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final int STEP = 1024;
    private static final double HALF = 0.5;
    private static final int[] SECONDS = {86_400, 3_600, 60, 1};
    private static final String[] TIMES = {"d", "h", "m", "s"};

    private Units() {}

    /** Bytes with three digits: {@code 512 B}, {@code 1.50 KiB}, {@code 12.3 MiB}. */
    public static String bytes(final long bytes) {
        double figure = Math.abs((double) bytes);
        int unit = 0;
        while (unit < BYTES.length - 1 && figure >= STEP - (unit == 0 ? 0 : HALF)) {
            figure /= STEP;
            unit++;
        }
        final String digits = unit == 0
                ? Long.toString((long) figure)
                : String.format(Locale.ROOT, figure < 9.995 ? "%.2f" : figure < 99.95 ? "%.1f" : "%.0f", figure);
        return (bytes < 0 ? "-" : "") + digits + " " + BYTES[unit];
    }

    /** As {@link #bytes}, with a sign. */
    public static String change(final long bytes) {
        return (bytes > 0 ? "+" : "") + bytes(bytes);
    }

    /** A whole number with commas. */
    public static String count(final long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A part of a whole: {@code 12.3%}. */
    public static String share(final long part, final long whole) {
        return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f%%", 100.0 * part / whole);
    }

    /** A duration in its two largest units: {@code 3d 4h}, {@code 59s}. */
    public static String seconds(final long seconds) {
        if (seconds < 0) {
            return "-" + seconds(-seconds);
        }
        for (int i = 0; i < SECONDS.length - 1; i++) {
            if (seconds >= SECONDS[i]) {
                final long next = seconds % SECONDS[i] / SECONDS[i + 1];
                return seconds / SECONDS[i] + TIMES[i] + (next == 0 ? "" : " " + next + TIMES[i + 1]);
            }
        }
        return seconds + "s";
    }
}
