package io.ringhold.engine.keyspace;

import io.ringhold.offheap.listpack.Listpack;

/** A place in a list, moved by {@link ListValues} and good until the list changes. Made once and used again and again. Engine thread. */
public final class ListCursor {
    /** The quicklist's node, or 0 when the list is one listpack. */
    long node;
    /** The listpack, or 0 when that of the node is compressed: then it is asked for at each use. */
    long block;
    int position = Listpack.NONE;

    void at(final long newNode, final long newBlock, final int newPosition) {
        node = newNode;
        block = newBlock;
        position = newPosition;
    }

    /** Goes where another cursor is. */
    public void set(final ListCursor other) {
        at(other.node, other.block, other.position);
    }
}
