package io.ringhold.bench.jmh;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Keys of 16 bytes and a value of 64, and an order that visits every key once before it visits one twice. One thread. */
final class KeySet {
    static final int KEY_BYTES = 16;
    static final int VALUE_BYTES = 64;

    private final int count;
    private int current;

    /**
     * @param count
     *            a power of two.
     */
    KeySet(final int count) {
        if (Integer.bitCount(count) != 1) {
            throw new IllegalArgumentException("the number of keys must be a power of two, not " + count);
        }
        this.count = count;
    }

    int count() {
        return count;
    }

    /** The number of the next key: a linear congruential generator of full period (Knuth, TAOCP 2, 3.2.1.2). */
    int next() {
        current = current * 1_664_525 + 1_013_904_223 & count - 1;
        return current;
    }

    static byte[] key(final int number) {
        return String.format(Locale.ROOT, "key:%012d", number).getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] value(final int number) {
        return String.format(Locale.ROOT, "%064d", number).getBytes(StandardCharsets.US_ASCII);
    }
}
