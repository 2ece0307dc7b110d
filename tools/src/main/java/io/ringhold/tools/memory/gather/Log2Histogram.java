package io.ringhold.tools.memory.gather;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.tools.memory.result.Histogram;

/** Counts figures in ranges that double: 0, 1, 2-3, 4-7 and so on. One thread. */
final class Log2Histogram {
    private final long[] keys = new long[Long.SIZE];
    private final long[] bytes = new long[Long.SIZE];

    /** Counts a figure, which is not negative. */
    void add(final long figure, final long keyBytes) {
        final int bucket = Long.SIZE - Long.numberOfLeadingZeros(figure);
        keys[bucket]++;
        bytes[bucket] += keyBytes;
    }

    boolean isEmpty() {
        for (final long count : keys) {
            if (count != 0) {
                return false;
            }
        }
        return true;
    }

    /** From the first range that holds a key to the last. */
    Histogram result(final String name, final String unit) {
        final List<Histogram.Bucket> buckets = new ArrayList<>();
        int last = Long.SIZE - 1;
        while (last >= 0 && keys[last] == 0) {
            last--;
        }
        for (int i = 0; i <= last; i++) {
            if (!buckets.isEmpty() || keys[i] != 0) {
                final long low = i == 0 ? 0 : 1L << i - 1;
                buckets.add(new Histogram.Bucket(low, i == 0 ? 0 : 2 * low - 1, keys[i], bytes[i]));
            }
        }
        return new Histogram(name, unit, buckets);
    }
}
