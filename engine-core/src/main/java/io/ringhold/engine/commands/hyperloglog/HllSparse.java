package io.ringhold.engine.commands.hyperloglog;

import io.ringhold.offheap.memory.Memory;

import static io.ringhold.engine.commands.hyperloglog.HllDescriptor.HEADER_LENGTH;
import static io.ringhold.engine.commands.hyperloglog.HllDescriptor.MAX_SPARSE_VALUE;
import static io.ringhold.engine.commands.hyperloglog.HllDescriptor.REGISTERS;

/**
 * The runs of a sparse HyperLogLog, by its absolute address and length. What is changed here is a copy in memory with room for
 * {@link #MAX_GROWTH} bytes more. Engine thread.
 */
final class HllSparse {
    /** Bytes that {@link #set} may add. */
    static final int MAX_GROWTH = 5;
    /** What {@link #set} answers when the value is too high for a run. */
    static final int TOO_HIGH = -1;

    private static final int MAX_ZERO = 64;
    private static final int MAX_RUN = 4;
    private static final int XZERO_BIT = 0x40;
    private static final int VALUE_BIT = 0x80;
    /** Runs behind the changed one that are looked at for joining, counted from the one before it. */
    private static final int JOINED_AT_MOST = 5;

    private HllSparse() {}

    static boolean isZeros(final long at) {
        return (Memory.getByte(at) & VALUE_BIT) == 0;
    }

    static boolean isLongZeros(final long at) {
        return (Memory.getByte(at) & (VALUE_BIT | XZERO_BIT)) == XZERO_BIT;
    }

    /** Bytes of a run. */
    static int bytes(final long at) {
        return isLongZeros(at) ? 2 : 1;
    }

    /** Registers of a run. */
    static int registers(final long at) {
        final int first = Memory.getByte(at) & 0xff;
        if ((first & VALUE_BIT) != 0) {
            return (first & 3) + 1;
        }
        if ((first & XZERO_BIT) != 0) {
            return ((first & 0x3f) << Byte.SIZE | Memory.getByte(at + 1) & 0xff) + 1;
        }
        return (first & 0x3f) + 1;
    }

    /** What the registers of a run are. */
    static int value(final long at) {
        return isZeros(at) ? 0 : (Memory.getByte(at) >>> 2 & 0x1f) + 1;
    }

    /** True when the runs make up exactly all registers. */
    static boolean isValid(final long hll, final long length) {
        long at = hll + HEADER_LENGTH;
        final long end = hll + length;
        int registers = 0;
        while (at < end) {
            if (at + bytes(at) > end) {
                return false;
            }
            registers += registers(at);
            if (registers > REGISTERS) {
                return false;
            }
            at += bytes(at);
        }
        return registers == REGISTERS;
    }

    /** A register of a valid HyperLogLog. */
    static int get(final long hll, final int index) {
        long at = hll + HEADER_LENGTH;
        int behind = registers(at);
        while (behind <= index) {
            at += bytes(at);
            behind += registers(at);
        }
        return value(at);
    }

    /**
     * Gives a register of a valid HyperLogLog a higher value.
     *
     * @return the new length, or {@link #TOO_HIGH}.
     */
    static int set(final long hll, final int length, final int index, final int newValue) {
        if (newValue > MAX_SPARSE_VALUE) {
            return TOO_HIGH;
        }
        long before = 0;
        long at = hll + HEADER_LENGTH;
        int first = 0;
        while (first + registers(at) <= index) {
            first += registers(at);
            before = at;
            at += bytes(at);
        }
        final int count = registers(at);
        final int oldValue = value(at);
        final int oldBytes = bytes(at);
        final int left = index - first;
        final int right = count - left - 1;
        final int newBytes = lengthOf(oldValue, left) + 1 + lengthOf(oldValue, right);
        final long end = hll + length;
        Memory.copy(at + oldBytes, at + newBytes, end - at - oldBytes);
        long to = put(at, oldValue, left);
        to = put(to, newValue, 1);
        put(to, oldValue, right);
        return join(hll, length + newBytes - oldBytes, before == 0 ? at : before);
    }

    private static int lengthOf(final int value, final int registers) {
        if (registers == 0) {
            return 0;
        }
        return value == 0 && registers > MAX_ZERO ? 2 : 1;
    }

    private static long put(final long at, final int value, final int registers) {
        if (registers == 0) {
            return at;
        }
        if (value != 0) {
            Memory.putByte(at, (byte) (VALUE_BIT | value - 1 << 2 | registers - 1));
            return at + 1;
        }
        if (registers <= MAX_ZERO) {
            Memory.putByte(at, (byte) (registers - 1));
            return at + 1;
        }
        Memory.putByte(at, (byte) (XZERO_BIT | registers - 1 >>> Byte.SIZE));
        Memory.putByte(at + 1, (byte) (registers - 1));
        return at + 2;
    }

    /** Joins neighbours of the same value where one run can hold both; returns the new length. */
    private static int join(final long hll, final int length, final long from) {
        int newLength = length;
        long at = from;
        int looked = 0;
        while (at < hll + newLength && looked < JOINED_AT_MOST) {
            final long next = at + bytes(at);
            if (!isZeros(at) && next < hll + newLength && !isZeros(next) && value(at) == value(next)
                    && registers(at) + registers(next) <= MAX_RUN) {
                put(next, value(at), registers(at) + registers(next));
                Memory.copy(next, at, hll + newLength - next);
                newLength--;
            } else {
                at = next;
            }
            looked++;
        }
        return newLength;
    }
}
