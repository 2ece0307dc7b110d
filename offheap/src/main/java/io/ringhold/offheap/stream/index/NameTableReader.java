package io.ringhold.offheap.stream.index;

import io.ringhold.offheap.cow.MemoryView;

import static io.ringhold.offheap.stream.index.NameTableDescriptor.COUNT_OFFSET;
import static io.ringhold.offheap.stream.index.NameTableDescriptor.REFERENCES_OFFSET;
import static io.ringhold.offheap.stream.index.NameTableDescriptor.REFERENCE_LENGTH;

/**
 * Visits the elements of a table of groups or consumers through a view; layout: {@link NameTableDescriptor}. The view's thread; allocates
 * nothing on the heap.
 */
public final class NameTableReader {
    private final MemoryView view;
    private long table;
    private int count;
    private int visited;

    public NameTableReader(final MemoryView view) {
        this.view = view;
    }

    /**
     * Goes to a table, before its first element.
     *
     * @param slot
     *            offset of the reference to it.
     */
    public void open(final long slot) {
        table = view.getLong(slot);
        count = table == 0 ? 0 : view.getInt(table + COUNT_OFFSET);
        visited = 0;
    }

    /** Number of elements. */
    public int count() {
        return count;
    }

    /** The next element, in the order of the names, or 0 when all have been visited. */
    public long next() {
        if (visited == count) {
            return 0;
        }
        return view.getLong(table + REFERENCES_OFFSET + (long) REFERENCE_LENGTH * visited++);
    }
}
