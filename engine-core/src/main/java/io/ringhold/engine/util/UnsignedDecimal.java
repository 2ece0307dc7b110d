package io.ringhold.engine.util;

import io.ringhold.offheap.memory.Decimal;
import io.ringhold.offheap.memory.Memory;

/** Decimal text of 64-bit numbers without sign, and of stream ids, which are two of them. Any thread; allocates nothing. */
public final class UnsignedDecimal {
    /** Length of the longest text of a number. */
    public static final int MAX_LENGTH = 20;
    /** Length of the longest text of a stream id. */
    public static final int MAX_ID_LENGTH = 2 * MAX_LENGTH + 1;

    private static final int BASE = 10;

    private UnsignedDecimal() {}

    /** Length of the text. */
    public static int length(final long value) {
        return value >= 0 ? Decimal.length(value) : Decimal.length(Long.divideUnsigned(value, BASE)) + 1;
    }

    /** Writes the text and returns the address behind it. */
    public static long write(final long address, final long value) {
        if (value >= 0) {
            return Decimal.write(address, value);
        }
        final long last = Decimal.write(address, Long.divideUnsigned(value, BASE));
        Memory.putByte(last, (byte) ('0' + Long.remainderUnsigned(value, BASE)));
        return last + 1;
    }

    /** Length of a stream id's text. */
    public static int idLength(final long ms, final long seq) {
        return length(ms) + 1 + length(seq);
    }

    /** Writes a stream id, {@code ms-seq}, and returns the address behind it. */
    public static long writeId(final long address, final long ms, final long seq) {
        final long dash = write(address, ms);
        Memory.putByte(dash, (byte) '-');
        return write(dash + 1, seq);
    }
}
