package io.ringhold.offheap.memory;

/** Whole numbers as decimal text in memory. Any thread; allocates nothing. */
public final class Decimal {
    /** Most characters that a number takes. */
    public static final int MAX_LENGTH = 20;

    private Decimal() {}

    /** Characters that {@link #write} puts. */
    public static int length(final long value) {
        if (value < 0) {
            return value == Long.MIN_VALUE ? MAX_LENGTH : 1 + length(-value);
        }
        int length = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            length++;
        }
        return length;
    }

    /**
     * Writes a number.
     *
     * @return the address behind its last character.
     */
    public static long write(final long address, final long value) {
        if (value >= 0 && value < 10) {
            Memory.putByte(address, (byte) ('0' + value));
            return address + 1;
        }
        final long end = address + length(value);
        long at = end;
        // negative numbers reach one further than positive ones, so digits are taken from those
        long rest = value > 0 ? -value : value;
        do {
            final long tens = rest / 10;
            Memory.putByte(--at, (byte) ('0' + (tens * 10 - rest)));
            rest = tens;
        } while (rest != 0);
        if (value < 0) {
            Memory.putByte(address, (byte) '-');
        }
        return end;
    }

    /**
     * True when the bytes are a number in the one form that Redis takes for an integer: no blanks, no plus, no leading zeros, no
     * minus zero, within 64 bits. {@link #parse} then gives it.
     */
    public static boolean isInteger(final long address, final int length) {
        if (length == 0 || length > MAX_LENGTH) {
            return false;
        }
        final boolean negative = Memory.getByte(address) == '-';
        final int first = negative ? 1 : 0;
        if (first == length) {
            return false;
        }
        final byte lead = Memory.getByte(address + first);
        if (lead == '0') {
            return length == 1;
        }
        long value = 0;
        for (int i = first; i < length; i++) {
            final int digit = Memory.getByte(address + i) - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            // value counts down: the negative range is the larger one
            if (value < Long.MIN_VALUE / 10 || value * 10 < Long.MIN_VALUE + digit) {
                return false;
            }
            value = value * 10 - digit;
        }
        return negative || value != Long.MIN_VALUE;
    }

    /** The number that {@link #isInteger} has found to be one. */
    public static long parse(final long address, final int length) {
        final boolean negative = Memory.getByte(address) == '-';
        long value = 0;
        for (int i = negative ? 1 : 0; i < length; i++) {
            value = value * 10 - (Memory.getByte(address + i) - '0');
        }
        return negative ? value : -value;
    }
}
