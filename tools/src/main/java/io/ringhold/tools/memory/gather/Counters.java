package io.ringhold.tools.memory.gather;

import java.util.Arrays;

import io.ringhold.tools.memory.result.Tally;

/** Rows of the sums that make a {@link Tally}, side by side in one array that grows. One thread. */
final class Counters {
    private static final int KEYS = 0;
    private static final int BYTES = 1;
    private static final int ELEMENTS = 2;
    private static final int PAYLOAD = 3;
    private static final int SLACK = 4;
    private static final int EXPIRING = 5;
    private static final int EXPIRED = 6;
    private static final int EXPIRED_BYTES = 7;
    private static final int KEYS_BEFORE = 8;
    private static final int BYTES_BEFORE = 9;
    private static final int ROW = 10;

    private long[] sums;

    Counters(final int rows) {
        sums = new long[rows * ROW];
    }

    /** Makes rows up to {@code rows}, all of zeroes. */
    void grow(final int rows) {
        if (rows * ROW > sums.length) {
            sums = Arrays.copyOf(sums, Math.max(rows * ROW, 2 * sums.length));
        }
    }

    int rows() {
        return sums.length / ROW;
    }

    void add(final int row, final KeyFigures key, final boolean isExpired) {
        final int at = row * ROW;
        sums[at + KEYS]++;
        sums[at + BYTES] += key.bytes;
        sums[at + ELEMENTS] += key.elements;
        sums[at + PAYLOAD] += key.payload;
        sums[at + SLACK] += key.slack;
        if (key.expireAtMs != KeyFigures.NO_EXPIRY) {
            sums[at + EXPIRING]++;
        }
        if (isExpired) {
            sums[at + EXPIRED]++;
            sums[at + EXPIRED_BYTES] += key.bytes;
        }
    }

    /** Counts a key of the older dump. */
    void addBefore(final int row, final long bytes) {
        sums[row * ROW + KEYS_BEFORE]++;
        sums[row * ROW + BYTES_BEFORE] += bytes;
    }

    /** Adds one row to another and clears it. */
    void move(final int from, final int to) {
        for (int i = 0; i < ROW; i++) {
            sums[to * ROW + i] += sums[from * ROW + i];
            sums[from * ROW + i] = 0;
        }
    }

    long keys(final int row) {
        return sums[row * ROW + KEYS];
    }

    long keysBefore(final int row) {
        return sums[row * ROW + KEYS_BEFORE];
    }

    long bytesBefore(final int row) {
        return sums[row * ROW + BYTES_BEFORE];
    }

    Tally tally(final int row) {
        final int at = row * ROW;
        return new Tally(sums[at + KEYS], sums[at + BYTES], sums[at + ELEMENTS], sums[at + PAYLOAD], sums[at + SLACK],
                sums[at + EXPIRING], sums[at + EXPIRED], sums[at + EXPIRED_BYTES]);
    }
}
