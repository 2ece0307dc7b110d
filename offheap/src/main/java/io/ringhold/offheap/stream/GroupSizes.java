package io.ringhold.offheap.stream;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.element.Elements;
import io.ringhold.offheap.stream.index.IdMap;
import io.ringhold.offheap.stream.index.IdMapDescriptor;
import io.ringhold.offheap.stream.index.NameTable;
import io.ringhold.offheap.stream.index.NameTableDescriptor;
import io.ringhold.offheap.stream.index.Outcome;

/**
 * Tells what a consumer group takes that is too large to be built: blocks of consumers and pending entries are of known sizes, and maps of ids are built
 * in pieces of {@value #PIECE_IDS} ids, each of which is freed before the next. So a call takes two megabytes at most, and the figure is exact but
 * for one node of each level that is not full for each piece. One after the other:
 * {@link #begin}, all {@link #pending} entries of the group, and of each {@link #consumer} those that it {@link #claimed}; then {@link #end}.
 *
 * <p>
 * Ids are expected in ascending order, as servers write them, and so are names. The thread that owns the arena; allocates nothing on the heap.
 */
public final class GroupSizes implements AutoCloseable {
    static final int PIECE_IDS = 1 << 16;

    private final Arena arena;
    private final IdMap ids;
    private final long map;
    private long bytes;
    private long consumers;
    private long usedBefore;

    /**
     * @param arena
     *            in which the pieces are built.
     * @throws IllegalStateException
     *             when that is full.
     */
    public GroupSizes(final Arena arena) {
        this.arena = arena;
        this.ids = new IdMap(arena);
        this.map = arena.allocate(IdMapDescriptor.HEADER_LENGTH, MemoryTag.SCRATCH);
        if (map == 0) {
            throw new IllegalStateException("no memory in the arena");
        }
        ids.create(map);
    }

    /** Begins with a group whose name has so many bytes. */
    public void begin(final int nameLength) {
        emptyMap();
        usedBefore = arena.usedBytes(MemoryTag.STREAM);
        consumers = 0;
        bytes = Arena.usableSizeFor(Elements.bytesOf(nameLength, GroupDescriptor.TAIL_LENGTH))
                + NameTableDescriptor.REFERENCE_LENGTH;
    }

    /** Counts a pending entry of the group: {@link Outcome#DONE}, {@link Outcome#PRESENT} when it has been seen lately, or {@link Outcome#NO_MEMORY}. */
    public Outcome pending(final long ms, final long seq) {
        bytes += Arena.usableSizeFor(PendingDescriptor.LENGTH);
        return insert(ms, seq);
    }

    /** Counts a consumer whose name has so many bytes. */
    public void consumer(final int nameLength) {
        finishMap();
        consumers++;
        bytes += Arena.usableSizeFor(Elements.bytesOf(nameLength, ConsumerDescriptor.TAIL_LENGTH));
    }

    /** Counts a pending entry in the map of the consumer; as {@link #pending}. */
    public Outcome claimed(final long ms, final long seq) {
        return insert(ms, seq);
    }

    /** What the group takes, in bytes. */
    public long end() {
        finishMap();
        return bytes + NameTable.usedBytesOf(consumers);
    }

    private Outcome insert(final long ms, final long seq) {
        if (ids.size(map) == PIECE_IDS) {
            finishMap();
        }
        return ids.insert(map, ms, seq, 0);
    }

    private void finishMap() {
        bytes += arena.usedBytes(MemoryTag.STREAM) - usedBefore;
        emptyMap();
    }

    private void emptyMap() {
        while (!ids.freeSome(map, Integer.MAX_VALUE)) {
            // until it is empty
        }
    }

    /** Gives memory back; must be called once, before the arena is closed. */
    @Override
    public void close() {
        emptyMap();
        arena.free(map);
    }
}
