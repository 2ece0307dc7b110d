package io.ringhold.bench.workload;

/** Spreads ranks over the key numbers: multiplication by a factor that has no divisor in common with the number of keys. */
final class Scatter {
    private static final double GOLDEN_RATIO = 0.6180339887498949;
    private static final long LARGEST_FACTOR = 1L << 20;

    private Scatter() {}

    /** The factor for {@code keys} keys: ranks that are near each other come to lie far from each other. */
    static long factor(long keys) {
        long factor = Math.max(1, (long) (Math.min(keys, LARGEST_FACTOR) * GOLDEN_RATIO));
        while (greatestCommonDivisor(factor, keys) != 1) {
            factor++;
        }
        return factor;
    }

    /** The key number of a rank in [0, keys); each key has exactly one rank. */
    static long key(long rank, long factor, long keys) {
        return rank * factor % keys;
    }

    private static long greatestCommonDivisor(long a, long b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
