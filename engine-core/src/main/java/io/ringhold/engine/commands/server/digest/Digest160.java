package io.ringhold.engine.commands.server.digest;

import java.util.HexFormat;

import io.ringhold.engine.util.MemoryAccess;
import net.openhft.hashing.LongHashFunction;

/**
 * Gathers 160 bits about a sequence of byte strings, numbers and other digests, or about parts in any order. For comparing contents, not
 * for security: who wants to can find two contents with one digest.
 *
 * <p>
 * Three lanes of 64 bits go their ways independently of one another: each hashes byte strings by XXH3 with a seed of its own, and mixes
 * what comes into what it has by the finaliser of SplitMix64. Parts in any order are added up: by XOR two equal ones would vanish. The text
 * has two lanes and the upper half of the third.
 *
 * <p>
 * Sources: the specification of XXH3 at xxhash.com; G. Steele, D. Lea and C. Flood, "Fast Splittable Pseudorandom Number Generators",
 * OOPSLA 2014. One thread; nothing but {@link #hex} allocates.
 */
final class Digest160 {
    /** What {@link #hex} gives when there is nothing to digest. */
    static final String ZEROS = "0".repeat(40);

    private static final long SEED_A = 0x9E3779B97F4A7C15L;
    private static final long SEED_B = 0xC2B2AE3D27D4EB4FL;
    private static final long SEED_C = 0xD6E8FEB86659FD93L;
    private static final LongHashFunction HASH_A = LongHashFunction.xx3(SEED_A);
    private static final LongHashFunction HASH_B = LongHashFunction.xx3(SEED_B);
    private static final LongHashFunction HASH_C = LongHashFunction.xx3(SEED_C);
    private static final long MULTIPLIER = 0x2545F4914F6CDD1DL;

    private long a;
    private long b;
    private long c;

    /** Begins a sequence. */
    void begin() {
        a = SEED_A;
        b = SEED_B;
        c = SEED_C;
    }

    /** Begins a sum of parts whose order does not matter. */
    void beginSum() {
        a = 0;
        b = 0;
        c = 0;
    }

    /** The sequence goes on with bytes at an absolute address. */
    void bytes(final long address, final long length) {
        a = step(a, HASH_A.hash(null, MemoryAccess.INSTANCE, address, length));
        b = step(b, HASH_B.hash(null, MemoryAccess.INSTANCE, address, length));
        c = step(c, HASH_C.hash(null, MemoryAccess.INSTANCE, address, length));
    }

    /** The sequence goes on with a number. */
    void number(final long value) {
        a = step(a, value);
        b = step(b, value);
        c = step(c, value);
    }

    /** The sequence goes on with what another digest has seen. */
    void digest(final Digest160 part) {
        a = step(a, part.a);
        b = step(b, part.b);
        c = step(c, part.c);
    }

    /** A sum gets one part more. */
    void add(final Digest160 part) {
        a += part.a;
        b += part.b;
        c += part.c;
    }

    /** The 160 bits as 40 hexadecimal digits in lower case. */
    String hex() {
        final HexFormat format = HexFormat.of();
        return format.toHexDigits(a) + format.toHexDigits(b) + format.toHexDigits((int) (c >>> Integer.SIZE));
    }

    private static long step(final long state, final long value) {
        long mixed = state * MULTIPLIER + value;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
