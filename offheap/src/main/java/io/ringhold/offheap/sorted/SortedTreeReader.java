package io.ringhold.offheap.sorted;

import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.memory.Memory;

import static io.ringhold.offheap.sorted.SortedTreeDescriptor.CHILDREN_OFFSET;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.CHILD_LENGTH;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.COUNT_OFFSET;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.HEIGHT_OFFSET;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.LEAF_CAPACITY;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.LEAF_LENGTH;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.NEXT_OFFSET;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.PREVIOUS_OFFSET;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.REFERENCES_OFFSET;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.TOP_OFFSET;

/**
 * Visits the elements of a sorted tree through a view, in order or from the last on; layout: {@link SortedTreeDescriptor}. The view's
 * thread; allocates nothing on the heap.
 */
public final class SortedTreeReader {
    private final MemoryView view;
    private final long[] references = new long[LEAF_CAPACITY];
    private boolean backward;
    private long following;
    private int count;
    private int visited;

    public SortedTreeReader(final MemoryView view) {
        this.view = view;
    }

    /**
     * Goes to a tree.
     *
     * @param fromLast
     *            true: {@link #next} begins with the last element.
     */
    public void open(final long root, final boolean fromLast) {
        backward = fromLast;
        long node = view.getLong(root + TOP_OFFSET);
        for (int height = view.getInt(root + HEIGHT_OFFSET); height > 0; height--) {
            final int child = fromLast ? view.getInt(node + COUNT_OFFSET) - 1 : 0;
            node = view.getLong(node + CHILDREN_OFFSET + (long) child * CHILD_LENGTH);
        }
        readLeaf(node);
    }

    /** The next element, or 0 when all have been visited. */
    public long next() {
        while (visited == count) {
            if (following == 0) {
                return 0;
            }
            readLeaf(following);
        }
        visited++;
        return references[backward ? count - visited : visited - 1];
    }

    private void readLeaf(final long leaf) {
        final long address = view.view(leaf, LEAF_LENGTH);
        count = Memory.getInt(address + COUNT_OFFSET);
        following = Memory.getLong(address + (backward ? PREVIOUS_OFFSET : NEXT_OFFSET));
        for (int i = 0; i < count; i++) {
            references[i] = Memory.getLong(address + REFERENCES_OFFSET + (long) i * Long.BYTES);
        }
        visited = 0;
    }
}
