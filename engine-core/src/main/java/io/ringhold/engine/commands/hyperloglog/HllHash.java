package io.ringhold.engine.commands.hyperloglog;

import io.ringhold.offheap.memory.Memory;

import static io.ringhold.engine.commands.hyperloglog.HllDescriptor.INDEX_BITS;
import static io.ringhold.engine.commands.hyperloglog.HllDescriptor.REGISTERS;

/** Which register an element concerns, and its value for that: MurmurHash64A (Austin Appleby, public domain) with Redis' seed. */
final class HllHash {
    private static final long SEED = 0xadc83b19L;
    private static final long MULTIPLIER = 0xc6a4a7935bd1e995L;
    private static final int SHIFT = 47;

    private HllHash() {}

    static long of(final long address, final int length) {
        long hash = SEED ^ length * MULTIPLIER;
        final int blocks = length >>> 3;
        for (int i = 0; i < blocks; i++) {
            long block = Memory.getLong(address + i * (long) Long.BYTES) * MULTIPLIER;
            block = (block ^ block >>> SHIFT) * MULTIPLIER;
            hash = (hash ^ block) * MULTIPLIER;
        }
        final int rest = length & 7;
        if (rest != 0) {
            long block = 0;
            for (int i = rest - 1; i >= 0; i--) {
                block = block << Byte.SIZE | Memory.getByte(address + blocks * (long) Long.BYTES + i) & 0xff;
            }
            hash = (hash ^ block) * MULTIPLIER;
        }
        hash = (hash ^ hash >>> SHIFT) * MULTIPLIER;
        return hash ^ hash >>> SHIFT;
    }

    static int index(final long hash) {
        return (int) hash & REGISTERS - 1;
    }

    /** One more than the zeros before the first one, from the lowest bit that is not of the index on. */
    static int value(final long hash) {
        return Long.numberOfTrailingZeros(hash >>> INDEX_BITS | 1L << Long.SIZE - INDEX_BITS) + 1;
    }
}
