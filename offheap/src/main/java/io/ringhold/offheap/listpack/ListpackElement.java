package io.ringhold.offheap.listpack;

import io.ringhold.offheap.memory.Decimal;
import io.ringhold.offheap.memory.Memory;

import static io.ringhold.offheap.listpack.ListpackDescriptor.INTEGER_13_BITS;
import static io.ringhold.offheap.listpack.ListpackDescriptor.INTEGER_16_BITS;
import static io.ringhold.offheap.listpack.ListpackDescriptor.INTEGER_24_BITS;
import static io.ringhold.offheap.listpack.ListpackDescriptor.INTEGER_32_BITS;
import static io.ringhold.offheap.listpack.ListpackDescriptor.INTEGER_64_BITS;
import static io.ringhold.offheap.listpack.ListpackDescriptor.STRING_12_BITS;
import static io.ringhold.offheap.listpack.ListpackDescriptor.STRING_32_BITS;
import static io.ringhold.offheap.listpack.ListpackDescriptor.STRING_6_BITS;

/**
 * How one element of a listpack is encoded: reads by absolute address, and tells lengths. Layout: {@link ListpackDescriptor}. Any thread;
 * allocates nothing.
 */
final class ListpackElement {
    private static final int MAX_6_BITS = 63;
    private static final int MAX_12_BITS = 4095;
    private static final int MIN_13_BITS = -4096;
    private static final int MAX_13_BITS = 4095;
    private static final int MIN_24_BITS = -(1 << 23);
    private static final int MAX_24_BITS = (1 << 23) - 1;
    private static final int LONG_STRING_HEADER = 5;
    private static final int INVALID = -1;

    private ListpackElement() {}

    static boolean isInteger(final int first) {
        return first < STRING_6_BITS || first >= INTEGER_13_BITS && first < STRING_12_BITS || first >= INTEGER_16_BITS;
    }

    /** The number of an element that is one. */
    static long integer(final long address, final int first) {
        if (first < STRING_6_BITS) {
            return first;
        }
        if (first < STRING_12_BITS) {
            final int bits = (first & 0x1f) << 8 | Memory.getByte(address + 1) & 0xff;
            return (long) bits << 51 >> 51;
        }
        return switch (first) {
            case INTEGER_16_BITS -> Memory.getShort(address + 1);
            case INTEGER_24_BITS -> (Memory.getShort(address + 1) & 0xffff) | Memory.getByte(address + 3) << 16;
            case INTEGER_32_BITS -> Memory.getInt(address + 1);
            default -> Memory.getLong(address + 1);
        };
    }

    /** Bytes of the encoding before the string's. */
    static int stringHeader(final int first) {
        return first < INTEGER_13_BITS ? 1 : first < STRING_32_BITS ? 2 : LONG_STRING_HEADER;
    }

    /** Length of an element that is a string. */
    static int stringLength(final long address, final int first) {
        if (first < INTEGER_13_BITS) {
            return first & MAX_6_BITS;
        }
        return first < STRING_32_BITS
                ? (first & 0x0f) << 8 | Memory.getByte(address + 1) & 0xff
                : Memory.getInt(address + 1);
    }

    /** Bytes of an element without its back length. */
    static int length(final long address) {
        final int first = Memory.getByte(address) & 0xff;
        return isInteger(first) ? integerLength(first) : stringHeader(first) + stringLength(address, first);
    }

    private static int integerLength(final int first) {
        if (first < STRING_6_BITS) {
            return 1;
        }
        if (first < STRING_12_BITS) {
            return 2;
        }
        return switch (first) {
            case INTEGER_16_BITS -> 3;
            case INTEGER_24_BITS -> 4;
            case INTEGER_32_BITS -> 5;
            default -> 9;
        };
    }

    /** Bytes that a number will take, without back length. */
    static int lengthOf(final long value) {
        if (value >= 0 && value < STRING_6_BITS) {
            return 1;
        }
        if (value >= MIN_13_BITS && value <= MAX_13_BITS) {
            return 2;
        }
        if (value == (short) value) {
            return 3;
        }
        if (value >= MIN_24_BITS && value <= MAX_24_BITS) {
            return 4;
        }
        return value == (int) value ? 5 : 9;
    }

    /** Bytes that a string will take, without back length. */
    static int lengthOfString(final int bytes) {
        return bytes + (bytes <= MAX_6_BITS ? 1 : bytes <= MAX_12_BITS ? 2 : LONG_STRING_HEADER);
    }

    /** Bytes of the back length of an element of {@code length} bytes. */
    static int backLength(final int length) {
        if (length < 1 << 7) {
            return 1;
        }
        // One less than seven bits each would hold: that is where Redis goes on to the next size.
        if (length < (1 << 14) - 1) {
            return 2;
        }
        if (length < (1 << 21) - 1) {
            return 3;
        }
        return length < (1 << 28) - 1 ? 4 : 5;
    }

    /** The length of the element, without back length, whose back length ends before an address. */
    static int lengthBefore(final long end) {
        long at = end - 1;
        int length = 0;
        int shift = 0;
        int next = Memory.getByte(at);
        while (next < 0 && shift < 4 * 7) {
            length |= (next & 0x7f) << shift;
            shift += 7;
            next = Memory.getByte(--at);
        }
        return length | next << shift;
    }

    /**
     * Checks an element that may be of any bytes.
     *
     * @param end
     *            address behind the last byte that may be read.
     * @return its bytes with the back length, or {@value #INVALID}.
     */
    static int checked(final long address, final long end) {
        final int first = Memory.getByte(address) & 0xff;
        final long room = end - address;
        if (first > INTEGER_64_BITS || !isInteger(first) && room < stringHeader(first)) {
            return INVALID;
        }
        final long length = isInteger(first)
                ? integerLength(first)
                : stringHeader(first) + (stringLength(address, first) & 0xffff_ffffL);
        if (length >= room) {
            return INVALID;
        }
        final int back = backLength((int) length);
        if (length + back > room || !isBackLength(address + length, back, (int) length)) {
            return INVALID;
        }
        return (int) length + back;
    }

    /** Whether an element that was {@link #checked} is in the form that its content gets here: the shortest, and an integer where it reads as one. */
    static boolean isCanonical(final long address) {
        final int first = Memory.getByte(address) & 0xff;
        if (isInteger(first)) {
            return integerLength(first) == lengthOf(integer(address, first));
        }
        final int length = stringLength(address, first);
        final int header = stringHeader(first);
        return lengthOfString(length) == header + length && !Decimal.isInteger(address + header, length);
    }

    private static boolean isBackLength(final long address, final int bytes, final int length) {
        for (int i = 0; i < bytes; i++) {
            final int group = length >>> 7 * (bytes - 1 - i) & 0x7f;
            if (Memory.getByte(address + i) != (byte) (i == 0 ? group : group | 0x80)) {
                return false;
            }
        }
        return true;
    }
}
