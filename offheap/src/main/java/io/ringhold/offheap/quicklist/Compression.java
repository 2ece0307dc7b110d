package io.ringhold.offheap.quicklist;

import io.ringhold.offheap.arena.Arena;

import static io.ringhold.offheap.quicklist.QuicklistDescriptor.FIRST_OFFSET;
import static io.ringhold.offheap.quicklist.QuicklistDescriptor.LAST_OFFSET;
import static io.ringhold.offheap.quicklist.QuicklistDescriptor.NEXT_OFFSET;
import static io.ringhold.offheap.quicklist.QuicklistDescriptor.NODES_OFFSET;
import static io.ringhold.offheap.quicklist.QuicklistDescriptor.PREVIOUS_OFFSET;

/**
 * Which nodes of a list are to be compressed, and when: those that changed, and those that a change brought away from the ends, at the
 * end of the command, for changes seldom come alone and what was changed may have to be changed back. Knows of one list at a time. The
 * thread that owns the arena.
 */
final class Compression {
    private static final int MAX_CHANGED = 8;
    /** With more nodes than this a change is not begun: it may add as many again. */
    private static final int MANY_CHANGED = MAX_CHANGED / 2;

    private final Arena arena;
    private final Nodes nodes;
    private final long[] changed = new long[MAX_CHANGED];
    private int changedCount;
    private int depth;
    private long root;
    private long nodesBefore;
    private long nodesAdded;

    Compression(final Arena arena, final Nodes nodes) {
        this.arena = arena;
        this.nodes = nodes;
    }

    /** Sets how many nodes at each end stay plain; 0 leaves all plain. */
    void depth(final int newDepth) {
        depth = newDepth;
    }

    /** A list is about to change; nodes that have been made plain stay so when they are of the same one. */
    void follow(final long list) {
        if (root != list) {
            settle();
            root = list;
            nodesBefore = arena.getLong(list + NODES_OFFSET);
            nodesAdded = 0;
        }
    }

    /** The same, before some of its nodes are made plain. */
    void followWithRoom(final long list) {
        if (changedCount > MANY_CHANGED) {
            settle();
        }
        follow(list);
    }

    /** A node of the list has been made plain or has come to be. */
    void changed(final long node) {
        if (depth != 0 && !isChanged(node)) {
            changed[changedCount] = node;
            changedCount++;
        }
    }

    /** A list has one node more, so that others are farther from an end. */
    void added(final long list) {
        if (list == root) {
            nodesAdded++;
        }
    }

    private boolean isChanged(final long node) {
        for (int i = 0; i < changedCount; i++) {
            if (changed[i] == node) {
                return true;
            }
        }
        return false;
    }

    /** A node is about to be freed. */
    void forget(final long node) {
        for (int i = 0; i < changedCount; i++) {
            if (changed[i] == node) {
                changedCount--;
                changed[i] = changed[changedCount];
            }
        }
    }

    /** A list is about to be freed. */
    void forgetList(final long list) {
        if (root == list) {
            root = 0;
            changedCount = 0;
        }
    }

    /** Makes nodes near the ends plain, where there is memory, and compresses of the others those that are to be so. */
    void settle() {
        if (root == 0) {
            return;
        }
        final long count = arena.getLong(root + NODES_OFFSET);
        final long plain = 2L * depth;
        // a list that was no longer than that before has had no compressed nodes
        if (plain != 0 && (count >= plain || nodesBefore > plain)) {
            settle(count, plain);
        }
        root = 0;
        changedCount = 0;
    }

    private void settle(final long count, final long plain) {
        long front = arena.getLong(root + FIRST_OFFSET);
        long back = arena.getLong(root + LAST_OFFSET);
        for (long i = Math.min(depth, count); i > 0; i--) {
            nodes.makePlain(front);
            nodes.makePlain(back);
            forget(front);
            forget(back);
            front = arena.getLong(front + NEXT_OFFSET);
            back = arena.getLong(back + PREVIOUS_OFFSET);
        }
        for (long i = Math.min(nodesAdded, count - plain); i > 0; i--) {
            nodes.compress(front);
            nodes.compress(back);
            front = arena.getLong(front + NEXT_OFFSET);
            back = arena.getLong(back + PREVIOUS_OFFSET);
        }
        for (int i = 0; i < changedCount && count > plain; i++) {
            nodes.compress(changed[i]);
        }
    }
}
