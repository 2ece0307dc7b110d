package io.ringhold.offheap.sorted;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.BlockMover;
import io.ringhold.offheap.arena.MemoryTag;

import static io.ringhold.offheap.sorted.SortedTreeDescriptor.INNER_LENGTH;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.LEAF_LENGTH;

/** Blocks for the nodes that one insert may need, so that it cannot fail half-way. The thread that owns the arena. */
final class Reserve {
    private final Arena arena;
    private final MemoryTag tag;
    private final long[] inner;
    private int innerCount;
    private long leaf;

    Reserve(final Arena arena, final MemoryTag tag, final int maxHeight) {
        this.arena = arena;
        this.tag = tag;
        this.inner = new long[maxHeight];
    }

    /** Makes sure that there are a leaf and so many inner nodes; false when there is no memory. */
    boolean fill(final int innerNodes) {
        if (leaf == 0) {
            leaf = arena.allocate(LEAF_LENGTH, tag);
        }
        while (innerCount < innerNodes) {
            final long block = arena.allocate(INNER_LENGTH, tag);
            if (block == 0) {
                return false;
            }
            inner[innerCount] = block;
            innerCount++;
        }
        return leaf != 0;
    }

    /** Bytes of memory that the blocks take. */
    long usedBytes() {
        long bytes = leaf == 0 ? 0 : arena.usableSize(leaf);
        for (int i = 0; i < innerCount; i++) {
            bytes += arena.usableSize(inner[i]);
        }
        return bytes;
    }

    void relocate(final BlockMover mover) {
        leaf = leaf == 0 ? 0 : mover.move(leaf);
        for (int i = 0; i < innerCount; i++) {
            inner[i] = mover.move(inner[i]);
        }
    }

    long takeLeaf() {
        final long taken = leaf;
        leaf = 0;
        return taken;
    }

    long takeInner() {
        innerCount--;
        return inner[innerCount];
    }
}
