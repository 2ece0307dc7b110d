package io.ringhold.offheap.stream;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.BlockMover;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.element.Elements;
import io.ringhold.offheap.stream.index.IdMap;
import io.ringhold.offheap.stream.index.IdMapDescriptor;
import io.ringhold.offheap.stream.index.NameTable;
import io.ringhold.offheap.stream.index.NameTableDescriptor;
import io.ringhold.offheap.stream.index.Outcome;

import static io.ringhold.offheap.stream.GroupDescriptor.CONSUMERS_OFFSET;
import static io.ringhold.offheap.stream.GroupDescriptor.ENTRIES_READ_OFFSET;
import static io.ringhold.offheap.stream.GroupDescriptor.LAST_MS_OFFSET;
import static io.ringhold.offheap.stream.GroupDescriptor.LAST_SEQ_OFFSET;
import static io.ringhold.offheap.stream.GroupDescriptor.PENDING_OFFSET;
import static io.ringhold.offheap.stream.GroupDescriptor.TAIL_LENGTH;
import static io.ringhold.offheap.stream.StreamDescriptor.GROUPS_OFFSET;

/**
 * Works on the consumer groups of the streams of an arena; layout: {@link GroupDescriptor}. A group is named by its block's offset, which
 * only {@link StreamRelocator} changes. The thread that owns the arena; allocates nothing on the heap.
 */
public final class Groups {
    private final Arena arena;
    private final Elements elements;
    private final NameTable names;
    private final IdMap ids;
    private final Consumers consumers;

    Groups(final Arena arena) {
        this.arena = arena;
        this.elements = new Elements(arena, MemoryTag.STREAM);
        this.names = new NameTable(arena, elements);
        this.ids = new IdMap(arena);
        this.consumers = new Consumers(arena, elements, names, ids);
    }

    /** The consumers of these groups. */
    public Consumers consumers() {
        return consumers;
    }

    /**
     * Adds a group.
     *
     * @param nameAddress
     *            absolute.
     * @param entriesRead
     *            or -1 when that is not known.
     * @return {@link Outcome#DONE}, {@link Outcome#PRESENT} or {@link Outcome#NO_MEMORY}.
     */
    public Outcome create(final long stream, final long nameAddress, final int nameLength, final long lastMs,
            final long lastSeq, final long entriesRead) {
        final int index = names.find(stream + GROUPS_OFFSET, nameAddress, nameLength);
        if (index >= 0) {
            return Outcome.PRESENT;
        }
        final long group = elements.create(nameAddress, nameLength, TAIL_LENGTH);
        if (group == 0) {
            return Outcome.NO_MEMORY;
        }
        arena.fill(elements.tailOffset(group), TAIL_LENGTH, (byte) 0);
        lastId(group, lastMs, lastSeq);
        entriesRead(group, entriesRead);
        if (!names.insert(stream + GROUPS_OFFSET, -1 - index, group)) {
            elements.free(group);
            return Outcome.NO_MEMORY;
        }
        return Outcome.DONE;
    }

    /** The group of a name, or 0. */
    public long find(final long stream, final long nameAddress, final int nameLength) {
        return names.get(stream + GROUPS_OFFSET, nameAddress, nameLength);
    }

    /** Number of groups. */
    public int count(final long stream) {
        return names.count(stream + GROUPS_OFFSET);
    }

    /** The group of an index, in the order of the names. */
    public long at(final long stream, final int index) {
        return names.at(stream + GROUPS_OFFSET, index);
    }

    /** Takes a group out of its stream; the caller is to free it by {@link #freeSome}. */
    public void detach(final long stream, final long group) {
        detachAt(stream, names.find(stream + GROUPS_OFFSET, nameAddress(group), nameLength(group)));
    }

    /** Takes the group of an index out of its stream, whether or not it has been freed. */
    void detachAt(final long stream, final int index) {
        names.remove(stream + GROUPS_OFFSET, index);
    }

    /**
     * Frees some of a group that was detached, to be called again until it answers more than 0; before, it may be used for nothing else.
     *
     * @param maxSteps
     *            how many pending entries, leaves of maps and consumers to free.
     * @return how many of these steps were not needed; 0: the group is not yet free.
     */
    public int freeSome(final long group, final int maxSteps) {
        final long pending = elements.tailOffset(group) + PENDING_OFFSET;
        final long table = elements.tailOffset(group) + CONSUMERS_OFFSET;
        int steps = maxSteps;
        for (; steps > 0 && ids.first(pending); steps--) {
            arena.free(ids.value());
            ids.remove(pending, ids.ms(), ids.seq());
        }
        for (int count = names.count(table); steps > 0 && count > 0; steps--) {
            if (consumers.freeSome(names.at(table, count - 1))) {
                count--;
                names.remove(table, count);
            }
        }
        if (steps > 0) {
            elements.free(group);
        }
        return steps;
    }

    /** Bytes of memory that a group takes, guessed from its first consumers. */
    long usedBytes(final long group, final int samples) {
        final long table = elements.tailOffset(group) + CONSUMERS_OFFSET;
        final int count = names.count(table);
        final int seen = Math.min(count, samples);
        long bytes = 0;
        for (int i = 0; i < seen; i++) {
            bytes += arena.usableSize(names.at(table, i)) + NameTableDescriptor.REFERENCE_LENGTH;
        }
        // each pending entry has a record in the map of the group, and one in that of its consumer
        return arena.usableSize(group)
                + pending(group) * (PendingDescriptor.LENGTH + 2 * IdMapDescriptor.RECORD_LENGTH)
                + (seen == 0 ? 0 : bytes * count / seen);
    }

    /** Moves the table of a stream's groups. */
    void relocateTable(final long stream, final BlockMover mover) {
        names.relocate(stream + GROUPS_OFFSET, mover);
    }

    /** Moves the group of an index, and the table of its consumers. */
    void relocate(final long stream, final int index, final BlockMover mover) {
        final long group = names.relocateAt(stream + GROUPS_OFFSET, index, mover);
        names.relocate(elements.tailOffset(group) + CONSUMERS_OFFSET, mover);
    }

    /** Absolute address of the group's name. */
    public long nameAddress(final long group) {
        return elements.memberAddress(group);
    }

    /** Length of the group's name. */
    public int nameLength(final long group) {
        return elements.memberLength(group);
    }

    /** Milliseconds of the last id that was delivered. */
    public long lastMs(final long group) {
        return arena.getLong(elements.tailOffset(group) + LAST_MS_OFFSET);
    }

    /** Sequence of the last id that was delivered. */
    public long lastSeq(final long group) {
        return arena.getLong(elements.tailOffset(group) + LAST_SEQ_OFFSET);
    }

    /** Sets the last id that was delivered. */
    public void lastId(final long group, final long ms, final long seq) {
        final long tail = elements.tailOffset(group);
        arena.putLong(tail + LAST_MS_OFFSET, ms);
        arena.putLong(tail + LAST_SEQ_OFFSET, seq);
    }

    /** How many entries the group has read, or -1 when that is not known. */
    public long entriesRead(final long group) {
        return arena.getLong(elements.tailOffset(group) + ENTRIES_READ_OFFSET);
    }

    /** Sets how many entries the group has read. */
    public void entriesRead(final long group, final long entries) {
        arena.putLong(elements.tailOffset(group) + ENTRIES_READ_OFFSET, entries);
    }

    /** Number of pending entries. */
    public long pending(final long group) {
        return ids.size(pendingMap(group));
    }

    /** The map of pending entries. */
    long pendingMap(final long group) {
        return elements.tailOffset(group) + PENDING_OFFSET;
    }

    IdMap ids() {
        return ids;
    }

    Arena arena() {
        return arena;
    }
}
