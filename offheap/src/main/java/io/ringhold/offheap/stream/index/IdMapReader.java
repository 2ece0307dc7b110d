package io.ringhold.offheap.stream.index;

import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.memory.Memory;

import static io.ringhold.offheap.stream.index.IdMapDescriptor.COUNT_OFFSET;
import static io.ringhold.offheap.stream.index.IdMapDescriptor.LEVEL_OFFSET;
import static io.ringhold.offheap.stream.index.IdMapDescriptor.MS_OFFSET;
import static io.ringhold.offheap.stream.index.IdMapDescriptor.NODE_HEADER_LENGTH;
import static io.ringhold.offheap.stream.index.IdMapDescriptor.RECORD_LENGTH;
import static io.ringhold.offheap.stream.index.IdMapDescriptor.ROOT_OFFSET;
import static io.ringhold.offheap.stream.index.IdMapDescriptor.SEQ_OFFSET;
import static io.ringhold.offheap.stream.index.IdMapDescriptor.SIZE_OFFSET;
import static io.ringhold.offheap.stream.index.IdMapDescriptor.VALUE_OFFSET;

/**
 * Visits the records of a map from stream ids to values through a view, in order; layout: {@link IdMapDescriptor}. The view's thread; allocates
 * nothing on the heap.
 */
public final class IdMapReader {
    private static final int MAX_LEVELS = 32;

    private final MemoryView view;
    /** The way to the current record, from the root on: nodes, their records and which of those. */
    private final long[] nodes = new long[MAX_LEVELS];
    private final int[] counts = new int[MAX_LEVELS];
    private final int[] indexes = new int[MAX_LEVELS];
    private long map;
    private int depth;
    private long ms;
    private long seq;
    private long value;

    public IdMapReader(final MemoryView view) {
        this.view = view;
    }

    /**
     * Goes to a map, before its first record.
     *
     * @param header
     *            offset of the map's header.
     */
    public void open(final long header) {
        map = header;
        final long root = view.getLong(header + ROOT_OFFSET);
        depth = -1;
        if (root != 0) {
            descend(root);
        }
    }

    /** Number of records. */
    public long size() {
        return view.getLong(map + SIZE_OFFSET);
    }

    /** Goes to the next record; false when there is none. */
    public boolean next() {
        while (depth >= 0 && indexes[depth] == counts[depth]) {
            depth--;
        }
        if (depth < 0) {
            return false;
        }
        // Above the leaves an index is that of the next child: each is entered once, down to its leaf.
        while (view.getShort(nodes[depth] + LEVEL_OFFSET) > 0) {
            descend(view.getLong(record() + VALUE_OFFSET));
            indexes[depth - 1]++;
        }
        final long address = view.view(record(), RECORD_LENGTH);
        ms = Memory.getLong(address + MS_OFFSET);
        seq = Memory.getLong(address + SEQ_OFFSET);
        value = Memory.getLong(address + VALUE_OFFSET);
        indexes[depth]++;
        return true;
    }

    /** Milliseconds of the record's id. */
    public long ms() {
        return ms;
    }

    /** Sequence of the record's id. */
    public long seq() {
        return seq;
    }

    /** Value of the record. */
    public long value() {
        return value;
    }

    private void descend(final long node) {
        depth++;
        nodes[depth] = node;
        counts[depth] = view.getShort(node + COUNT_OFFSET);
        indexes[depth] = 0;
    }

    private long record() {
        return nodes[depth] + NODE_HEADER_LENGTH + (long) indexes[depth] * RECORD_LENGTH;
    }
}
