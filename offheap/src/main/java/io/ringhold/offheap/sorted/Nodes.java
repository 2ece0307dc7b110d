package io.ringhold.offheap.sorted;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.element.Elements;

import static io.ringhold.offheap.sorted.SortedTreeDescriptor.CHILDREN_OFFSET;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.CHILD_COUNT_OFFSET;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.CHILD_FIRST_OFFSET;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.CHILD_LENGTH;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.CHILD_SCORE_OFFSET;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.COUNT_OFFSET;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.INNER_NODES_OFFSET;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.LEAVES_OFFSET;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.NEXT_OFFSET;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.PREVIOUS_OFFSET;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.REFERENCES_OFFSET;

/**
 * The leaves and inner nodes of sorted trees, one by one; layout: {@link SortedTreeDescriptor}. An entry of a node is a reference in a
 * leaf, a child in an inner node. The thread that owns the arena; allocates nothing.
 */
final class Nodes {
    private final Arena arena;
    private final Elements elements;

    Nodes(final Elements elements) {
        this.arena = elements.arena();
        this.elements = elements;
    }

    /** Makes a block a leaf without references, behind another leaf, which may be 0. */
    void initLeaf(final long leaf, final long previous) {
        final long next = previous == 0 ? 0 : next(previous);
        arena.putLong(leaf + COUNT_OFFSET, 0);
        link(previous, leaf);
        link(leaf, next);
        if (previous == 0) {
            arena.putLong(leaf + PREVIOUS_OFFSET, 0);
        }
        if (next == 0) {
            arena.putLong(leaf + NEXT_OFFSET, 0);
        }
    }

    /** Makes a block an inner node without children. */
    void initInner(final long inner) {
        arena.putLong(inner + COUNT_OFFSET, 0);
    }

    /** Takes a leaf out of the chain. */
    void unlink(final long leaf) {
        final long previous = previous(leaf);
        final long next = next(leaf);
        link(previous, next);
        if (previous == 0 && next != 0) {
            arena.putLong(next + PREVIOUS_OFFSET, 0);
        }
        if (next == 0 && previous != 0) {
            arena.putLong(previous + NEXT_OFFSET, 0);
        }
    }

    /** Notes in a root that there is a node more or less. */
    void addNode(final long root, final boolean isLeaf, final int difference) {
        final long at = root + (isLeaf ? LEAVES_OFFSET : INNER_NODES_OFFSET);
        arena.putInt(at, arena.getInt(at) + difference);
    }

    int count(final long node) {
        return arena.getInt(node + COUNT_OFFSET);
    }

    long previous(final long leaf) {
        return arena.getLong(leaf + PREVIOUS_OFFSET);
    }

    long next(final long leaf) {
        return arena.getLong(leaf + NEXT_OFFSET);
    }

    long reference(final long leaf, final int index) {
        return arena.getLong(leaf + REFERENCES_OFFSET + index * (long) Long.BYTES);
    }

    void insertReference(final long leaf, final int index, final long element) {
        final int count = count(leaf);
        final long at = leaf + REFERENCES_OFFSET + index * (long) Long.BYTES;
        if (index < count) {
            arena.copy(at + Long.BYTES, at, (long) (count - index) * Long.BYTES);
        }
        arena.putLong(at, element);
        arena.putInt(leaf + COUNT_OFFSET, count + 1);
    }

    void removeReference(final long leaf, final int index) {
        final int count = count(leaf) - 1;
        final long at = leaf + REFERENCES_OFFSET + index * (long) Long.BYTES;
        if (index < count) {
            arena.copy(at, at + Long.BYTES, (long) (count - index) * Long.BYTES);
        }
        arena.putInt(leaf + COUNT_OFFSET, count);
    }

    /** Moves the last entries of a node before the first of the node behind it, which has room for them. */
    void moveRight(final long left, final long right, final int entries, final boolean areLeaves) {
        final int size = areLeaves ? Long.BYTES : CHILD_LENGTH;
        final int first = areLeaves ? REFERENCES_OFFSET : CHILDREN_OFFSET;
        final int leftCount = count(left) - entries;
        final int rightCount = count(right);
        if (rightCount > 0) {
            arena.copy(right + first + (long) entries * size, right + first, (long) rightCount * size);
        }
        if (entries > 0) {
            arena.copy(right + first, left + first + (long) leftCount * size, (long) entries * size);
        }
        arena.putInt(left + COUNT_OFFSET, leftCount);
        arena.putInt(right + COUNT_OFFSET, rightCount + entries);
    }

    /** Moves the first entries of a node behind the last of the node before it, which has room for them. */
    void moveLeft(final long left, final long right, final int entries, final boolean areLeaves) {
        final int size = areLeaves ? Long.BYTES : CHILD_LENGTH;
        final int first = areLeaves ? REFERENCES_OFFSET : CHILDREN_OFFSET;
        final int leftCount = count(left);
        final int rightCount = count(right) - entries;
        arena.copy(left + first + (long) leftCount * size, right + first, (long) entries * size);
        if (rightCount > 0) {
            arena.copy(right + first, right + first + (long) entries * size, (long) rightCount * size);
        }
        arena.putInt(left + COUNT_OFFSET, leftCount + entries);
        arena.putInt(right + COUNT_OFFSET, rightCount);
    }

    long child(final long inner, final int index) {
        return arena.getLong(slot(inner, index));
    }

    /** Elements below a child. */
    long below(final long inner, final int index) {
        return arena.getLong(slot(inner, index) + CHILD_COUNT_OFFSET);
    }

    void addBelow(final long inner, final int index, final long difference) {
        final long at = slot(inner, index) + CHILD_COUNT_OFFSET;
        arena.putLong(at, arena.getLong(at) + difference);
    }

    double firstScore(final long inner, final int index) {
        return Double.longBitsToDouble(arena.getLong(slot(inner, index) + CHILD_SCORE_OFFSET));
    }

    long firstElement(final long inner, final int index) {
        return arena.getLong(slot(inner, index) + CHILD_FIRST_OFFSET);
    }

    void insertChild(final long inner, final int index, final long child, final boolean isLeaf) {
        final int count = count(inner);
        if (index < count) {
            arena.copy(slot(inner, index + 1), slot(inner, index), (long) (count - index) * CHILD_LENGTH);
        }
        arena.putInt(inner + COUNT_OFFSET, count + 1);
        describe(inner, index, child, isLeaf);
    }

    void removeChild(final long inner, final int index) {
        final int count = count(inner) - 1;
        if (index < count) {
            arena.copy(slot(inner, index), slot(inner, index + 1), (long) (count - index) * CHILD_LENGTH);
        }
        arena.putInt(inner + COUNT_OFFSET, count);
    }

    /** Writes all that an inner node says of a child, which has entries. */
    void describe(final long inner, final int index, final long child, final boolean isLeaf) {
        final long slot = slot(inner, index);
        arena.putLong(slot, child);
        long below = 0;
        if (isLeaf) {
            below = count(child);
        } else {
            for (int i = 0; i < count(child); i++) {
                below += below(child, i);
            }
        }
        arena.putLong(slot + CHILD_COUNT_OFFSET, below);
        describeFirst(inner, index, child, isLeaf);
    }

    /** Writes the first element below a child, which has entries. */
    void describeFirst(final long inner, final int index, final long child, final boolean isLeaf) {
        final long slot = slot(inner, index);
        if (isLeaf) {
            final long first = reference(child, 0);
            arena.putLong(slot + CHILD_SCORE_OFFSET, arena.getLong(elements.tailOffset(first)));
            arena.putLong(slot + CHILD_FIRST_OFFSET, first);
        } else {
            final long from = slot(child, 0);
            arena.putLong(slot + CHILD_SCORE_OFFSET, arena.getLong(from + CHILD_SCORE_OFFSET));
            arena.putLong(slot + CHILD_FIRST_OFFSET, arena.getLong(from + CHILD_FIRST_OFFSET));
        }
    }

    double score(final long element) {
        return Double.longBitsToDouble(arena.getLong(elements.tailOffset(element)));
    }

    private void link(final long previous, final long next) {
        if (previous != 0 && next != 0) {
            arena.putLong(previous + NEXT_OFFSET, next);
            arena.putLong(next + PREVIOUS_OFFSET, previous);
        }
    }

    private static long slot(final long inner, final int index) {
        return inner + CHILDREN_OFFSET + (long) index * CHILD_LENGTH;
    }
}
