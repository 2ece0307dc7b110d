package io.ringhold.engine.util;

import java.math.BigInteger;
import java.util.Locale;

/**
 * A number as INCRBYFLOAT reckons with it: the x87 extended format ("long double" of C on x86-64), 64 bits of mantissa
 * and 15 of exponent, rounded half to even. Immutable; any thread.
 *
 * @param mantissa
 *            signed, at most 64 bits besides the sign; null for an infinity.
 * @param exponent
 *            of two; of an infinity its sign.
 */
public record LongDouble(BigInteger mantissa, int exponent) {
    public static final LongDouble ZERO = new LongDouble(BigInteger.ZERO, 0);
    /** Longest text that is read. */
    public static final int MAX_TEXT = 5119;

    private static final int MANTISSA_BITS = 64;
    private static final int MIN_EXPONENT = -16445;
    private static final int MAX_MAGNITUDE = 16384;
    private static final int MAX_DECIMAL_MAGNITUDE = 4940;
    private static final int MIN_DECIMAL_MAGNITUDE = -4960;
    private static final int FRACTION_DIGITS = 17;
    private static final BigInteger FRACTION_UNIT = BigInteger.TEN.pow(FRACTION_DIGITS);
    private static final LongDouble NEGATIVE_INFINITY = new LongDouble(null, -1);
    private static final LongDouble POSITIVE_INFINITY = new LongDouble(null, 1);

    /**
     * Reads what C's strtold reads, all of it and nothing before or behind: decimal or hexadecimal, with or without
     * exponent, "inf", "infinity".
     *
     * @return null when it is none of these, or too large, or not zero but too small for the format.
     */
    public static LongDouble parse(final String text) {
        final boolean signed = text.startsWith("-") || text.startsWith("+");
        final boolean negative = text.startsWith("-");
        final String unsigned = text.substring(signed ? 1 : 0).toLowerCase(Locale.ROOT);
        if (unsigned.equals("inf") || unsigned.equals("infinity")) {
            return negative ? NEGATIVE_INFINITY : POSITIVE_INFINITY;
        }
        final boolean hexadecimal = unsigned.startsWith("0x");
        final LongDouble magnitude = parseMagnitude(hexadecimal ? unsigned.substring(2) : unsigned,
                hexadecimal ? 16 : 10);
        return magnitude == null || !negative
                ? magnitude
                : new LongDouble(magnitude.mantissa.negate(), magnitude.exponent);
    }

    private static LongDouble parseMagnitude(final String text, final int radix) {
        final int exponentAt = text.indexOf(radix == 16 ? 'p' : 'e');
        final String digits = exponentAt < 0 ? text : text.substring(0, exponentAt);
        final int point = digits.indexOf('.');
        final String all = point < 0 ? digits : digits.substring(0, point) + digits.substring(point + 1);
        final Integer exponent = exponentAt < 0 ? Integer.valueOf(0) : parseExponent(text.substring(exponentAt + 1));
        if (exponent == null || all.isEmpty()
                || !all.chars().allMatch(c -> c < 128 && Character.digit(c, radix) >= 0)) {
            return null;
        }
        final BigInteger significand = new BigInteger(all, radix);
        if (significand.signum() == 0) {
            return ZERO;
        }
        final int fraction = point < 0 ? 0 : all.length() - point;
        return finite(radix == 16
                ? ofPowerOfTwo(significand, (long) exponent - 4L * fraction)
                : ofPowerOfTen(significand, (long) exponent - fraction));
    }

    private static Integer parseExponent(final String text) {
        final boolean signed = text.startsWith("-") || text.startsWith("+");
        final String digits = text.substring(signed ? 1 : 0);
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        final String stripped = digits.replaceFirst("^0+(?=.)", "");
        final int value = stripped.length() > 8 ? 99_999_999 : Integer.parseInt(stripped);
        return text.startsWith("-") ? -value : value;
    }

    private static LongDouble finite(final LongDouble number) {
        return number == null || number.isInfinite() || number.mantissa.signum() == 0 ? null : number;
    }

    private static LongDouble ofPowerOfTen(final BigInteger significand, final long exponent) {
        final long magnitude = significand.toString().length() + exponent;
        if (magnitude > MAX_DECIMAL_MAGNITUDE || magnitude < MIN_DECIMAL_MAGNITUDE) {
            return null;
        }
        return exponent >= 0
                ? rounded(significand.multiply(BigInteger.TEN.pow((int) exponent)), BigInteger.ONE)
                : rounded(significand, BigInteger.TEN.pow((int) -exponent));
    }

    private static LongDouble ofPowerOfTwo(final BigInteger significand, final long exponent) {
        final long magnitude = significand.bitLength() + exponent;
        if (magnitude > MAX_MAGNITUDE || magnitude < MIN_EXPONENT - 1) {
            return null;
        }
        return exponent >= 0
                ? rounded(significand.shiftLeft((int) exponent), BigInteger.ONE)
                : rounded(significand, BigInteger.ONE.shiftLeft((int) -exponent));
    }

    /** The number nearest to a fraction of two positive numbers. */
    private static LongDouble rounded(final BigInteger numerator, final BigInteger denominator) {
        int exponent = Math.max(MIN_EXPONENT, numerator.bitLength() - denominator.bitLength() - MANTISSA_BITS);
        BigInteger[] parts = divided(numerator, denominator, exponent);
        if (parts[0].bitLength() > MANTISSA_BITS) {
            exponent++;
            parts = divided(numerator, denominator, exponent);
        }
        final BigInteger divisor = exponent > 0 ? denominator.shiftLeft(exponent) : denominator;
        final int toHalf = parts[1].shiftLeft(1).compareTo(divisor);
        final boolean up = toHalf > 0 || toHalf == 0 && parts[0].testBit(0);
        final BigInteger mantissa = up ? parts[0].add(BigInteger.ONE) : parts[0];
        return mantissa.bitLength() + exponent > MAX_MAGNITUDE
                ? POSITIVE_INFINITY
                : new LongDouble(mantissa, exponent);
    }

    private static BigInteger[] divided(final BigInteger numerator, final BigInteger denominator, final int exponent) {
        return exponent > 0
                ? numerator.divideAndRemainder(denominator.shiftLeft(exponent))
                : numerator.shiftLeft(-exponent).divideAndRemainder(denominator);
    }

    /** True for an infinity, and for the sum of two opposite ones, which is no number. */
    public boolean isInfinite() {
        return mantissa == null;
    }

    /** The sum. */
    public LongDouble plus(final LongDouble other) {
        if (isInfinite()) {
            return this;
        }
        if (other.isInfinite()) {
            return other;
        }
        final int common = Math.min(exponent, other.exponent);
        final BigInteger sum = mantissa.shiftLeft(exponent - common)
                .add(other.mantissa.shiftLeft(other.exponent - common));
        if (sum.signum() == 0) {
            return ZERO;
        }
        final LongDouble magnitude = ofPowerOfTwo(sum.abs(), common);
        if (magnitude == null || magnitude.isInfinite()) {
            return sum.signum() < 0 ? NEGATIVE_INFINITY : POSITIVE_INFINITY;
        }
        return sum.signum() < 0 ? new LongDouble(magnitude.mantissa.negate(), magnitude.exponent) : magnitude;
    }

    /** The least whole number that is not below so many times this one; of a number beyond 64 bits the largest or the least. */
    public long ceilingOfProduct(final long factor) {
        if (isInfinite()) {
            return exponent < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        final BigInteger product = mantissa.multiply(BigInteger.valueOf(factor));
        // Shifting to the right rounds down, so the ceiling is found on the other side of zero.
        final BigInteger ceiling = exponent >= 0
                ? product.shiftLeft(exponent)
                : product.negate().shiftRight(-exponent).negate();
        if (ceiling.bitLength() < Long.SIZE) {
            return ceiling.longValue();
        }
        return ceiling.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    /** In decimal without exponent, rounded to 17 digits behind the point, without trailing zeros. */
    @Override
    public String toString() {
        if (isInfinite()) {
            return exponent < 0 ? "-inf" : "inf";
        }
        if (exponent >= 0) {
            return mantissa.shiftLeft(exponent).toString();
        }
        final BigInteger divisor = BigInteger.ONE.shiftLeft(-exponent);
        final BigInteger[] parts = mantissa.abs().multiply(FRACTION_UNIT).divideAndRemainder(divisor);
        final int toHalf = parts[1].shiftLeft(1).compareTo(divisor);
        final BigInteger scaled = toHalf > 0 || toHalf == 0 && parts[0].testBit(0)
                ? parts[0].add(BigInteger.ONE)
                : parts[0];
        if (scaled.signum() == 0) {
            return "0";
        }
        final BigInteger[] wholeAndFraction = scaled.divideAndRemainder(FRACTION_UNIT);
        final String fraction = wholeAndFraction[1].add(FRACTION_UNIT).toString().substring(1).replaceFirst("0+$", "");
        return (mantissa.signum() < 0 ? "-" : "") + wholeAndFraction[0] + (fraction.isEmpty() ? "" : "." + fraction);
    }
}
