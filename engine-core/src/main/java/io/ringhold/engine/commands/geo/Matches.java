package io.ringhold.engine.commands.geo;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.GrowingBlock;
import io.ringhold.offheap.arena.MemoryTag;

/**
 * The members that a search has found, in scratch memory: all of them, or the nearest or farthest. A member is known by its number in {@link
 * io.ringhold.engine.keyspace.SortedSetValues}, so that nothing may change the set meanwhile.
 *
 * <pre>
 *   record:  distance in metres (64 bits) | member (64) | how many were found before (64)
 * </pre>
 *
 * Engine thread; nothing is on the heap, however many there are.
 */
final class Matches {
    private static final int MEMBER_OFFSET = 8;
    private static final int ARRIVAL_OFFSET = 16;
    private static final int RECORD_LENGTH = 24;
    private static final long INITIAL_BYTES = 64L * RECORD_LENGTH;

    private final GrowingBlock block = new GrowingBlock(MemoryTag.SCRATCH, INITIAL_BYTES);
    private Arena arena;
    private long size;
    private long arrivals;
    private long limit;
    private Order order;
    private boolean incomplete;

    /** How members come. */
    enum Order {
        /** As they were found. */
        FOUND,
        /** The nearest first; of the same distance as they were found. */
        NEAREST,
        /** The farthest first; of the same distance as they were found. */
        FARTHEST
    }

    /**
     * Begins without any.
     *
     * @param newLimit
     *            how many are kept, the first in their order; with {@link Order#FOUND} no more may be added.
     */
    void begin(final Arena scratchArena, final Order newOrder, final long newLimit) {
        arena = scratchArena;
        order = newOrder;
        limit = newLimit;
        block.begin(scratchArena);
        size = 0;
        arrivals = 0;
        incomplete = false;
    }

    /** Adds a member; without memory for it the matches become incomplete. */
    void add(final double distanceM, final long member) {
        final long arrival = arrivals++;
        if (size < limit) {
            if (!block.reserve((size + 1) * RECORD_LENGTH)) {
                incomplete = true;
                return;
            }
            put(size, distanceM, member, arrival);
            size++;
            if (size == limit && order != Order.FOUND) {
                heapify();
            }
        } else if (order == Order.NEAREST ? distanceM < distanceM(0) : distanceM > distanceM(0)) {
            // on top of the heap is what comes last of all that are kept
            put(0, distanceM, member, arrival);
            sink(0, size);
        }
    }

    /** True when there was no memory for all. */
    boolean isIncomplete() {
        return incomplete;
    }

    long size() {
        return size;
    }

    /** Distance from the centre. */
    double distanceM(final long index) {
        return Double.longBitsToDouble(arena.getLong(at(index)));
    }

    long member(final long index) {
        return arena.getLong(at(index) + MEMBER_OFFSET);
    }

    /** Puts them in their order. Heapsort (J. W. J. Williams, "Algorithm 232", CACM 7, 1964): in place, and as good for any input. */
    void sort() {
        if (order == Order.FOUND) {
            return;
        }
        heapify();
        for (long last = size - 1; last > 0; last--) {
            swap(0, last);
            sink(0, last);
        }
    }

    /** Gives the memory back. */
    void end() {
        block.end();
    }

    private void heapify() {
        for (long i = size / 2 - 1; i >= 0; i--) {
            sink(i, size);
        }
    }

    private void sink(final long from, final long end) {
        long at = from;
        while (2 * at + 1 < end) {
            long child = 2 * at + 1;
            if (child + 1 < end && compare(child, child + 1) < 0) {
                child++;
            }
            if (compare(at, child) >= 0) {
                return;
            }
            swap(at, child);
            at = child;
        }
    }

    private int compare(final long a, final long b) {
        final int nearer = Double.compare(distanceM(a), distanceM(b));
        if (nearer == 0) {
            return Long.compare(arena.getLong(at(a) + ARRIVAL_OFFSET), arena.getLong(at(b) + ARRIVAL_OFFSET));
        }
        return order == Order.FARTHEST ? -nearer : nearer;
    }

    private void swap(final long a, final long b) {
        final double distance = distanceM(a);
        final long member = member(a);
        final long arrival = arena.getLong(at(a) + ARRIVAL_OFFSET);
        put(a, distanceM(b), member(b), arena.getLong(at(b) + ARRIVAL_OFFSET));
        put(b, distance, member, arrival);
    }

    private void put(final long index, final double distanceM, final long member, final long arrival) {
        final long at = at(index);
        arena.putLong(at, Double.doubleToRawLongBits(distanceM));
        arena.putLong(at + MEMBER_OFFSET, member);
        arena.putLong(at + ARRIVAL_OFFSET, arrival);
    }

    private long at(final long index) {
        return block.offset() + index * RECORD_LENGTH;
    }
}
