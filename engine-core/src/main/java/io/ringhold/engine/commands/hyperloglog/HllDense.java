package io.ringhold.engine.commands.hyperloglog;

import io.ringhold.offheap.memory.Memory;

import static io.ringhold.engine.commands.hyperloglog.HllDescriptor.HEADER_LENGTH;
import static io.ringhold.engine.commands.hyperloglog.HllDescriptor.REGISTER_BITS;

/** The registers of a dense HyperLogLog, by its absolute address. */
final class HllDense {
    private static final int MASK = (1 << REGISTER_BITS) - 1;

    private HllDense() {}

    static int get(final long hll, final int index) {
        final int bit = index * REGISTER_BITS;
        final long at = hll + HEADER_LENGTH + (bit >>> 3);
        final int shift = bit & 7;
        int word = Memory.getByte(at) & 0xff;
        if (shift > Byte.SIZE - REGISTER_BITS) {
            word |= (Memory.getByte(at + 1) & 0xff) << Byte.SIZE;
        }
        return word >>> shift & MASK;
    }

    static void set(final long hll, final int index, final int value) {
        final int bit = index * REGISTER_BITS;
        final long at = hll + HEADER_LENGTH + (bit >>> 3);
        final int shift = bit & 7;
        final int low = Memory.getByte(at) & 0xff & ~(MASK << shift) | value << shift & 0xff;
        Memory.putByte(at, (byte) low);
        if (shift > Byte.SIZE - REGISTER_BITS) {
            final int down = Byte.SIZE - shift;
            Memory.putByte(at + 1, (byte) (Memory.getByte(at + 1) & 0xff & ~(MASK >>> down) | value >>> down));
        }
    }
}
