package io.ringhold.engine.commands.stream;

import java.util.Arrays;

/** A list of stream ids that is filled again and again. Engine thread; allocates when it grows only. */
final class IdList {
    private static final int INITIAL = 32;
    private static final int MAX_KEPT = 1 << 16;

    private long[] ids = new long[INITIAL];
    private int size;

    void clear() {
        size = 0;
        if (ids.length > MAX_KEPT) {
            ids = new long[INITIAL];
        }
    }

    void add(final long ms, final long seq) {
        if (2 * size == ids.length) {
            ids = Arrays.copyOf(ids, 2 * ids.length);
        }
        ids[2 * size] = ms;
        ids[2 * size + 1] = seq;
        size++;
    }

    int size() {
        return size;
    }

    long ms(final int index) {
        return ids[2 * index];
    }

    long seq(final int index) {
        return ids[2 * index + 1];
    }
}
