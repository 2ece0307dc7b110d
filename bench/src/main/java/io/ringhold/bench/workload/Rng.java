package io.ringhold.bench.workload;

/**
 * A small random number generator (xorshift64* by Marsaglia and Vigna, seeded through SplitMix64): a few instructions per number,
 * the same numbers for the same seed. For one thread.
 */
public final class Rng {
    private static final long MULTIPLIER = 0x2545F4914F6CDD1DL;
    private static final double DOUBLE_UNIT = 0x1.0p-53;

    private long state;

    /** The generator of stream {@code stream} of {@code seed}: streams of one seed are independent. */
    public Rng(long seed, long stream) {
        long mixed = mix(mix(seed) + stream);
        state = mixed == 0 ? MULTIPLIER : mixed;
    }

    private static long mix(long seed) {
        long z = seed + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** The next 64 random bits. */
    public long nextLong() {
        long x = state;
        x ^= x >>> 12;
        x ^= x << 25;
        x ^= x >>> 27;
        state = x;
        return x * MULTIPLIER;
    }

    /** A number in [0, bound). */
    public long nextLong(long bound) {
        return Math.unsignedMultiplyHigh(nextLong(), bound);
    }

    /** A number in [0, bound). */
    public int nextInt(int bound) {
        return (int) (((nextLong() >>> 32) * bound) >>> 32);
    }

    /** A number in [0, 1). */
    public double nextDouble() {
        return (nextLong() >>> 11) * DOUBLE_UNIT;
    }
}
