package io.ringhold.engine.commands.bitmap;

import io.ringhold.offheap.memory.Memory;

/** Looks at bits in memory, counted from the highest bit of the first byte. Any thread; allocates nothing. */
final class Bits {
    private Bits() {}

    /** The bit at an index. */
    static int get(final long address, final long index) {
        return Memory.getByte(address + (index >>> 3)) >>> 7 - (int) (index & 7) & 1;
    }

    /** How many bits are set from one index up to, not including, another. */
    static long count(final long address, final long from, final long to) {
        if (from >= to) {
            return 0;
        }
        final long firstByte = from >>> 3;
        final long endByte = to + 7 >>> 3;
        long count = countBytes(address + firstByte, endByte - firstByte);
        final int before = (int) (from & 7);
        final int behind = (int) (endByte * 8 - to);
        count -= Integer.bitCount((Memory.getByte(address + firstByte) & 0xff) >>> 8 - before);
        count -= Integer.bitCount(Memory.getByte(address + endByte - 1) & (1 << behind) - 1);
        return count;
    }

    private static long countBytes(final long address, final long length) {
        long count = 0;
        long at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            count += Long.bitCount(Memory.getLong(address + at));
        }
        for (; at < length; at++) {
            count += Integer.bitCount(Memory.getByte(address + at) & 0xff);
        }
        return count;
    }

    /** Index of the first bit of that value from one index up to, not including, another; -1 when there is none. */
    static long find(final long address, final int bit, final long from, final long to) {
        final long flip = bit == 1 ? 0 : -1;
        long at = from;
        while (at < to) {
            if ((at & 7) == 0 && to - at >= Long.SIZE) {
                final long word = Memory.getLong(address + (at >>> 3)) ^ flip;
                if (word != 0) {
                    return at + Long.numberOfLeadingZeros(Long.reverseBytes(word));
                }
                at += Long.SIZE;
            } else if (get(address, at) == bit) {
                return at;
            } else {
                at++;
            }
        }
        return -1;
    }

    /** The unsigned number that so many bits (1 to 64) at an index make; bits behind the end of the bytes are 0. */
    static long unsigned(final long address, final long lengthBytes, final long index, final int bits) {
        long value = 0;
        long at = index;
        int left = bits;
        while (left > 0) {
            final int room = 8 - (int) (at & 7);
            final int taken = Math.min(room, left);
            final long position = at >>> 3;
            final int held = position < lengthBytes ? Memory.getByte(address + position) & 0xff : 0;
            value = value << taken | held >>> room - taken & (1 << taken) - 1;
            at += taken;
            left -= taken;
        }
        return value;
    }
}
