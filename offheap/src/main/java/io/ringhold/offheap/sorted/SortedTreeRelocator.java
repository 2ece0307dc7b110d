package io.ringhold.offheap.sorted;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.BlockMover;
import io.ringhold.offheap.element.Elements;

import static io.ringhold.offheap.sorted.SortedTreeDescriptor.CHILDREN_OFFSET;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.CHILD_LENGTH;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.HEIGHT_OFFSET;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.NEXT_OFFSET;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.PREVIOUS_OFFSET;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.REFERENCES_OFFSET;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.TOP_OFFSET;

/**
 * Moves the blocks of sorted trees, all but their roots, and the elements, a leaf at a time; layout: {@link SortedTreeDescriptor}. Leaves are known by
 * the rank of their first element, so the tree may change in between: then an element may be passed over, or come twice. The thread that owns
 * the arena; allocates nothing on the heap.
 */
public final class SortedTreeRelocator {
    private final Arena arena;
    private final Nodes nodes;
    /** The inner nodes on the way to the leaf, by their level, and the child taken in each. */
    private final long[] path = new long[SortedTree.MAX_HEIGHT + 1];
    private final int[] taken = new int[SortedTree.MAX_HEIGHT + 1];

    public SortedTreeRelocator(final Elements elements) {
        this.arena = elements.arena();
        this.nodes = new Nodes(elements);
    }

    /**
     * Moves the leaf that holds a rank, the inner nodes on the way to it, and its elements.
     *
     * @param ofElements
     *            what else refers to an element must have been changed when it returns.
     * @return the first rank of the next leaf, or 0 when there is none.
     */
    public long relocateSome(final long root, final long rank, final BlockMover ofBlocks,
            final BlockMover ofElements) {
        final int height = arena.getInt(root + HEIGHT_OFFSET);
        long left = rank;
        long slot = root + TOP_OFFSET;
        for (int level = height; level > 0; level--) {
            final long inner = moveInner(slot, ofBlocks);
            int child = 0;
            while (child + 1 < nodes.count(inner) && left >= nodes.below(inner, child)) {
                left -= nodes.below(inner, child);
                child++;
            }
            path[level] = inner;
            taken[level] = child;
            slot = inner + CHILDREN_OFFSET + (long) child * CHILD_LENGTH;
        }
        final long leaf = moveLeaf(slot, ofBlocks);
        moveElements(leaf, height, ofElements);
        return nodes.next(leaf) == 0 ? 0 : rank - left + nodes.count(leaf);
    }

    private long moveInner(final long slot, final BlockMover mover) {
        final long inner = arena.getLong(slot);
        final long moved = mover.move(inner);
        if (moved != inner) {
            arena.putLong(slot, moved);
        }
        return moved;
    }

    private long moveLeaf(final long slot, final BlockMover mover) {
        final long leaf = arena.getLong(slot);
        final long moved = mover.move(leaf);
        if (moved != leaf) {
            arena.putLong(slot, moved);
            final long previous = nodes.previous(moved);
            final long next = nodes.next(moved);
            if (previous != 0) {
                arena.putLong(previous + NEXT_OFFSET, moved);
            }
            if (next != 0) {
                arena.putLong(next + PREVIOUS_OFFSET, moved);
            }
        }
        return moved;
    }

    private void moveElements(final long leaf, final int height, final BlockMover mover) {
        final int count = nodes.count(leaf);
        for (int i = 0; i < count; i++) {
            final long element = nodes.reference(leaf, i);
            final long moved = mover.move(element);
            if (moved != element) {
                arena.putLong(leaf + REFERENCES_OFFSET + (long) i * Long.BYTES, moved);
                if (i == 0) {
                    describeFirst(leaf, height);
                }
            }
        }
    }

    /** Notes in the inner nodes where the leaf's first element is, as far up as it is the first. */
    private void describeFirst(final long leaf, final int height) {
        long child = leaf;
        for (int level = 1; level <= height; level++) {
            nodes.describeFirst(path[level], taken[level], child, level == 1);
            if (taken[level] != 0) {
                return;
            }
            child = path[level];
        }
    }
}
