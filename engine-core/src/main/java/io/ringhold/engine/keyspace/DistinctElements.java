package io.ringhold.engine.keyspace;

import java.util.Arrays;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.keys.KeyHash;
import io.ringhold.offheap.listpack.Listpack;
import io.ringhold.offheap.memory.Memory;

/**
 * Finds out whether a listpack has the same element twice, each element being in its shortest form, so that equal ones have equal bytes. The
 * table that it needs is kept, and is as large as the largest listpack so far. Engine thread.
 */
final class DistinctElements {
    private static final int MIN_PLACES = 64;

    private final Arena arena;
    private final Listpack listpack;
    private final KeyHash hash;
    /** Positions of elements by hash; 0: none. */
    private int[] places = new int[MIN_PLACES];

    DistinctElements(final Arena arena, final Listpack listpack, final KeyHash hash) {
        this.arena = arena;
        this.listpack = listpack;
        this.hash = hash;
    }

    /**
     * True when no two of the elements are equal that a member, field or key of something is.
     *
     * @param width
     *            every how manieth element counts: 1 for all, 2 for those of pairs.
     */
    boolean areDistinct(final long block, final int count, final int width) {
        clear(count / width);
        int position = listpack.first(block);
        while (position != Listpack.NONE) {
            if (!enter(block, position)) {
                return false;
            }
            for (int i = 0; i < width && position != Listpack.NONE; i++) {
                position = listpack.next(block, position);
            }
        }
        return true;
    }

    private void clear(final int elements) {
        final int wanted = Math.max(MIN_PLACES, Integer.highestOneBit(Math.max(1, elements)) << 2);
        if (wanted > places.length) {
            places = new int[wanted];
        } else {
            Arrays.fill(places, 0);
        }
    }

    private boolean enter(final long block, final int position) {
        final long address = arena.address(block + position);
        final int next = listpack.next(block, position);
        final int length = (next == Listpack.NONE ? listpack.end(block) : next) - position;
        int place = (int) hash.hash(address, length) & places.length - 1;
        while (places[place] != 0) {
            final int other = places[place];
            final int otherNext = listpack.next(block, other);
            final int otherLength = (otherNext == Listpack.NONE ? listpack.end(block) : otherNext) - other;
            if (otherLength == length && Memory.equals(arena.address(block + other), address, length)) {
                return false;
            }
            place = place + 1 & places.length - 1;
        }
        places[place] = position;
        return true;
    }
}
