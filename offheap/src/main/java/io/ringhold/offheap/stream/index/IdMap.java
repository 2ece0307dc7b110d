package io.ringhold.offheap.stream.index;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.BlockMover;
import io.ringhold.offheap.arena.MemoryTag;

import static io.ringhold.offheap.stream.index.IdMapDescriptor.COUNT_OFFSET;
import static io.ringhold.offheap.stream.index.IdMapDescriptor.HEADER_LENGTH;
import static io.ringhold.offheap.stream.index.IdMapDescriptor.LEVEL_OFFSET;
import static io.ringhold.offheap.stream.index.IdMapDescriptor.MAX_RECORDS;
import static io.ringhold.offheap.stream.index.IdMapDescriptor.MS_OFFSET;
import static io.ringhold.offheap.stream.index.IdMapDescriptor.NODE_HEADER_LENGTH;
import static io.ringhold.offheap.stream.index.IdMapDescriptor.RECORD_LENGTH;
import static io.ringhold.offheap.stream.index.IdMapDescriptor.ROOT_OFFSET;
import static io.ringhold.offheap.stream.index.IdMapDescriptor.SEQ_OFFSET;
import static io.ringhold.offheap.stream.index.IdMapDescriptor.SIZE_OFFSET;
import static io.ringhold.offheap.stream.index.IdMapDescriptor.VALUE_OFFSET;

/**
 * Works on the maps of an arena from stream ids to values; layout: {@link IdMapDescriptor}. A map is named by the offset of its header, which
 * lies in a block of its owner and must not move while it is worked on.
 *
 * <p>
 * What looks something up leaves it as the current record, which {@link #ms}, {@link #seq} and {@link #value} tell and from which
 * {@link #next} and {@link #previous} go on, until any map of the arena changes or is looked at. The thread that owns the arena;
 * allocates nothing on the heap. A change touches one node of each level at most, and their neighbours.
 *
 * <p>
 * Source: D. Comer, "The Ubiquitous B-Tree" (1979); nodes are split on the way down, as by L. Guibas and R. Sedgewick, "A dichromatic
 * framework for balanced trees" (1978). A node that is full is split at its end when the new id comes behind it, so that ascending ids
 * leave full nodes.
 */
public final class IdMap {
    /** More than enough: nodes are joined with their neighbours when they have few records. */
    private static final int MAX_LEVELS = 32;
    private static final int FEW_RECORDS = MAX_RECORDS / 4;
    private static final int JOINED_RECORDS = MAX_RECORDS / 2;

    private final Arena arena;
    /** The way to the current record: of each level, from the root on, node and index of its record. */
    private final long[] nodes = new long[MAX_LEVELS];
    private final int[] indexes = new int[MAX_LEVELS];
    private int depth;

    public IdMap(final Arena arena) {
        this.arena = arena;
    }

    /** Makes {@link IdMapDescriptor#HEADER_LENGTH} bytes of a block the header of an empty map. */
    public void create(final long map) {
        arena.fill(map, HEADER_LENGTH, (byte) 0);
    }

    /** Number of ids. */
    public long size(final long map) {
        return arena.getLong(map + SIZE_OFFSET);
    }

    /** Number of the tree's nodes; looks at those above the leaves. */
    public long blocks(final long map) {
        final long root = arena.getLong(map + ROOT_OFFSET);
        return root == 0 ? 0 : blocksFrom(root);
    }

    private long blocksFrom(final long node) {
        if (level(node) == 0) {
            return 1;
        }
        if (level(node) == 1) {
            return 1L + count(node);
        }
        long blocks = 1;
        for (int i = 0; i < count(node); i++) {
            blocks += blocksFrom(value(node, i));
        }
        return blocks;
    }

    /** Milliseconds of the current record's id. */
    public long ms() {
        return arena.getLong(record(nodes[depth], indexes[depth]) + MS_OFFSET);
    }

    /** Sequence of the current record's id. */
    public long seq() {
        return arena.getLong(record(nodes[depth], indexes[depth]) + SEQ_OFFSET);
    }

    /** Value of the current record. */
    public long value() {
        return value(nodes[depth], indexes[depth]);
    }

    /** Gives the current record another value. */
    public void value(final long value) {
        arena.putLong(record(nodes[depth], indexes[depth]) + VALUE_OFFSET, value);
    }

    /** Looks an id up; true when it is there. */
    public boolean find(final long map, final long ms, final long seq) {
        return descend(map, ms, seq) && isAt(nodes[depth], indexes[depth], ms, seq);
    }

    /** Looks the least id up that is an id or above; false when there is none. */
    public boolean ceiling(final long map, final long ms, final long seq) {
        if (!descend(map, ms, seq)) {
            return false;
        }
        if (indexes[depth] < count(nodes[depth])) {
            return true;
        }
        indexes[depth]--;
        return next();
    }

    /** Looks the greatest id up that is an id or below; false when there is none. */
    public boolean floor(final long map, final long ms, final long seq) {
        return descend(map, ms, seq) && (isAt(nodes[depth], indexes[depth], ms, seq) || previous());
    }

    /** Looks the least id up; false when the map is empty. */
    public boolean first(final long map) {
        return ceiling(map, 0, 0);
    }

    /** Looks the greatest id up; false when the map is empty. */
    public boolean last(final long map) {
        return floor(map, -1, -1);
    }

    /** Goes to the next id; false when there is none: then nothing is current. */
    public boolean next() {
        int level = depth;
        while (level >= 0 && indexes[level] + 1 >= count(nodes[level])) {
            level--;
        }
        if (level < 0) {
            return false;
        }
        indexes[level]++;
        for (; level < depth; level++) {
            nodes[level + 1] = value(nodes[level], indexes[level]);
            indexes[level + 1] = 0;
        }
        return true;
    }

    /** Goes to the id before; false when there is none: then nothing is current. */
    public boolean previous() {
        int level = depth;
        while (level >= 0 && indexes[level] == 0) {
            level--;
        }
        if (level < 0) {
            return false;
        }
        indexes[level]--;
        for (; level < depth; level++) {
            nodes[level + 1] = value(nodes[level], indexes[level]);
            indexes[level + 1] = count(nodes[level + 1]) - 1;
        }
        return true;
    }

    /** Goes to the next id of the same leaf; false when there is none, and the last one stays current. */
    public boolean nextOfLeaf() {
        if (indexes[depth] + 1 >= count(nodes[depth])) {
            return false;
        }
        indexes[depth]++;
        return true;
    }

    /** Moves the nodes on the way to the current record, which stays current; its map is the given one. */
    public void relocatePath(final long map, final BlockMover mover) {
        long slot = map + ROOT_OFFSET;
        for (int level = 0; level <= depth; level++) {
            final long moved = mover.move(nodes[level]);
            if (moved != nodes[level]) {
                arena.putLong(slot, moved);
                nodes[level] = moved;
            }
            slot = record(moved, indexes[level]) + VALUE_OFFSET;
        }
    }

    /**
     * Adds an id.
     *
     * @return {@link Outcome#DONE}, {@link Outcome#PRESENT} or {@link Outcome#NO_MEMORY}.
     */
    public Outcome insert(final long map, final long ms, final long seq, final long value) {
        long slot = map + ROOT_OFFSET;
        if (!prepareRoot(slot, ms, seq)) {
            return Outcome.NO_MEMORY;
        }
        long node = arena.getLong(slot);
        while (level(node) > 0) {
            int index = childIndex(node, ms, seq);
            if (count(value(node, index)) == MAX_RECORDS) {
                node = splitChild(slot, node, index, ms, seq);
                if (node == 0) {
                    return Outcome.NO_MEMORY;
                }
                index = childIndex(node, ms, seq);
            }
            slot = record(node, index) + VALUE_OFFSET;
            node = arena.getLong(slot);
        }
        final int index = lowerBound(node, ms, seq);
        if (isAt(node, index, ms, seq)) {
            return Outcome.PRESENT;
        }
        node = open(slot, node, index);
        if (node == 0) {
            return Outcome.NO_MEMORY;
        }
        put(node, index, ms, seq, value);
        arena.putLong(map + SIZE_OFFSET, size(map) + 1);
        return Outcome.DONE;
    }

    /** Takes an id out; false when it is not there. */
    public boolean remove(final long map, final long ms, final long seq) {
        if (!find(map, ms, seq)) {
            return false;
        }
        cut(nodes[depth], indexes[depth]);
        shrink(depth == 0 ? map + ROOT_OFFSET : record(nodes[depth - 1], indexes[depth - 1]) + VALUE_OFFSET);
        arena.putLong(map + SIZE_OFFSET, size(map) - 1);
        int level = depth;
        while (level > 0 && tidy(nodes[level - 1], indexes[level - 1])) {
            level--;
        }
        lowerRoot(map + ROOT_OFFSET);
        return true;
    }

    /**
     * Frees some of a map's leaves, the first ones, whatever their values mean; to be called again until it answers true. The map is
     * empty then; before, it may be used for nothing else.
     */
    public boolean freeSome(final long map, final int maxLeaves) {
        for (int i = 0; i < maxLeaves && first(map); i++) {
            arena.putLong(map + SIZE_OFFSET, size(map) - count(nodes[depth]));
            arena.putShort(nodes[depth] + COUNT_OFFSET, (short) 0);
            for (int level = depth; level > 0 && count(nodes[level]) == 0; level--) {
                arena.free(nodes[level]);
                cut(nodes[level - 1], 0);
            }
            lowerRoot(map + ROOT_OFFSET);
        }
        return arena.getLong(map + ROOT_OFFSET) == 0;
    }

    /** Makes the first record of a leaf current that is not below an id, or the place behind its last; false when the map is empty. */
    private boolean descend(final long map, final long ms, final long seq) {
        long node = arena.getLong(map + ROOT_OFFSET);
        if (node == 0) {
            return false;
        }
        depth = 0;
        while (level(node) > 0) {
            nodes[depth] = node;
            indexes[depth] = childIndex(node, ms, seq);
            node = value(node, indexes[depth]);
            depth++;
        }
        nodes[depth] = node;
        indexes[depth] = lowerBound(node, ms, seq);
        return true;
    }

    private int childIndex(final long node, final long ms, final long seq) {
        final int index = lowerBound(node, ms, seq);
        return isAt(node, index, ms, seq) ? index : Math.max(0, index - 1);
    }

    private int lowerBound(final long node, final long ms, final long seq) {
        int low = 0;
        int high = count(node);
        while (low < high) {
            final int middle = (low + high) >>> 1;
            if (compare(node, middle, ms, seq) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private boolean isAt(final long node, final int index, final long ms, final long seq) {
        return index < count(node) && compare(node, index, ms, seq) == 0;
    }

    private int compare(final long node, final int index, final long ms, final long seq) {
        final long record = record(node, index);
        return Ids.compare(arena.getLong(record + MS_OFFSET), arena.getLong(record + SEQ_OFFSET), ms, seq);
    }

    /** Sees to it that there is a root, and that it is not full. */
    private boolean prepareRoot(final long slot, final long ms, final long seq) {
        final long root = arena.getLong(slot);
        if (root != 0 && count(root) < MAX_RECORDS) {
            return true;
        }
        final long created = createNode(root == 0 ? 0 : level(root) + 1, root == 0 ? 1 : 2);
        if (created == 0) {
            return false;
        }
        if (root != 0) {
            arena.putShort(created + COUNT_OFFSET, (short) 1);
            put(created, 0, 0, 0, root);
            if (splitChild(slot, created, 0, ms, seq) == 0) {
                arena.free(created);
                return false;
            }
        }
        arena.putLong(slot, created);
        return true;
    }

    /** Splits a full node below one that is not full, which is returned, as it may move; 0 when there is no memory. */
    private long splitChild(final long slot, final long node, final int index, final long ms, final long seq) {
        final long child = value(node, index);
        final int kept = compare(child, MAX_RECORDS - 1, ms, seq) < 0 ? MAX_RECORDS - 1 : MAX_RECORDS / 2;
        final int moved = MAX_RECORDS - kept;
        final long sibling = createNode(level(child), moved + 1);
        if (sibling == 0) {
            return 0;
        }
        final long opened = open(slot, node, index + 1);
        if (opened == 0) {
            arena.free(sibling);
            return 0;
        }
        final long from = record(child, kept);
        arena.copy(record(sibling, 0), from, (long) moved * RECORD_LENGTH);
        arena.putShort(sibling + COUNT_OFFSET, (short) moved);
        arena.putShort(child + COUNT_OFFSET, (short) kept);
        put(opened, index + 1, arena.getLong(from + MS_OFFSET), arena.getLong(from + SEQ_OFFSET), sibling);
        return opened;
    }

    private long createNode(final int level, final int records) {
        final long node = arena.allocate(bytesOf(records), MemoryTag.STREAM);
        if (node != 0) {
            arena.putLong(node, (long) level << 8 * LEVEL_OFFSET);
        }
        return node;
    }

    /** Makes room for a record in a node, which is returned, as it may move; 0 when there is no memory. */
    private long open(final long slot, final long node, final int index) {
        final int count = count(node);
        final long opened = room(slot, node, count + 1, Math.min(MAX_RECORDS, count + 1 + count / 4));
        if (opened != 0) {
            arena.copy(record(opened, index + 1), record(opened, index), (long) (count - index) * RECORD_LENGTH);
            arena.putShort(opened + COUNT_OFFSET, (short) (count + 1));
        }
        return opened;
    }

    /** Gives a node that has no room for some records a block for as many as are wanted; 0 when there is no memory. */
    private long room(final long slot, final long node, final int records, final int wanted) {
        if (bytesOf(records) <= arena.usableSize(node)) {
            return node;
        }
        final long grown = arena.reallocate(node, bytesOf(wanted), MemoryTag.STREAM);
        if (grown != 0) {
            arena.putLong(slot, grown);
        }
        return grown;
    }

    /** Gives a leaf whose block is less than half full a smaller one with room for a few more, if there is memory. */
    private void shrink(final long slot) {
        final long node = arena.getLong(slot);
        final int count = count(node);
        final long wanted = bytesOf(count + count / 4 + 1);
        if (wanted > arena.usableSize(node)) {
            return;
        }
        final long shrunk = arena.reallocate(node, wanted, MemoryTag.STREAM);
        if (shrunk != 0) {
            arena.putLong(slot, shrunk);
            nodes[depth] = shrunk;
        }
    }

    private void cut(final long node, final int index) {
        final int count = count(node) - 1;
        arena.copy(record(node, index), record(node, index + 1), (long) (count - index) * RECORD_LENGTH);
        arena.putShort(node + COUNT_OFFSET, (short) count);
    }

    /** Frees a node that is empty, or joins one that has few records with a neighbour; true when its parent has lost a record. */
    private boolean tidy(final long parent, final int index) {
        final long node = value(parent, index);
        final int count = count(node);
        if (count == 0) {
            arena.free(node);
            cut(parent, index);
            return true;
        }
        return count <= FEW_RECORDS
                && (index + 1 < count(parent) && join(parent, index) || index > 0 && join(parent, index - 1));
    }

    /** Moves the records of the node behind one into it, when that leaves it half full at most and there is memory. */
    private boolean join(final long parent, final int index) {
        final long behind = value(parent, index + 1);
        final long slot = record(parent, index) + VALUE_OFFSET;
        final int count = count(arena.getLong(slot));
        final int moved = count(behind);
        if (count + moved > JOINED_RECORDS) {
            return false;
        }
        final long node = room(slot, arena.getLong(slot), count + moved, count + moved);
        if (node == 0) {
            return false;
        }
        arena.copy(record(node, count), record(behind, 0), (long) moved * RECORD_LENGTH);
        if (level(node) > 0) {
            // What the first record of a node says is no bound; what the parent says of the node is.
            arena.copy(record(node, count), record(parent, index + 1), VALUE_OFFSET);
        }
        arena.putShort(node + COUNT_OFFSET, (short) (count + moved));
        arena.free(behind);
        cut(parent, index + 1);
        return true;
    }

    private void lowerRoot(final long slot) {
        long root = arena.getLong(slot);
        while (level(root) > 0 && count(root) == 1) {
            arena.putLong(slot, value(root, 0));
            arena.free(root);
            root = arena.getLong(slot);
        }
        if (count(root) == 0) {
            arena.free(root);
            arena.putLong(slot, 0);
        }
    }

    private void put(final long node, final int index, final long ms, final long seq, final long value) {
        final long record = record(node, index);
        arena.putLong(record + MS_OFFSET, ms);
        arena.putLong(record + SEQ_OFFSET, seq);
        arena.putLong(record + VALUE_OFFSET, value);
    }

    private int count(final long node) {
        return arena.getShort(node + COUNT_OFFSET);
    }

    private int level(final long node) {
        return arena.getShort(node + LEVEL_OFFSET);
    }

    private long value(final long node, final int index) {
        return arena.getLong(record(node, index) + VALUE_OFFSET);
    }

    private static long record(final long node, final int index) {
        return node + NODE_HEADER_LENGTH + (long) index * RECORD_LENGTH;
    }

    private static long bytesOf(final int records) {
        return NODE_HEADER_LENGTH + (long) records * RECORD_LENGTH;
    }
}
