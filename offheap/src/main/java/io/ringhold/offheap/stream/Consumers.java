package io.ringhold.offheap.stream;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.BlockMover;
import io.ringhold.offheap.element.Elements;
import io.ringhold.offheap.stream.index.IdMap;
import io.ringhold.offheap.stream.index.NameTable;
import io.ringhold.offheap.stream.index.Outcome;

import static io.ringhold.offheap.stream.ConsumerDescriptor.ACTIVE_MS_OFFSET;
import static io.ringhold.offheap.stream.ConsumerDescriptor.PENDING_OFFSET;
import static io.ringhold.offheap.stream.ConsumerDescriptor.SEEN_MS_OFFSET;
import static io.ringhold.offheap.stream.ConsumerDescriptor.TAIL_LENGTH;

/**
 * Works on the consumers of the groups of an arena; layout: {@link ConsumerDescriptor}. A consumer is named by its block's offset, which does
 * not change. Clocks are in milliseconds. The thread that owns the arena; allocates nothing on the heap.
 */
public final class Consumers {
    /** When a consumer was active that never was. */
    public static final long NEVER = -1;

    private final Arena arena;
    private final Elements elements;
    private final NameTable names;
    private final IdMap ids;

    Consumers(final Arena arena, final Elements elements, final NameTable names, final IdMap ids) {
        this.arena = arena;
        this.elements = elements;
        this.names = names;
        this.ids = ids;
    }

    /**
     * Adds a consumer that has never been active.
     *
     * @param nameAddress
     *            absolute.
     * @return {@link Outcome#DONE}, {@link Outcome#PRESENT} or {@link Outcome#NO_MEMORY}.
     */
    public Outcome create(final long group, final long nameAddress, final int nameLength, final long seenMs) {
        final int index = names.find(table(group), nameAddress, nameLength);
        if (index >= 0) {
            return Outcome.PRESENT;
        }
        final long consumer = elements.create(nameAddress, nameLength, TAIL_LENGTH);
        if (consumer == 0) {
            return Outcome.NO_MEMORY;
        }
        ids.create(pendingMap(consumer));
        seenMs(consumer, seenMs);
        activeMs(consumer, NEVER);
        if (!names.insert(table(group), -1 - index, consumer)) {
            elements.free(consumer);
            return Outcome.NO_MEMORY;
        }
        return Outcome.DONE;
    }

    /** The consumer of a name, or 0. */
    public long find(final long group, final long nameAddress, final int nameLength) {
        return names.get(table(group), nameAddress, nameLength);
    }

    /** Number of consumers. */
    public int count(final long group) {
        return names.count(table(group));
    }

    /** The consumer of an index, in the order of the names. */
    public long at(final long group, final int index) {
        return names.at(table(group), index);
    }

    /**
     * Deletes a consumer and its pending entries, some at a time: to be called again until it answers less than {@code maxPending}; then the
     * consumer is gone.
     *
     * @return how many pending entries were dropped.
     */
    public int deleteSome(final long group, final long consumer, final int maxPending) {
        final long own = pendingMap(consumer);
        final long all = elements.tailOffset(group) + GroupDescriptor.PENDING_OFFSET;
        int dropped = 0;
        while (dropped < maxPending && ids.first(own)) {
            final long ms = ids.ms();
            final long seq = ids.seq();
            arena.free(ids.value());
            ids.remove(own, ms, seq);
            ids.remove(all, ms, seq);
            dropped++;
        }
        if (dropped < maxPending) {
            names.remove(table(group), names.find(table(group), nameAddress(consumer), nameLength(consumer)));
            elements.free(consumer);
        }
        return dropped;
    }

    /** Absolute address of the consumer's name. */
    public long nameAddress(final long consumer) {
        return elements.memberAddress(consumer);
    }

    /** Length of the consumer's name. */
    public int nameLength(final long consumer) {
        return elements.memberLength(consumer);
    }

    /** When the consumer was last seen. */
    public long seenMs(final long consumer) {
        return arena.getLong(elements.tailOffset(consumer) + SEEN_MS_OFFSET);
    }

    /** Sets when the consumer was last seen. */
    public void seenMs(final long consumer, final long nowMs) {
        arena.putLong(elements.tailOffset(consumer) + SEEN_MS_OFFSET, nowMs);
    }

    /** When the consumer last got something, or {@link #NEVER}. */
    public long activeMs(final long consumer) {
        return arena.getLong(elements.tailOffset(consumer) + ACTIVE_MS_OFFSET);
    }

    /** Sets when the consumer last got something. */
    public void activeMs(final long consumer, final long nowMs) {
        arena.putLong(elements.tailOffset(consumer) + ACTIVE_MS_OFFSET, nowMs);
    }

    /** Number of pending entries. */
    public long pending(final long consumer) {
        return ids.size(pendingMap(consumer));
    }

    /** The map of pending entries. */
    long pendingMap(final long consumer) {
        return elements.tailOffset(consumer) + PENDING_OFFSET;
    }

    /** Moves the consumer of an index, unless it has more pending entries than that, each of which refers to it. */
    void relocate(final long group, final int index, final long maxPending, final BlockMover mover) {
        final long consumer = at(group, index);
        if (pending(consumer) > maxPending) {
            return;
        }
        final long moved = names.relocateAt(table(group), index, mover);
        if (moved != consumer) {
            for (boolean more = ids.first(pendingMap(moved)); more; more = ids.next()) {
                arena.putLong(ids.value() + PendingDescriptor.CONSUMER_OFFSET, moved);
            }
        }
    }

    /** Frees one leaf of the consumer's map; with the last one the consumer, and answers true. */
    boolean freeSome(final long consumer) {
        if (!ids.freeSome(pendingMap(consumer), 1)) {
            return false;
        }
        elements.free(consumer);
        return true;
    }

    private long table(final long group) {
        return elements.tailOffset(group) + GroupDescriptor.CONSUMERS_OFFSET;
    }
}
