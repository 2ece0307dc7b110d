package io.ringhold.engine.eviction;

/**
 * The keys found so far that should go first. They are kept across evictions, so that each sample makes the choice better; a key is named by
 * its place in the order of its table and by its entry, both of which tell whether it is still there. Engine thread; allocates nothing.
 */
final class Candidates {
    static final int CAPACITY = 16;

    /** In falling order: the last one is to go first. */
    private final long[] ranks = new long[CAPACITY];
    private final int[] databases = new int[CAPACITY];
    private final long[] positions = new long[CAPACITY];
    private final long[] entries = new long[CAPACITY];
    private int count;

    /** Remembers a key unless there are as many that should go before it. */
    void offer(final long rank, final int database, final long position, final long entry) {
        if (count == CAPACITY && rank >= ranks[0] || contains(position, entry)) {
            return;
        }
        int at = count;
        if (count == CAPACITY) {
            at = 0;
            while (at + 1 < CAPACITY && ranks[at + 1] > rank) {
                copy(at + 1, at);
                at++;
            }
        } else {
            while (at > 0 && ranks[at - 1] < rank) {
                copy(at - 1, at);
                at--;
            }
            count++;
        }
        ranks[at] = rank;
        databases[at] = database;
        positions[at] = position;
        entries[at] = entry;
    }

    /** Takes the one away that is to go first; its fields can be asked for until the next {@link #offer}. False when there is none. */
    boolean take() {
        if (count == 0) {
            return false;
        }
        count--;
        return true;
    }

    /** Rank of the one taken. */
    long rank() {
        return ranks[count];
    }

    /** Database of the one taken. */
    int database() {
        return databases[count];
    }

    /** Position of the one taken. */
    long position() {
        return positions[count];
    }

    /** Entry of the one taken, if it is still there. */
    long entry() {
        return entries[count];
    }

    /** Forgets all, as when ranks mean something else. */
    void clear() {
        count = 0;
    }

    private boolean contains(final long position, final long entry) {
        for (int i = 0; i < count; i++) {
            if (entries[i] == entry && positions[i] == position) {
                return true;
            }
        }
        return false;
    }

    private void copy(final int from, final int to) {
        ranks[to] = ranks[from];
        databases[to] = databases[from];
        positions[to] = positions[from];
        entries[to] = entries[from];
    }
}
