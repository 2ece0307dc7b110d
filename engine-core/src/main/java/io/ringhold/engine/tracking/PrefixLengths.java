package io.ringhold.engine.tracking;

import java.util.Arrays;

/** How long prefixes are: each length once, ascending, with how many prefixes have it. Engine thread; allocates only to grow. */
final class PrefixLengths {
    private int[] lengths = new int[4];
    private long[] uses = new long[4];
    private int count;

    /** Number of different lengths. */
    int count() {
        return count;
    }

    int length(final int index) {
        return lengths[index];
    }

    void add(final int length) {
        final int found = Arrays.binarySearch(lengths, 0, count, length);
        if (found >= 0) {
            uses[found]++;
            return;
        }
        if (count == lengths.length) {
            lengths = Arrays.copyOf(lengths, count * 2);
            uses = Arrays.copyOf(uses, count * 2);
        }
        final int place = -1 - found;
        System.arraycopy(lengths, place, lengths, place + 1, count - place);
        System.arraycopy(uses, place, uses, place + 1, count - place);
        lengths[place] = length;
        uses[place] = 1;
        count++;
    }

    /** Forgets one that was added. */
    void remove(final int length) {
        final int place = Arrays.binarySearch(lengths, 0, count, length);
        uses[place]--;
        if (uses[place] == 0) {
            count--;
            System.arraycopy(lengths, place + 1, lengths, place, count - place);
            System.arraycopy(uses, place + 1, uses, place, count - place);
        }
    }
}
