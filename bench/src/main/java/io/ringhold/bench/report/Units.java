package io.ringhold.bench.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Figures for people: three significant digits and a unit; {@link #NONE} for what is not known. */
final class Units {
    static final String NONE = "-";

    private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_EVEN);
    private static final int THOUSAND = 1_000;
    private static final String[] TIMES = {"ns", "\u00b5s", "ms", "s"};
    private static final String[] COUNTS = {"", "k", "M", "G", "T"};

    private Units() {}

    /** A time: {@code 850 ns}, {@code 12.3 us} with the sign for micro, {@code 4.56 ms}, {@code 60 s}. Nothing takes no time: 0 is unknown. */
    static String time(final double ns) {
        return ns > 0 && Double.isFinite(ns) ? scaled(ns, " ", TIMES) : NONE;
    }

    /** As {@link #time(double)}, given microseconds, of which 0 is known. */
    static String micros(final double micros) {
        return micros == 0 ? "0 \u00b5s" : time(micros * THOUSAND);
    }

    /** A number in few characters: {@code 0}, {@code 950}, {@code 12.3k}, {@code 4.56M}. */
    static String compact(final double number) {
        if (!Double.isFinite(number)) {
            return NONE;
        }
        return number == 0 ? "0" : scaled(number, "", COUNTS);
    }

    /** A whole number with commas. */
    static String count(final long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A rate with commas and {@code /s}; below 100 with three digits. */
    static String rate(final double perSecond) {
        if (!Double.isFinite(perSecond)) {
            return NONE;
        }
        return (perSecond >= 100 || perSecond == 0 ? count(Math.round(perSecond)) : compact(perSecond)) + "/s";
    }

    /** A rate in few characters. */
    static String compactRate(final double perSecond) {
        return Double.isFinite(perSecond) ? compact(perSecond) + "/s" : NONE;
    }

    /** A ratio with two decimals. */
    static String ratio(final double ratio) {
        return Double.isFinite(ratio) ? String.format(Locale.ROOT, "%.2f\u00d7", ratio) : NONE;
    }

    /** A duration in seconds. */
    static String seconds(final double seconds) {
        return trimmed(BigDecimal.valueOf(seconds).setScale(seconds < 10 ? 2 : 1, RoundingMode.HALF_EVEN)) + " s";
    }

    /** A number and what it counts. */
    static String plural(final int number, final String singular) {
        return number + " " + singular + (number == 1 ? "" : "s");
    }

    /** The text without characters that a terminal may not have. */
    static String ascii(final String text) {
        return text.replace('\u00b5', 'u').replace('\u00d7', 'x').replace("\u2026", "...");
    }

    private static String scaled(final double number, final String space, final String[] units) {
        BigDecimal rounded = BigDecimal.valueOf(number).round(THREE_DIGITS);
        int unit = 0;
        while (unit < units.length - 1 && rounded.compareTo(BigDecimal.valueOf(THOUSAND)) >= 0) {
            rounded = rounded.movePointLeft(3);
            unit++;
        }
        return trimmed(rounded) + space + units[unit];
    }

    private static String trimmed(final BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
