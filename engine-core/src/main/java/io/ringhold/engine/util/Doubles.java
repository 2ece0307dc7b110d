package io.ringhold.engine.util;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

import io.ringhold.offheap.memory.Decimal;
import io.ringhold.offheap.memory.Memory;

/**
 * Scores and other doubles as text in memory: read as C's strtod does, written as its {@code %.17g} does, which is how Redis shows them.
 * What most scores are, whole numbers and others of up to 18 digits, is read, and all between 0.0001 and 10^15 written, without touching the heap.
 */
public final class Doubles {
    /** Most bytes that {@link #write} writes. */
    public static final int MAX_LENGTH = 32;

    private static final int DIGITS = 17;
    private static final int LONG_DIGITS = 18;
    private static final int MAX_TEXT = 5119;
    private static final int MANTISSA_BITS = 52;
    private static final int EXPONENT_BIAS = 1075;
    private static final double WHOLE_LIMIT = 1e17;
    private static final double DIRECT_LIMIT = 1e15;
    private static final double DIRECT_LEAST = 1e-4;
    private static final int SMALLEST_PLAIN = -4;
    /** Whole numbers up to here, and powers of ten up to 10^22, are doubles themselves. */
    private static final long EXACT_LIMIT = 1L << 53;
    private static final long[] POWERS = powers();

    private Doubles() {}

    /**
     * The number that a text is, all of it and nothing before or behind.
     *
     * @return NaN when it is none, too large, or not zero but too small.
     */
    public static double parse(final long address, final int length) {
        final double simple = parseSimple(address, length);
        if (!Double.isNaN(simple)) {
            return simple;
        }
        if (length > MAX_TEXT) {
            return Double.NaN;
        }
        return parse(text(address, length));
    }

    /**
     * As C's strtod reads a string: up to a NUL, with white space in front, and nothing at all as 0.
     *
     * @param isClamped
     *            whether numbers that are too large are infinite and those that are too small 0; they are NaN otherwise.
     */
    public static double parseLeniently(final long address, final int length, final boolean isClamped) {
        int end = 0;
        while (end < length && Memory.getByte(address + end) != 0) {
            end++;
        }
        if (end == 0) {
            return 0;
        }
        int start = 0;
        while (start < end && isSpace(Memory.getByte(address + start))) {
            start++;
        }
        final double exact = parse(address + start, end - start);
        if (!Double.isNaN(exact) || !isClamped || end - start > MAX_TEXT) {
            return exact;
        }
        final String text = text(address + start, end - start);
        return LongDouble.parse(text) == null || text.indexOf('x') >= 0 || text.indexOf('X') >= 0
                ? Double.NaN
                : Double.parseDouble(text);
    }

    private static boolean isSpace(final int character) {
        return character == ' ' || character >= '\t' && character <= '\r';
    }

    private static String text(final long address, final int length) {
        final StringBuilder builder = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            builder.append((char) (Memory.getByte(address + i) & 0xff));
        }
        return builder.toString();
    }

    private static double parse(final String text) {
        final LongDouble parsed = LongDouble.parse(text);
        if (parsed == null) {
            return Double.NaN;
        }
        if (parsed.isInfinite()) {
            return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        final boolean isHexadecimal = text.indexOf('x') >= 0 || text.indexOf('X') >= 0;
        final double value;
        if (isHexadecimal) {
            final double magnitude = Math.scalb(parsed.mantissa().abs().doubleValue(), parsed.exponent());
            value = text.startsWith("-") ? -magnitude : magnitude;
        } else {
            value = Double.parseDouble(text);
        }
        return Double.isInfinite(value) || value == 0 && parsed.mantissa().signum() != 0 ? Double.NaN : value;
    }

    /** Numbers of up to 18 digits without exponent; NaN for any other text, and for a few that need more care. */
    private static double parseSimple(final long address, final int length) {
        if (length == 0 || length > LONG_DIGITS + 2) {
            return Double.NaN;
        }
        final boolean isNegative = Memory.getByte(address) == '-';
        long mantissa = 0;
        int digits = 0;
        int point = -1;
        for (int i = isNegative ? 1 : 0; i < length; i++) {
            final int next = Memory.getByte(address + i);
            if (next == '.' && point < 0) {
                point = digits;
            } else if (next >= '0' && next <= '9') {
                mantissa = mantissa * 10 + next - '0';
                digits++;
            } else {
                return Double.NaN;
            }
        }
        if (digits == 0 || digits > LONG_DIGITS) {
            return Double.NaN;
        }
        final double magnitude = point < 0 ? (double) mantissa : divide(mantissa, digits - point);
        return isNegative ? -magnitude : magnitude;
    }

    /** A whole number of up to 18 digits by a power of ten of at most 18. One division of numbers that are exact rounds correctly. */
    private static double divide(final long dividend, final int decimals) {
        final long power = pow10(decimals);
        final double guess = (double) dividend / power;
        if (dividend < EXACT_LIMIT) {
            return guess;
        }
        final int shift = MANTISSA_BITS - Math.getExponent(guess);
        if (shift < 0 || shift >= Long.SIZE - 1) {
            return Double.NaN;
        }
        // The guess is off by less than two units of its last place, so that what is left by it fits into 64 bits, whatever overflows before.
        long mantissa = (long) (guess * (1L << shift));
        long rest = (dividend << shift) - mantissa * power;
        while (2 * rest > power || 2 * rest == power && (mantissa & 1) != 0) {
            mantissa++;
            rest -= power;
        }
        while (2 * rest < -power || 2 * rest == -power && (mantissa & 1) != 0) {
            mantissa--;
            rest += power;
        }
        // below a power of two the units of the last place are half as large
        final boolean isAtPowerOfTwo = mantissa <= 1L << MANTISSA_BITS && rest < 0 || mantissa < 1L << MANTISSA_BITS;
        return isAtPowerOfTwo ? Double.NaN : (double) mantissa / (1L << shift);
    }

    /**
     * Writes a number, which is not NaN.
     *
     * @param address
     *            of {@link #MAX_LENGTH} bytes.
     * @return the address behind the last byte written.
     */
    public static long write(final long address, final double value) {
        long at = address;
        if (Double.doubleToRawLongBits(value) < 0) {
            Memory.putByte(at, (byte) '-');
            at++;
        }
        final double magnitude = Math.abs(value);
        if (Double.isInfinite(magnitude)) {
            return writeText(at, "inf");
        }
        if (magnitude < WHOLE_LIMIT && magnitude == Math.rint(magnitude)) {
            return Decimal.write(at, (long) magnitude);
        }
        if (magnitude >= DIRECT_LEAST && magnitude < DIRECT_LIMIT) {
            return writeDirect(at, magnitude);
        }
        return writeText(at, general(magnitude));
    }

    /**
     * Writes a number with a fraction: the fraction is a whole number by a power of two, so that its first decimal digits are found in
     * 128 bits, exactly.
     */
    private static long writeDirect(final long address, final double magnitude) {
        long whole = (long) magnitude;
        final double fraction = magnitude - whole;
        int zeros = 0;
        if (whole == 0) {
            zeros = fraction >= 0.1 ? 0 : fraction >= 0.01 ? 1 : fraction >= 0.001 ? 2 : 3;
        }
        final int decimals = DIGITS - (whole == 0 ? 0 : Decimal.length(whole)) + zeros;
        final long bits = Double.doubleToRawLongBits(fraction);
        final long mantissa = bits & (1L << MANTISSA_BITS) - 1 | 1L << MANTISSA_BITS;
        final int shift = EXPONENT_BIAS - (int) (bits >>> MANTISSA_BITS);
        final long first = pow10(Math.min(decimals, DIGITS));
        final long second = pow10(decimals - Math.min(decimals, DIGITS));
        long low = mantissa * first;
        long high = Math.multiplyHigh(mantissa, first);
        high = high * second + Math.unsignedMultiplyHigh(low, second);
        low *= second;
        long quotient = shiftRight(high, low, shift);
        if (isRoundedUp(high, low, shift, quotient)) {
            quotient++;
        }
        if (quotient == pow10(Math.min(decimals, DIGITS + 1)) && decimals <= DIGITS) {
            whole++;
            quotient = 0;
        }
        long at = Decimal.write(address, whole);
        int places = decimals;
        while (quotient != 0 && quotient % 10 == 0) {
            quotient /= 10;
            places--;
        }
        if (quotient != 0) {
            Memory.putByte(at, (byte) '.');
            at++;
            for (int i = places - Decimal.length(quotient); i > 0; i--) {
                Memory.putByte(at, (byte) '0');
                at++;
            }
            at = Decimal.write(at, quotient);
        }
        return at;
    }

    private static long shiftRight(final long high, final long low, final int shift) {
        if (shift >= Long.SIZE) {
            return shift - Long.SIZE >= Long.SIZE ? 0 : high >>> shift - Long.SIZE;
        }
        return high << Long.SIZE - shift | low >>> shift;
    }

    /** Whether what has been shifted out is more than a half, or a half behind an odd number. */
    private static boolean isRoundedUp(final long high, final long low, final int shift, final long quotient) {
        final long half;
        final long below;
        if (shift > Long.SIZE) {
            half = high >>> shift - Long.SIZE - 1 & 1;
            below = high & (1L << shift - Long.SIZE - 1) - 1 | low;
        } else {
            half = low >>> shift - 1 & 1;
            below = low & (1L << shift - 1) - 1;
        }
        return half != 0 && (below != 0 || (quotient & 1) != 0);
    }

    private static long pow10(final int exponent) {
        return POWERS[exponent];
    }

    private static long[] powers() {
        final long[] powers = new long[LONG_DIGITS + 1];
        powers[0] = 1;
        for (int i = 1; i <= LONG_DIGITS; i++) {
            powers[i] = 10 * powers[i - 1];
        }
        return powers;
    }

    /** As {@code %.17g}, for numbers that are very large or small. */
    private static String general(final double magnitude) {
        final BigDecimal rounded = new BigDecimal(magnitude).round(new MathContext(DIGITS, RoundingMode.HALF_EVEN));
        final int exponent = rounded.precision() - rounded.scale() - 1;
        final BigDecimal stripped = rounded.stripTrailingZeros();
        if (exponent >= SMALLEST_PLAIN && exponent < DIGITS) {
            return stripped.toPlainString();
        }
        final String digits = stripped.unscaledValue().toString();
        final int size = Math.abs(exponent);
        return digits.charAt(0) + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + (exponent < 0 ? "e-" : "e+") + (size < 10 ? "0" : "") + size;
    }

    private static long writeText(final long address, final String text) {
        for (int i = 0; i < text.length(); i++) {
            Memory.putByte(address + i, (byte) text.charAt(i));
        }
        return address + text.length();
    }
}
