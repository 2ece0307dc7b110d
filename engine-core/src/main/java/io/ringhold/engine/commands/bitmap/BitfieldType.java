package io.ringhold.engine.commands.bitmap;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.memory.Decimal;
import io.ringhold.offheap.memory.Memory;

/**
 * The type of a field of BITFIELD, i1 to i64 or u1 to u63, and reckoning within it. Used again for each operation.
 * Engine thread; allocates nothing.
 */
final class BitfieldType {
    private static final String INVALID = "ERR Invalid bitfield type. Use something like i16 u8. "
            + "Note that u64 is not supported but i64 is.";

    private boolean signed;
    private int bits;
    private long result;

    /** Reads the type from an argument; replies with an error and answers false when it is none. */
    boolean parse(final CommandContext context, final int argument) {
        final long address = context.argument(argument);
        final int length = context.argumentLength(argument);
        final byte kind = length == 0 ? 0 : Memory.getByte(address);
        signed = kind == 'i';
        final int most = signed ? 64 : 63;
        if ((signed || kind == 'u') && Decimal.isInteger(address + 1, length - 1)) {
            final long width = Decimal.parse(address + 1, length - 1);
            if (width >= 1 && width <= most) {
                bits = (int) width;
                return true;
            }
        }
        context.reply().error(INVALID);
        return false;
    }

    /** Width in bits. */
    int bits() {
        return bits;
    }

    /** The number in a field; bits behind the end of the bytes are 0. */
    long get(final long address, final long lengthBytes, final long index) {
        final long raw = Bits.unsigned(address, lengthBytes, index, bits);
        return signed ? raw << 64 - bits >> 64 - bits : raw;
    }

    /** Stores a number into a field, which must lie within the block. */
    void put(final Arena arena, final long offset, final long index, final long value) {
        long at = index;
        int left = bits;
        while (left > 0) {
            final int room = 8 - (int) (at & 7);
            final int taken = Math.min(room, left);
            final int mask = (1 << taken) - 1 << room - taken;
            final int part = (int) (value >>> left - taken) << room - taken & mask;
            final long position = offset + (at >>> 3);
            arena.putByte(position, (byte) (arena.getByte(position) & ~mask | part));
            at += taken;
            left -= taken;
        }
    }

    /**
     * Adds within the type: {@link #result} then has the sum.
     *
     * @return false when the sum does not fit and must not be stored.
     */
    boolean add(final long value, final long increment, final Overflow overflow) {
        final int excess = signed ? signedExcess(value, increment) : unsignedExcess(value, increment);
        if (excess == 0) {
            result = value + increment;
            return true;
        }
        final long sum = value + increment;
        switch (overflow) {
            case FAIL -> {
                return false;
            }
            case SAT -> result = excess > 0 ? max() : min();
            case WRAP -> result = signed ? sum << 64 - bits >> 64 - bits : sum & max();
        }
        return true;
    }

    /** The sum computed last. */
    long result() {
        return result;
    }

    private long max() {
        return signed ? Long.MAX_VALUE >>> 64 - bits : (1L << bits) - 1;
    }

    private long min() {
        return signed ? Long.MIN_VALUE >> 64 - bits : 0;
    }

    /** The value counts as unsigned, so that a negative one to be stored is too large. */
    private int unsignedExcess(final long value, final long increment) {
        if (value < 0 || value > max() || increment > max() - value) {
            return 1;
        }
        return increment < -value ? -1 : 0;
    }

    private int signedExcess(final long value, final long increment) {
        if (bits == 64) {
            final long sum = value + increment;
            return ((value ^ sum) & (increment ^ sum)) >= 0 ? 0 : value < 0 ? -1 : 1;
        }
        // where max() - value wraps round, the value is so small that Redis takes it for one too large
        if (value > max() || increment > max() - value) {
            return 1;
        }
        return value < min() || increment < min() - value ? -1 : 0;
    }
}
