package io.ringhold.engine.util;

import io.ringhold.offheap.memory.Decimal;
import io.ringhold.offheap.memory.Memory;

/**
 * Doubles as text, in memory or of Java, with a number of decimals, rounded exactly, and to the even one where two are as near, as C's {@code %.Nf}
 * does. Any thread; allocates nothing.
 */
public final class FixedPoint {
    /** Most bytes that are written. */
    public static final int MAX_LENGTH = 1 + 15 + 1 + 17;

    private static final int MAX_DECIMALS = 17;
    private static final double LIMIT = 1e15;
    private static final int MANTISSA_BITS = 52;
    private static final int EXPONENT_BIAS = 1075;
    private static final long[] POWERS = powers();

    private FixedPoint() {}

    /**
     * Writes a number with all its decimals.
     *
     * @param address
     *            of {@link #MAX_LENGTH} bytes.
     * @param value
     *            of an absolute value below 10^15.
     * @param decimals
     *            1 to 17.
     * @return the address behind the last byte written.
     */
    public static long write(final long address, final double value, final int decimals) {
        check(value, decimals);
        final double magnitude = Math.abs(value);
        long whole = (long) magnitude;
        long part = scaled(magnitude - whole, decimals);
        if (part == POWERS[decimals]) {
            whole++;
            part = 0;
        }
        long at = address;
        if (Double.doubleToRawLongBits(value) < 0) {
            Memory.putByte(at, (byte) '-');
            at++;
        }
        at = Decimal.write(at, whole);
        Memory.putByte(at, (byte) '.');
        at++;
        for (int zeros = decimals - Decimal.length(part); zeros > 0; zeros--) {
            Memory.putByte(at, (byte) '0');
            at++;
        }
        return Decimal.write(at, part);
    }

    /**
     * As {@link #write}, to a text of Java.
     *
     * @param value
     *            of an absolute value below 10^15.
     * @param decimals
     *            1 to 17.
     */
    public static StringBuilder append(final StringBuilder text, final double value, final int decimals) {
        check(value, decimals);
        final double magnitude = Math.abs(value);
        long whole = (long) magnitude;
        long part = scaled(magnitude - whole, decimals);
        if (part == POWERS[decimals]) {
            whole++;
            part = 0;
        }
        if (Double.doubleToRawLongBits(value) < 0) {
            text.append('-');
        }
        text.append(whole).append('.');
        for (int zeros = decimals - Decimal.length(part); zeros > 0; zeros--) {
            text.append('0');
        }
        return text.append(part);
    }

    /** As {@link #write}, without zeros at the end, and without a point when no decimals are left; never -0. */
    public static long writeTrimmed(final long address, final double value, final int decimals) {
        long end = write(address, value, decimals);
        while (Memory.getByte(end - 1) == '0') {
            end--;
        }
        if (Memory.getByte(end - 1) == '.') {
            end--;
        }
        if (end == address + 2 && Memory.getByte(address) == '-' && Memory.getByte(address + 1) == '0') {
            Memory.putByte(address, (byte) '0');
            end--;
        }
        return end;
    }

    private static void check(final double value, final int decimals) {
        if (!(Math.abs(value) < LIMIT) || decimals < 1 || decimals > MAX_DECIMALS) {
            throw new IllegalArgumentException(value + " with " + decimals + " decimals");
        }
    }

    /** A number from 0 to below 1 times a power of ten, rounded: a mantissa by a power of two, so that 128 bits hold the product exactly. */
    private static long scaled(final double fraction, final int decimals) {
        final long bits = Double.doubleToRawLongBits(fraction);
        final int exponent = (int) (bits >>> MANTISSA_BITS);
        if (exponent == 0) {
            // zero, or much too small
            return 0;
        }
        final long mantissa = bits & (1L << MANTISSA_BITS) - 1 | 1L << MANTISSA_BITS;
        final int shift = EXPONENT_BIAS - exponent;
        final long low = mantissa * POWERS[decimals];
        final long high = Math.unsignedMultiplyHigh(mantissa, POWERS[decimals]);
        if (shift < Long.SIZE) {
            final long quotient = high << Long.SIZE - shift | low >>> shift;
            return round(quotient, low << Long.SIZE - shift, false);
        }
        if (shift == Long.SIZE) {
            return round(high, low, false);
        }
        if (shift < 2 * Long.SIZE) {
            return round(high >>> shift - Long.SIZE, high << 2 * Long.SIZE - shift, low != 0);
        }
        // the product is below 2^111
        return 0;
    }

    /**
     * @param remainder
     *            what was cut off, as the first bits behind the point.
     * @param hasMore
     *            whether there was something behind those.
     */
    private static long round(final long quotient, final long remainder, final boolean hasMore) {
        final boolean isHalf = remainder == Long.MIN_VALUE && !hasMore;
        final boolean isUp = isHalf ? (quotient & 1) != 0 : remainder < 0;
        return isUp ? quotient + 1 : quotient;
    }

    private static long[] powers() {
        final long[] powers = new long[MAX_DECIMALS + 1];
        powers[0] = 1;
        for (int i = 1; i <= MAX_DECIMALS; i++) {
            powers[i] = 10 * powers[i - 1];
        }
        return powers;
    }
}
