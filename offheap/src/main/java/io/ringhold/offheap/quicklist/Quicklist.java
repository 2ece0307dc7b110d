package io.ringhold.offheap.quicklist;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.BlockMover;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.listpack.Listpack;
import io.ringhold.offheap.listpack.ListpackDescriptor;

import static io.ringhold.offheap.quicklist.QuicklistDescriptor.FIRST_OFFSET;
import static io.ringhold.offheap.quicklist.QuicklistDescriptor.LAST_OFFSET;
import static io.ringhold.offheap.quicklist.QuicklistDescriptor.NEXT_OFFSET;
import static io.ringhold.offheap.quicklist.QuicklistDescriptor.NODES_OFFSET;
import static io.ringhold.offheap.quicklist.QuicklistDescriptor.PREVIOUS_OFFSET;
import static io.ringhold.offheap.quicklist.QuicklistDescriptor.ROOT_LENGTH;
import static io.ringhold.offheap.quicklist.QuicklistDescriptor.SIZE_OFFSET;

/**
 * Works on the long lists of an arena; layout: {@link QuicklistDescriptor}. A list is named by its root, an element by its node and its
 * position in the node's listpack. The thread that owns the arena; allocates nothing on the heap.
 *
 * <p>
 * What needs memory answers false when there is none: the list's elements are then as they were. A node whose last element goes is
 * freed at once; an element too large for any node has one of its own.
 *
 * <p>
 * With a {@link #compressDepth} nodes further than that from both ends are compressed, all but small ones and those that would hardly
 * become smaller. Whatever changes a node makes it plain first, and leaves it so until {@link #settle}, which is to follow the last
 * change of a command.
 */
public final class Quicklist {
    private static final int FORWARD = NEXT_OFFSET;
    private static final int BACKWARD = PREVIOUS_OFFSET;

    private final Arena arena;
    private final Listpack listpack;
    private final Nodes nodes;
    private final Compression compression;
    private final Chain chain;
    private NodeLimit limit;
    private long insertedNode;
    private int insertedPosition;
    private long passed;

    /**
     * @param listpack
     *            of the same arena.
     */
    public Quicklist(final Arena arena, final Listpack listpack, final NodeLimit limit) {
        this.arena = arena;
        this.listpack = listpack;
        this.nodes = new Nodes(arena, listpack);
        this.compression = new Compression(arena, nodes);
        this.chain = new Chain(arena, nodes, compression);
        this.limit = limit;
    }

    /** Sets what nodes may hold from now on; those that are there stay as they are. */
    public void limit(final NodeLimit newLimit) {
        limit = newLimit;
    }

    /**
     * Sets how many nodes at each end stay plain, as {@code list-compress-depth} does; 0 leaves all plain. Nodes that are there are
     * compressed or made plain when next they or their neighbours change.
     */
    public void compressDepth(final int depth) {
        compression.depth(depth);
    }

    /** An empty list's root, or 0 when there is no memory. */
    public long create() {
        final long root = arena.allocate(ROOT_LENGTH, MemoryTag.LISTPACKS);
        if (root != 0) {
            arena.fill(root, ROOT_LENGTH, (byte) 0);
        }
        return root;
    }

    /** A list of one node, whose listpack is the given one from then on; 0 when there is no memory. */
    public long createFrom(final long block) {
        final long root = create();
        if (root == 0) {
            return 0;
        }
        final long node = nodes.create();
        if (node == 0) {
            arena.free(root);
            return 0;
        }
        nodes.describe(node, block);
        chain.link(root, node, 0);
        grow(root, listpack.count(block));
        return root;
    }

    /** Adds a node behind the last one, whose listpack, with elements, is the given one from then on; false when there is no memory. */
    public boolean addLast(final long root, final long block) {
        compression.followWithRoom(root);
        final long node = nodes.create();
        if (node != 0) {
            nodes.describe(node, block);
            chain.link(root, node, last(root));
            grow(root, count(node));
        }
        return node != 0;
    }

    /** Number of elements. */
    public long size(final long root) {
        return arena.getLong(root + SIZE_OFFSET);
    }

    /** Number of nodes. */
    public long nodes(final long root) {
        return arena.getLong(root + NODES_OFFSET);
    }

    /** The first node, or 0. */
    public long first(final long root) {
        return arena.getLong(root + FIRST_OFFSET);
    }

    /** The last node, or 0. */
    public long last(final long root) {
        return arena.getLong(root + LAST_OFFSET);
    }

    /** The node behind another, or 0. */
    public long next(final long node) {
        return arena.getLong(node + FORWARD);
    }

    /** The node before another, or 0. */
    public long previous(final long node) {
        return arena.getLong(node + BACKWARD);
    }

    /** A node's listpack, to read only; of a compressed node it is good until the next call, or the next change of any list. */
    public long listpack(final long node) {
        return nodes.open(node);
    }

    /** True when {@link #listpack} has to decompress. */
    public boolean isCompressed(final long node) {
        return nodes.isCompressed(node);
    }

    /** Elements in a node. */
    public int count(final long node) {
        return nodes.count(node);
    }

    /** Adds a string before the first element. */
    public boolean pushFirst(final long root, final long address, final int length) {
        compression.followWithRoom(root);
        final long node = first(root);
        if (node != 0 && hasRoom(node, listpack.addedBytes(address, length))) {
            return insertInto(root, node, ListpackDescriptor.HEADER_LENGTH, address, length);
        }
        return insertAlone(root, 0, address, length);
    }

    /** Adds a string behind the last element. */
    public boolean pushLast(final long root, final long address, final int length) {
        compression.followWithRoom(root);
        final long node = last(root);
        if (node != 0 && hasRoom(node, listpack.addedBytes(address, length))) {
            return insertInto(root, node, end(node), address, length);
        }
        if (!insertAlone(root, node, address, length)) {
            return false;
        }
        if (node != 0 && !nodes.isCompressed(node)) {
            nodes.block(node, listpack.trim(nodes.block(node)));
        }
        return true;
    }

    /**
     * Inserts a string before an element, or behind the last one of its node; {@link #insertedNode} and {@link #insertedPosition} then
     * tell where it is.
     *
     * @param position
     *            of the element, or the end of the node's listpack.
     */
    public boolean insert(final long root, final long node, final int position, final long address, final int length) {
        compression.followWithRoom(root);
        return insertAt(root, node, position, address, length);
    }

    private boolean insertAt(final long root, final long node, final int position, final long address,
            final int length) {
        final int added = listpack.addedBytes(address, length);
        if (!placeAt(root, node, position, added, address, length)) {
            return false;
        }
        compression.changed(insertedNode);
        return true;
    }

    private boolean placeAt(final long root, final long node, final int position, final int added, final long address,
            final int length) {
        if (hasRoom(node, added)) {
            return insertInto(root, node, position, address, length);
        }
        if (position == ListpackDescriptor.HEADER_LENGTH) {
            return insertBetween(root, previous(node), node, added, address, length);
        }
        if (position == end(node)) {
            return insertBetween(root, node, next(node), added, address, length);
        }
        final long behind = split(root, node, position);
        return behind != 0 && insertBetween(root, node, behind, added, address, length);
    }

    /** The node of what was inserted last. */
    public long insertedNode() {
        return insertedNode;
    }

    /** The position of what was inserted last. */
    public int insertedPosition() {
        return insertedPosition;
    }

    /** Puts a string in an element's place; {@link #insertedNode} and {@link #insertedPosition} then tell where it is. */
    public boolean replace(final long root, final long node, final int position, final long address, final int length) {
        if (!makePlain(root, node)) {
            return false;
        }
        final long block = nodes.block(node);
        final int added = listpack.addedBytes(address, length);
        if (count(node) > 1 && !limit.allows((long) listpack.bytes(block) + added, count(node))) {
            // nothing is settled in between: the element is still to be deleted from its node
            return insertAt(root, node, position, address, length) && deleteReplaced(root);
        }
        final long changed = listpack.replace(block, position, address, length);
        if (changed == 0) {
            return false;
        }
        nodes.block(node, changed);
        inserted(node, position);
        return true;
    }

    /**
     * Decompresses a node if need be, which elements are to be deleted from; it stays so until {@link #settle}, or until more than four
     * others have been decompressed.
     *
     * @return false when there is no memory, and nothing has changed.
     */
    public boolean makePlain(final long root, final long node) {
        compression.followWithRoom(root);
        return makePlainToo(node);
    }

    /** Within a change that has made room for so many: at most three nodes. */
    private boolean makePlainToo(final long node) {
        if (!nodes.makePlain(node)) {
            return false;
        }
        compression.changed(node);
        return true;
    }

    /**
     * Takes elements of one node out, from one on, as many as there are up to {@code howMany}; returns how many that were. The node
     * must be plain ({@link #makePlain}) unless all its elements go.
     */
    public int delete(final long root, final long node, final int position, final int howMany) {
        compression.follow(root);
        final int count = count(node);
        if (howMany >= count && position == ListpackDescriptor.HEADER_LENGTH) {
            chain.unlink(root, node);
            grow(root, -count);
            return count;
        }
        if (nodes.isCompressed(node)) {
            throw new IllegalStateException("elements of a compressed node cannot be deleted");
        }
        nodes.block(node, listpack.delete(nodes.block(node), position, howMany));
        final int left = listpack.count(nodes.block(node));
        nodes.count(node, left);
        grow(root, left - count);
        return count - left;
    }

    /** After changes: compresses nodes that are to be so, and makes those plain that have come near an end. */
    public void settle() {
        compression.settle();
    }

    /** Joins a node with the one behind it when both fit one of half the limit: after many deletions. */
    public void join(final long root, final long node) {
        final long behind = node == 0 ? 0 : next(node);
        if (behind == 0) {
            return;
        }
        final long bytes = (long) nodes.bytes(node) + nodes.bytes(behind) - ListpackDescriptor.EMPTY_LENGTH;
        if (limit.allowsTwice(bytes, (long) count(node) + count(behind)) && makePlain(root, node)) {
            final long joined = listpack.appendAll(nodes.block(node), nodes.open(behind));
            if (joined != 0) {
                nodes.block(node, joined);
                nodes.count(node, count(node) + count(behind));
                chain.unlink(root, behind);
            }
        }
    }

    /**
     * The node of an index from the first element, or 0; the element's index in it is {@code index - }{@link #passed}.
     */
    public long seek(final long root, final long index) {
        final long size = size(root);
        if (index < 0 || index >= size) {
            return 0;
        }
        if (index <= size / 2) {
            return seekForward(root, index);
        }
        long node = last(root);
        long start = size - count(node);
        while (start > index) {
            node = previous(node);
            start -= count(node);
        }
        passed = start;
        return node;
    }

    /** Elements before the node that {@link #seek} has found. */
    public long passed() {
        return passed;
    }

    private long seekForward(final long root, final long index) {
        long node = first(root);
        long start = 0;
        while (start + count(node) <= index) {
            start += count(node);
            node = next(node);
        }
        passed = start;
        return node;
    }

    /**
     * Frees some of a list's nodes, to be called again until it answers true: then the root is freed too.
     *
     * @param maxNodes
     *            how many to free.
     */
    public boolean freeSome(final long root, final int maxNodes) {
        for (int i = 0; i < maxNodes; i++) {
            final long node = first(root);
            if (node == 0) {
                freeRoot(root);
                return true;
            }
            final int count = count(node);
            chain.unlink(root, node);
            grow(root, -count);
        }
        return false;
    }

    /** Frees the root, and leaves the one node's listpack to the caller; 0 when there is no memory to decompress it, and nothing has changed. */
    public long detachOnly(final long root) {
        final long node = first(root);
        if (!nodes.makePlain(node)) {
            return 0;
        }
        final long block = nodes.block(node);
        chain.freeShell(node);
        freeRoot(root);
        return block;
    }

    /** Moves what is kept ready for reading compressed nodes, which belongs to no list. */
    public void relocateWindow(final BlockMover mover) {
        nodes.relocateWindow(mover);
    }

    /**
     * Moves the blocks of some nodes, not the root. The list may change between two calls; with others in between that begin with the first
     * node, nothing is left to do.
     *
     * @param begin
     *            whether to begin with the first node.
     * @return true when all nodes have been gone through.
     */
    public boolean relocateSome(final long root, final boolean begin, final int maxNodes, final BlockMover mover) {
        compression.settle();
        return chain.relocateSome(root, begin, maxNodes, mover);
    }

    /** A copy, or 0 when there is no memory. */
    public long copy(final long root) {
        final long copy = create();
        if (copy == 0) {
            return 0;
        }
        for (long node = first(root); node != 0; node = next(node)) {
            final long added = nodes.copy(node);
            if (added == 0) {
                freeAll(copy);
                return 0;
            }
            chain.link(copy, added, last(copy));
            grow(copy, count(node));
        }
        return copy;
    }

    /** Frees all of a list at once. */
    public void freeAll(final long root) {
        if (!freeSome(root, Integer.MAX_VALUE)) {
            throw new IllegalStateException("a list of more than 2^31 nodes");
        }
    }

    /** Bytes of memory that a list takes; looks at so many nodes and takes the others for as large. */
    public long usedBytes(final long root, final int samples) {
        long bytes = 0;
        long looked = 0;
        for (long node = first(root); node != 0 && looked < samples; node = next(node)) {
            bytes += arena.usableSize(node) + arena.usableSize(nodes.block(node));
            looked++;
        }
        return arena.usableSize(root) + (looked == 0 ? 0 : bytes * nodes(root) / looked);
    }

    private boolean hasRoom(final long node, final int added) {
        return limit.allows((long) nodes.bytes(node) + added, count(node) + 1L);
    }

    private int end(final long node) {
        return nodes.bytes(node) - ListpackDescriptor.END_LENGTH;
    }

    private boolean insertInto(final long root, final long node, final int position, final long address,
            final int length) {
        final boolean isPlain = !nodes.isCompressed(node) || makePlainToo(node);
        final long block = isPlain ? listpack.insert(nodes.block(node), position, address, length) : 0;
        if (block == 0) {
            return false;
        }
        nodes.block(node, block);
        nodes.count(node, count(node) + 1);
        grow(root, 1);
        inserted(node, position);
        return true;
    }

    /** Between two neighbours, of which one may be 0. */
    private boolean insertBetween(final long root, final long before, final long behind, final int added,
            final long address, final int length) {
        if (before != 0 && hasRoom(before, added)) {
            return insertInto(root, before, end(before), address, length);
        }
        if (behind != 0 && hasRoom(behind, added)) {
            return insertInto(root, behind, ListpackDescriptor.HEADER_LENGTH, address, length);
        }
        return insertAlone(root, before, address, length);
    }

    /** In a node of its own behind another, or as the first. */
    private boolean insertAlone(final long root, final long before, final long address, final int length) {
        final long empty = listpack.create();
        if (empty == 0) {
            return false;
        }
        final long block = listpack.append(empty, address, length);
        final long node = block == 0 ? 0 : nodes.create();
        if (node == 0) {
            listpack.free(block == 0 ? empty : block);
            return false;
        }
        nodes.describe(node, block);
        chain.link(root, node, before);
        grow(root, 1);
        inserted(node, ListpackDescriptor.HEADER_LENGTH);
        return true;
    }

    /** The node that has the elements from a position on, or 0 when there is no memory. */
    private long split(final long root, final long node, final int position) {
        final long behind = makePlainToo(node) ? nodes.create() : 0;
        if (behind == 0) {
            return 0;
        }
        final long block = listpack.split(nodes.block(node), position);
        if (block == 0) {
            nodes.freeShell(behind);
            return 0;
        }
        nodes.describe(behind, block);
        nodes.count(node, listpack.count(nodes.block(node)));
        chain.link(root, behind, node);
        compression.changed(behind);
        return behind;
    }

    private boolean deleteReplaced(final long root) {
        final long node = insertedNode;
        final int position = insertedPosition;
        final int behind = listpack.next(listpack(node), position);
        if (behind != Listpack.NONE) {
            delete(root, node, behind, 1);
        } else {
            delete(root, next(node), ListpackDescriptor.HEADER_LENGTH, 1);
        }
        inserted(node, position);
        return true;
    }

    private void freeRoot(final long root) {
        compression.forgetList(root);
        arena.free(root);
    }

    private void grow(final long root, final long elements) {
        arena.putLong(root + SIZE_OFFSET, size(root) + elements);
    }

    private void inserted(final long node, final int position) {
        insertedNode = node;
        insertedPosition = position;
    }
}
