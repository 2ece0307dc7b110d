package io.ringhold.offheap.quicklist;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.BlockMover;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.listpack.Listpack;
import io.ringhold.offheap.lzf.Lzf;

import static io.ringhold.offheap.quicklist.QuicklistDescriptor.COMPRESSED_BYTES_OFFSET;
import static io.ringhold.offheap.quicklist.QuicklistDescriptor.COUNT_OFFSET;
import static io.ringhold.offheap.quicklist.QuicklistDescriptor.LISTPACK_BYTES_OFFSET;
import static io.ringhold.offheap.quicklist.QuicklistDescriptor.LISTPACK_OFFSET;
import static io.ringhold.offheap.quicklist.QuicklistDescriptor.NODE_LENGTH;
import static io.ringhold.offheap.quicklist.QuicklistDescriptor.STREAM_OFFSET;

/**
 * The nodes of quicklists with their listpacks, plain or compressed. The thread that owns the arena; allocates nothing on the heap.
 *
 * <p>
 * To read a compressed node takes no memory: its listpack is decompressed to a block, the window, which is as large as the
 * largest that was ever compressed, for it is the block of that. The window holds one node's listpack at a time.
 */
final class Nodes {
    /** Redis' limits: smaller listpacks are not compressed, nor those that become hardly smaller. */
    private static final int MIN_BYTES = 48;
    private static final int MIN_SAVED_BYTES = 8;
    /** Larger listpacks stay plain: to read a few bytes of one would take milliseconds. */
    private static final int MAX_BYTES = 1 << 20;

    private final Arena arena;
    private final Listpack listpack;
    private final Lzf lzf = new Lzf();
    private long window;
    private long windowNode;
    /** What streams are written to before their length is known. */
    private long streams;

    Nodes(final Arena arena, final Listpack listpack) {
        this.arena = arena;
        this.listpack = listpack;
    }

    /** A node that is yet to be described; 0 when there is no memory. */
    long create() {
        return arena.allocate(NODE_LENGTH, MemoryTag.LISTPACKS);
    }

    /** Makes a plain listpack the content of a new node. */
    void describe(final long node, final long block) {
        describe(node, block, listpack.count(block), 0);
    }

    private void describe(final long node, final long block, final int count, final int compressedBytes) {
        arena.putLong(node + LISTPACK_OFFSET, block);
        arena.putInt(node + COUNT_OFFSET, count);
        arena.putInt(node + COMPRESSED_BYTES_OFFSET, compressedBytes);
    }

    /** A copy of a node and of what it refers to; 0 when there is no memory. */
    long copy(final long node) {
        final long block = block(node);
        final int compressed = arena.getInt(node + COMPRESSED_BYTES_OFFSET);
        final long copy = compressed == 0
                ? listpack.copy(block)
                : listpack.createFrom(arena.address(block), STREAM_OFFSET + compressed);
        final long added = copy == 0 ? 0 : create();
        if (added != 0) {
            describe(added, copy, count(node), compressed);
        } else if (copy != 0) {
            arena.free(copy);
        }
        return added;
    }

    /** Frees a node and its listpack. */
    void free(final long node) {
        arena.free(block(node));
        freeShell(node);
    }

    /** Frees a node without its listpack. */
    void freeShell(final long node) {
        forget(node);
        arena.free(node);
    }

    /** Moves a node and what it refers to; returns where it is. What refers to it is the caller's to change. */
    long relocate(final long node, final BlockMover mover) {
        final long moved = mover.move(node);
        if (moved != node) {
            forget(node);
        }
        final long block = block(moved);
        final long movedBlock = mover.move(block);
        if (movedBlock != block) {
            block(moved, movedBlock);
        }
        return moved;
    }

    void relocateWindow(final BlockMover mover) {
        window = window == 0 ? 0 : mover.move(window);
    }

    int count(final long node) {
        return arena.getInt(node + COUNT_OFFSET);
    }

    void count(final long node, final int count) {
        arena.putInt(node + COUNT_OFFSET, count);
    }

    boolean isCompressed(final long node) {
        return arena.getInt(node + COMPRESSED_BYTES_OFFSET) != 0;
    }

    /** The block of the listpack, or of what it is compressed to. */
    long block(final long node) {
        return arena.getLong(node + LISTPACK_OFFSET);
    }

    /** Makes another block the listpack of a node that is not compressed. */
    void block(final long node, final long block) {
        arena.putLong(node + LISTPACK_OFFSET, block);
    }

    /** Bytes of the listpack, compressed or not. */
    int bytes(final long node) {
        return isCompressed(node) ? arena.getInt(block(node) + LISTPACK_BYTES_OFFSET) : listpack.bytes(block(node));
    }

    /** The listpack to read from; of a compressed node only until another is asked for. */
    long open(final long node) {
        if (!isCompressed(node)) {
            return block(node);
        }
        if (windowNode != node) {
            decompress(node, window);
            windowNode = node;
        }
        return window;
    }

    /** Decompresses a node if need be; false when there is no memory, and it stays as it is. */
    boolean makePlain(final long node) {
        if (!isCompressed(node)) {
            return true;
        }
        final long plain = arena.allocate(bytes(node), MemoryTag.LISTPACKS);
        if (plain == 0) {
            return false;
        }
        decompress(node, plain);
        arena.free(block(node));
        arena.putLong(node + LISTPACK_OFFSET, plain);
        arena.putInt(node + COMPRESSED_BYTES_OFFSET, 0);
        forget(node);
        return true;
    }

    /** Compresses a node, when that is worth it and there is memory. */
    void compress(final long node) {
        if (isCompressed(node)) {
            return;
        }
        final long plain = block(node);
        final int bytes = listpack.bytes(plain);
        if (bytes < MIN_BYTES || bytes > MAX_BYTES || !hasRoomForStreams(bytes)) {
            return;
        }
        final int length = lzf.compress(arena.address(plain), bytes, arena.addressToStore(streams, bytes),
                bytes - MIN_SAVED_BYTES + 1);
        final long block = length == 0 ? 0 : arena.allocate(STREAM_OFFSET + (long) length, MemoryTag.LISTPACKS);
        if (block == 0) {
            return;
        }
        arena.putInt(block + LISTPACK_BYTES_OFFSET, bytes);
        arena.copy(block + STREAM_OFFSET, streams, length);
        arena.putLong(node + LISTPACK_OFFSET, block);
        arena.putInt(node + COMPRESSED_BYTES_OFFSET, length);
        if (window != 0 && arena.usableSize(window) >= bytes) {
            arena.free(plain);
            return;
        }
        if (window != 0) {
            arena.free(window);
        }
        window = plain;
        // it holds what the node's listpack was
        windowNode = node;
    }

    private boolean hasRoomForStreams(final int bytes) {
        if (streams == 0 || arena.usableSize(streams) < bytes) {
            final long larger = arena.allocate(bytes, MemoryTag.SCRATCH);
            if (larger == 0) {
                return false;
            }
            if (streams != 0) {
                arena.free(streams);
            }
            streams = larger;
        }
        return true;
    }

    private void decompress(final long node, final long target) {
        final int bytes = bytes(node);
        final int length = arena.getInt(node + COMPRESSED_BYTES_OFFSET);
        if (lzf.decompress(arena.address(block(node) + STREAM_OFFSET), length, arena.addressToStore(target, bytes),
                bytes) != bytes) {
            throw new IllegalStateException("the compressed listpack of the node at " + node + " is broken");
        }
    }

    private void forget(final long node) {
        if (windowNode == node) {
            windowNode = 0;
        }
    }
}
