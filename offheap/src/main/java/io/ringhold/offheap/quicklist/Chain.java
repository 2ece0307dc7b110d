package io.ringhold.offheap.quicklist;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.BlockMover;

import static io.ringhold.offheap.quicklist.QuicklistDescriptor.FIRST_OFFSET;
import static io.ringhold.offheap.quicklist.QuicklistDescriptor.LAST_OFFSET;
import static io.ringhold.offheap.quicklist.QuicklistDescriptor.NEXT_OFFSET;
import static io.ringhold.offheap.quicklist.QuicklistDescriptor.NODES_OFFSET;
import static io.ringhold.offheap.quicklist.QuicklistDescriptor.PREVIOUS_OFFSET;

/**
 * How the nodes of a list hang together: puts them into the chain, takes them out, and moves their blocks. Knows nothing of elements, nor of how many there
 * are. The thread that owns the arena; allocates nothing on the heap.
 */
final class Chain {
    private final Arena arena;
    private final Nodes nodes;
    private final Compression compression;
    /** The node that {@link #relocateSome} is to go on with, or 0. */
    private long bookmark;

    Chain(final Arena arena, final Nodes nodes, final Compression compression) {
        this.arena = arena;
        this.nodes = nodes;
        this.compression = compression;
    }

    /** Puts a node behind another, or, when that is 0, before all others. */
    void link(final long root, final long node, final long before) {
        final long behind = arena.getLong(before == 0 ? root + FIRST_OFFSET : before + NEXT_OFFSET);
        arena.putLong(node + PREVIOUS_OFFSET, before);
        arena.putLong(node + NEXT_OFFSET, behind);
        pointTo(root, node, before, behind);
        arena.putLong(root + NODES_OFFSET, arena.getLong(root + NODES_OFFSET) + 1);
        compression.added(root);
    }

    /** Takes a node out and frees it with its listpack. */
    void unlink(final long root, final long node) {
        final long before = arena.getLong(node + PREVIOUS_OFFSET);
        final long behind = arena.getLong(node + NEXT_OFFSET);
        arena.putLong(before == 0 ? root + FIRST_OFFSET : before + NEXT_OFFSET, behind);
        arena.putLong(behind == 0 ? root + LAST_OFFSET : behind + PREVIOUS_OFFSET, before);
        arena.putLong(root + NODES_OFFSET, arena.getLong(root + NODES_OFFSET) - 1);
        compression.forget(node);
        nodes.free(node);
        if (bookmark == node) {
            bookmark = behind;
        }
    }

    /** Frees the only node of a list that is about to be freed, without its listpack. */
    void freeShell(final long node) {
        compression.forget(node);
        nodes.freeShell(node);
        if (bookmark == node) {
            bookmark = 0;
        }
    }

    /** As {@link Quicklist#relocateSome}. */
    boolean relocateSome(final long root, final boolean begin, final int maxNodes, final BlockMover mover) {
        if (begin) {
            bookmark = arena.getLong(root + FIRST_OFFSET);
        }
        for (int i = 0; i < maxNodes && bookmark != 0; i++) {
            bookmark = arena.getLong(relocate(root, bookmark, mover) + NEXT_OFFSET);
        }
        return bookmark == 0;
    }

    private long relocate(final long root, final long node, final BlockMover mover) {
        final long moved = nodes.relocate(node, mover);
        if (moved != node) {
            pointTo(root, moved, arena.getLong(moved + PREVIOUS_OFFSET), arena.getLong(moved + NEXT_OFFSET));
        }
        return moved;
    }

    /** Makes both neighbours, or the root in place of one, refer to a node. */
    private void pointTo(final long root, final long node, final long before, final long behind) {
        arena.putLong(before == 0 ? root + FIRST_OFFSET : before + NEXT_OFFSET, node);
        arena.putLong(behind == 0 ? root + LAST_OFFSET : behind + PREVIOUS_OFFSET, node);
    }
}
