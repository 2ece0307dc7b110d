package io.ringhold.offheap.stream;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.stream.index.IdMap;
import io.ringhold.offheap.stream.index.Outcome;

import static io.ringhold.offheap.stream.PendingDescriptor.CONSUMER_OFFSET;
import static io.ringhold.offheap.stream.PendingDescriptor.DELIVERED_MS_OFFSET;
import static io.ringhold.offheap.stream.PendingDescriptor.DELIVERIES_OFFSET;

/**
 * Works on the pending entries of consumer groups; layout: {@link PendingDescriptor}. A pending entry is named by its block's offset, which does
 * not change. Each is in the map of its group and, by the same id, in that of its consumer. The thread that owns the arena; allocates
 * nothing on the heap.
 */
public final class PendingEntries {
    /** No consumer yet. */
    public static final long NO_CONSUMER = 0;

    private final Arena arena;
    private final Groups groups;
    private final Consumers consumers;
    private final IdMap ids;

    public PendingEntries(final Groups groups) {
        this.arena = groups.arena();
        this.groups = groups;
        this.consumers = groups.consumers();
        this.ids = groups.ids();
    }

    /**
     * Adds a pending entry.
     *
     * @param consumer
     *            of the group; or {@link #NO_CONSUMER}, as a dump tells the consumers only later: {@link #claim} then gives it one.
     * @return {@link Outcome#DONE}, {@link Outcome#PRESENT} or {@link Outcome#NO_MEMORY}.
     */
    public Outcome add(final long group, final long consumer, final long ms, final long seq, final long deliveredMs,
            final long deliveries) {
        final long entry = arena.allocate(PendingDescriptor.LENGTH, MemoryTag.STREAM);
        if (entry == 0) {
            return find(group, ms, seq) == 0 ? Outcome.NO_MEMORY : Outcome.PRESENT;
        }
        final long all = groups.pendingMap(group);
        Outcome outcome = ids.insert(all, ms, seq, entry);
        if (outcome == Outcome.DONE && consumer != NO_CONSUMER) {
            outcome = ids.insert(consumers.pendingMap(consumer), ms, seq, entry);
            if (outcome != Outcome.DONE) {
                ids.remove(all, ms, seq);
            }
        }
        if (outcome == Outcome.DONE) {
            arena.putLong(entry + CONSUMER_OFFSET, consumer);
            delivered(entry, deliveredMs, deliveries);
        } else {
            arena.free(entry);
        }
        return outcome;
    }

    /** The pending entry of an id, or 0. */
    public long find(final long group, final long ms, final long seq) {
        return ids.find(groups.pendingMap(group), ms, seq) ? ids.value() : 0;
    }

    /** Takes a pending entry out; false when there is none of that id. */
    public boolean acknowledge(final long group, final long ms, final long seq) {
        final long entry = find(group, ms, seq);
        if (entry == 0) {
            return false;
        }
        ids.remove(groups.pendingMap(group), ms, seq);
        final long consumer = consumer(entry);
        if (consumer != NO_CONSUMER) {
            ids.remove(consumers.pendingMap(consumer), ms, seq);
        }
        arena.free(entry);
        return true;
    }

    /**
     * Moves a pending entry to a consumer of the same group, which may be the one that has it.
     *
     * @return {@link Outcome#DONE}, {@link Outcome#ABSENT} or {@link Outcome#NO_MEMORY}.
     */
    public Outcome claim(final long group, final long consumer, final long ms, final long seq, final long deliveredMs,
            final long deliveries) {
        final long entry = find(group, ms, seq);
        if (entry == 0) {
            return Outcome.ABSENT;
        }
        final long before = consumer(entry);
        if (before != consumer) {
            if (ids.insert(consumers.pendingMap(consumer), ms, seq, entry) != Outcome.DONE) {
                return Outcome.NO_MEMORY;
            }
            if (before != NO_CONSUMER) {
                ids.remove(consumers.pendingMap(before), ms, seq);
            }
            arena.putLong(entry + CONSUMER_OFFSET, consumer);
        }
        delivered(entry, deliveredMs, deliveries);
        return Outcome.DONE;
    }

    /** The consumer of a pending entry, or {@link #NO_CONSUMER}. */
    public long consumer(final long entry) {
        return arena.getLong(entry + CONSUMER_OFFSET);
    }

    /** When a pending entry was last delivered, in milliseconds. */
    public long deliveredMs(final long entry) {
        return arena.getLong(entry + DELIVERED_MS_OFFSET);
    }

    /** How often a pending entry was delivered. */
    public long deliveries(final long entry) {
        return arena.getLong(entry + DELIVERIES_OFFSET);
    }

    /** Sets when and how often a pending entry was delivered. */
    public void delivered(final long entry, final long deliveredMs, final long deliveries) {
        arena.putLong(entry + DELIVERED_MS_OFFSET, deliveredMs);
        arena.putLong(entry + DELIVERIES_OFFSET, deliveries);
    }

    long mapOfGroup(final long group) {
        return groups.pendingMap(group);
    }

    long mapOfConsumer(final long consumer) {
        return consumers.pendingMap(consumer);
    }

    IdMap ids() {
        return ids;
    }
}
