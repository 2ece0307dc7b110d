package io.ringhold.offheap.keys;

import java.security.SecureRandom;

import io.ringhold.offheap.memory.Memory;

/**
 * Keyed 64-bit hash of bytes in memory, eight bytes a step.
 *
 * <p>
 * Each step multiplies the two halves of the state, mixed with the input, into 128 bits and folds them together: the
 * construction of the "multiply-fold" family (Wang Yi's wyhash and its descendants), written from its description. The
 * seeds are secret, so that a client cannot choose keys which collide. Immutable; any thread.
 */
public final class KeyHash {
    private static final long K0 = 0xa0761d6478bd642fL;
    private static final long K1 = 0xe7037ed1a0b428dbL;
    private static final long K2 = 0x8ebc6af09c88c6e3L;

    private final long seed;
    private final long secret;

    /** Seeded at random. */
    public KeyHash() {
        this(new SecureRandom().nextLong(), new SecureRandom().nextLong());
    }

    /** With given seeds, for tests that must be repeatable. */
    public KeyHash(final long seed, final long secret) {
        this.seed = seed ^ K0;
        this.secret = secret ^ K1;
    }

    /**
     * Hash of {@code length} bytes at {@code address}.
     *
     * @param address
     *            absolute.
     */
    public long hash(final long address, final long length) {
        long state = seed ^ length * K2;
        long at = address;
        long left = length;
        while (left > 16) {
            state = fold(Memory.getLong(at) ^ secret, Memory.getLong(at + 8) ^ state);
            at += 16;
            left -= 16;
        }
        final long low;
        final long high;
        if (left > 8) {
            low = Memory.getLong(at);
            high = Memory.getLong(at + left - 8);
        } else if (left >= 4) {
            low = Memory.getInt(at) & 0xffffffffL;
            high = Memory.getInt(at + left - 4) & 0xffffffffL;
        } else if (left > 0) {
            low = (Memory.getByte(at) & 0xffL) << 16 | (Memory.getByte(at + (left >> 1)) & 0xffL) << 8
                    | Memory.getByte(at + left - 1) & 0xffL;
            high = 0;
        } else {
            low = 0;
            high = 0;
        }
        return fold(fold(low ^ secret, high ^ state) ^ K1, K2 ^ secret);
    }

    private static long fold(final long a, final long b) {
        return a * b ^ Math.unsignedMultiplyHigh(a, b);
    }
}
