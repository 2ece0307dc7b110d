package io.ringhold.wal.rdb;

import io.ringhold.offheap.memory.Memory;

/**
 * The checksum of RDB files and DUMP: the 64-bit cyclic redundancy check with the polynomial 0xad93d23594c935a9 of D. T. Jones, bits
 * reflected, beginning at 0 and not inverted at the end. Of "123456789" it is 0xe9c6d914c4b8d9ca. Any thread; allocates nothing.
 *
 * <p>
 * Eight bytes are taken at a time with a table for each ("slicing-by-8"). Sources: D. T. Jones, "An Improved 64-bit Cyclic Redundancy Check
 * for Protein Sequences" (2002); M. Kounavis, F. Berry, "A Systematic Approach to Building High Performance Software-based CRC Generators"
 * (2005).
 */
public final class Crc64 {
    /** The checksum of nothing, with which to begin. */
    public static final long INITIAL = 0;

    /** The polynomial with its bits reversed. */
    private static final long REFLECTED_POLYNOMIAL = Long.reverse(0xad93d23594c935a9L);
    private static final int SLICES = Long.BYTES;
    private static final int SLICE_SHIFT = 8;
    private static final int BYTE_VALUES = 1 << SLICE_SHIFT;
    private static final int BYTE_MASK = BYTE_VALUES - 1;
    /** Of slice s and byte b, at {@code s * 256 + b}: what b does to the checksum when s more bytes follow it. */
    private static final long[] TABLE = table();

    private Crc64() {}

    /**
     * The checksum of what has been summed up so far and the given bytes behind it.
     *
     * @param crc
     *            {@link #INITIAL}, or the checksum of all before.
     * @param address
     *            absolute.
     */
    public static long update(final long crc, final long address, final long lengthBytes) {
        final long[] table = TABLE;
        final long end = address + lengthBytes;
        final long lastWhole = end - SLICES;
        long sum = crc;
        long at = address;
        for (; at <= lastWhole; at += SLICES) {
            sum ^= Memory.getLong(at);
            sum = table[7 << SLICE_SHIFT | (int) sum & BYTE_MASK]
                    ^ table[6 << SLICE_SHIFT | (int) (sum >>> 8) & BYTE_MASK]
                    ^ table[5 << SLICE_SHIFT | (int) (sum >>> 16) & BYTE_MASK]
                    ^ table[4 << SLICE_SHIFT | (int) (sum >>> 24) & BYTE_MASK]
                    ^ table[3 << SLICE_SHIFT | (int) (sum >>> 32) & BYTE_MASK]
                    ^ table[2 << SLICE_SHIFT | (int) (sum >>> 40) & BYTE_MASK]
                    ^ table[1 << SLICE_SHIFT | (int) (sum >>> 48) & BYTE_MASK]
                    ^ table[(int) (sum >>> 56)];
        }
        for (; at < end; at++) {
            sum = table[(int) (sum ^ Memory.getByte(at)) & BYTE_MASK] ^ sum >>> 8;
        }
        return sum;
    }

    private static long[] table() {
        final long[] table = new long[SLICES * BYTE_VALUES];
        for (int value = 0; value < BYTE_VALUES; value++) {
            long sum = value;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                sum = (sum & 1) == 0 ? sum >>> 1 : sum >>> 1 ^ REFLECTED_POLYNOMIAL;
            }
            table[value] = sum;
        }
        for (int i = BYTE_VALUES; i < table.length; i++) {
            final long before = table[i - BYTE_VALUES];
            table[i] = table[(int) before & BYTE_MASK] ^ before >>> 8;
        }
        return table;
    }
}
