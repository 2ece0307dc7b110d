package io.ringhold.offheap.quicklist;

import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.memory.Memory;

import static io.ringhold.offheap.quicklist.QuicklistDescriptor.COMPRESSED_BYTES_OFFSET;
import static io.ringhold.offheap.quicklist.QuicklistDescriptor.COUNT_OFFSET;
import static io.ringhold.offheap.quicklist.QuicklistDescriptor.FIRST_OFFSET;
import static io.ringhold.offheap.quicklist.QuicklistDescriptor.LISTPACK_BYTES_OFFSET;
import static io.ringhold.offheap.quicklist.QuicklistDescriptor.LISTPACK_OFFSET;
import static io.ringhold.offheap.quicklist.QuicklistDescriptor.NEXT_OFFSET;
import static io.ringhold.offheap.quicklist.QuicklistDescriptor.NODES_OFFSET;
import static io.ringhold.offheap.quicklist.QuicklistDescriptor.NODE_LENGTH;
import static io.ringhold.offheap.quicklist.QuicklistDescriptor.STREAM_OFFSET;

/**
 * Visits the nodes of a quicklist through a view; layout: {@link QuicklistDescriptor}. The view's thread; allocates nothing on the heap.
 */
public final class QuicklistReader {
    private final MemoryView view;
    private long root;
    private long following;
    private long block;
    private int count;
    private int compressedBytes;

    public QuicklistReader(final MemoryView view) {
        this.view = view;
    }

    /** Goes to a list, before its first node. */
    public void open(final long newRoot) {
        root = newRoot;
        following = view.getLong(newRoot + FIRST_OFFSET);
    }

    /** Number of nodes. */
    public long nodes() {
        return view.getLong(root + NODES_OFFSET);
    }

    /** Goes to the next node; false when there is none. */
    public boolean next() {
        if (following == 0) {
            return false;
        }
        final long address = view.view(following, NODE_LENGTH);
        following = Memory.getLong(address + NEXT_OFFSET);
        block = Memory.getLong(address + LISTPACK_OFFSET);
        count = Memory.getInt(address + COUNT_OFFSET);
        compressedBytes = Memory.getInt(address + COMPRESSED_BYTES_OFFSET);
        return true;
    }

    /** Elements in the node. */
    public int count() {
        return count;
    }

    /** Whether the node's listpack is compressed. */
    public boolean isCompressed() {
        return compressedBytes != 0;
    }

    /** Offset of the block of a listpack that is not compressed. */
    public long listpack() {
        return block;
    }

    /** Offset of the LZF stream of a listpack that is compressed. */
    public long stream() {
        return block + STREAM_OFFSET;
    }

    /** Bytes of that stream, or 0. */
    public int streamBytes() {
        return compressedBytes;
    }

    /** Bytes that it decompresses to. */
    public int uncompressedBytes() {
        return view.getInt(block + LISTPACK_BYTES_OFFSET);
    }
}
