package io.ringhold.offheap.stream;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.listpack.Listpack;
import io.ringhold.offheap.stream.index.IdMap;
import io.ringhold.offheap.stream.index.IdMapDescriptor;
import io.ringhold.offheap.stream.index.Ids;
import io.ringhold.offheap.stream.index.NameTableDescriptor;
import io.ringhold.offheap.stream.index.Outcome;

import static io.ringhold.offheap.stream.StreamDescriptor.ENTRIES_ADDED_OFFSET;
import static io.ringhold.offheap.stream.StreamDescriptor.LAST_MS_OFFSET;
import static io.ringhold.offheap.stream.StreamDescriptor.LAST_SEQ_OFFSET;
import static io.ringhold.offheap.stream.StreamDescriptor.LENGTH_OFFSET;
import static io.ringhold.offheap.stream.StreamDescriptor.MAX_DELETED_MS_OFFSET;
import static io.ringhold.offheap.stream.StreamDescriptor.MAX_DELETED_SEQ_OFFSET;
import static io.ringhold.offheap.stream.StreamDescriptor.NODES_OFFSET;
import static io.ringhold.offheap.stream.StreamDescriptor.ROOT_LENGTH;

/**
 * Works on the streams of an arena; layout: {@link StreamDescriptor}. A stream is named by its root's offset, an entry by its id, two unsigned
 * numbers. Entries are read by a {@link StreamIterator}. The thread that owns the arena; allocates nothing on the heap.
 *
 * <p>
 * A deleted entry is marked, and goes with its node when the node's last entry does. Whatever is limited by a number of entries or
 * nodes takes time in proportion to it, anything else as much as one node does.
 */
public final class Streams {
    /** No limit to how many entries are trimmed. */
    public static final long NO_LIMIT = 0;

    private final Arena arena;
    private final Listpack listpack;
    private final IdMap nodes;
    private final StreamNodes writer;
    private final StreamNodeCheck check;
    private final NodeCompactor compactor;
    private final NodeReader node;
    private final Groups groups;

    public Streams(final Arena arena) {
        this.arena = arena;
        this.listpack = new Listpack(arena, MemoryTag.STREAM);
        this.nodes = new IdMap(arena);
        this.writer = new StreamNodes(arena, listpack);
        this.check = new StreamNodeCheck(listpack);
        this.compactor = new NodeCompactor(listpack);
        this.node = new NodeReader(listpack);
        this.groups = new Groups(arena);
    }

    /** The consumer groups of these streams. */
    public Groups groups() {
        return groups;
    }

    /** What moves the blocks of these streams. */
    public StreamRelocator relocator() {
        return new StreamRelocator(arena, this);
    }

    /** A stream without entries and groups, or 0 when there is no memory. */
    public long create() {
        final long stream = arena.allocate(ROOT_LENGTH, MemoryTag.STREAM);
        if (stream != 0) {
            arena.fill(stream, ROOT_LENGTH, (byte) 0);
        }
        return stream;
    }

    /** Number of entries. */
    public long length(final long stream) {
        return arena.getLong(stream + LENGTH_OFFSET);
    }

    /** Milliseconds of the last id, which need not be that of an entry. */
    public long lastMs(final long stream) {
        return arena.getLong(stream + LAST_MS_OFFSET);
    }

    /** Sequence of the last id. */
    public long lastSeq(final long stream) {
        return arena.getLong(stream + LAST_SEQ_OFFSET);
    }

    /** Sets the last id. */
    public void lastId(final long stream, final long ms, final long seq) {
        arena.putLong(stream + LAST_MS_OFFSET, ms);
        arena.putLong(stream + LAST_SEQ_OFFSET, seq);
    }

    /** Milliseconds of the greatest id that was deleted; trimming does not count. */
    public long maxDeletedMs(final long stream) {
        return arena.getLong(stream + MAX_DELETED_MS_OFFSET);
    }

    /** Sequence of the greatest id that was deleted. */
    public long maxDeletedSeq(final long stream) {
        return arena.getLong(stream + MAX_DELETED_SEQ_OFFSET);
    }

    /** Sets the greatest id that was deleted. */
    public void maxDeletedId(final long stream, final long ms, final long seq) {
        arena.putLong(stream + MAX_DELETED_MS_OFFSET, ms);
        arena.putLong(stream + MAX_DELETED_SEQ_OFFSET, seq);
    }

    /** How many entries were ever added. */
    public long entriesAdded(final long stream) {
        return arena.getLong(stream + ENTRIES_ADDED_OFFSET);
    }

    /** Sets how many entries were ever added. */
    public void entriesAdded(final long stream, final long entries) {
        arena.putLong(stream + ENTRIES_ADDED_OFFSET, entries);
    }

    /** Number of nodes. */
    public long nodes(final long stream) {
        return nodes.size(stream + NODES_OFFSET);
    }

    /** Number of blocks of the map in which nodes are found. */
    public long mapBlocks(final long stream) {
        return nodes.blocks(stream + NODES_OFFSET);
    }

    /** Goes to the first node whose key is an id or above; false when there is none. */
    public boolean seekNode(final long stream, final long ms, final long seq) {
        return nodes.ceiling(stream + NODES_OFFSET, ms, seq);
    }

    /** Milliseconds of the key of the node that {@link #seekNode} has gone to, until the next call of anything else. */
    public long nodeMs() {
        return nodes.ms();
    }

    /** Sequence of the key of the node that {@link #seekNode} has gone to. */
    public long nodeSeq() {
        return nodes.seq();
    }

    /** Listpack of the node that {@link #seekNode} has gone to. */
    public long nodeBlock() {
        return nodes.value();
    }

    /** Bytes of the listpack of the node that {@link #seekNode} has gone to. */
    public int nodeBytes() {
        return listpack.bytes(nodes.value());
    }

    /**
     * Adds an entry.
     *
     * @param maxBytes
     *            {@code stream-node-max-bytes}; 0: no limit.
     * @param maxEntries
     *            {@code stream-node-max-entries}, deleted ones included; 0: no limit.
     * @return {@link Outcome#DONE}, {@link Outcome#TOO_SMALL} or {@link Outcome#NO_MEMORY}.
     */
    public Outcome append(final long stream, final long ms, final long seq, final StreamFields fields,
            final int maxBytes, final int maxEntries) {
        if (Ids.compare(ms, seq, lastMs(stream), lastSeq(stream)) <= 0) {
            return Outcome.TOO_SMALL;
        }
        final boolean appended = nodes.last(stream + NODES_OFFSET) && hasRoom(fields, maxBytes, maxEntries)
                ? appendToNode(ms, seq, fields)
                : appendNode(stream, ms, seq, fields);
        if (!appended) {
            return Outcome.NO_MEMORY;
        }
        lastId(stream, ms, seq);
        entriesAdded(stream, entriesAdded(stream) + 1);
        arena.putLong(stream + LENGTH_OFFSET, length(stream) + 1);
        return Outcome.DONE;
    }

    private boolean hasRoom(final StreamFields fields, final int maxBytes, final int maxEntries) {
        openNode(node);
        return writer.hasRoom(node, fields, maxBytes, maxEntries);
    }

    private boolean appendToNode(final long ms, final long seq, final StreamFields fields) {
        final long block = writer.append(node, ms, seq, fields);
        if (block != 0) {
            nodes.value(block);
        }
        return block != 0;
    }

    private boolean appendNode(final long stream, final long ms, final long seq, final StreamFields fields) {
        final long block = writer.create(fields);
        if (block != 0 && nodes.insert(stream + NODES_OFFSET, ms, seq, block) != Outcome.DONE) {
            listpack.free(block);
            return false;
        }
        return block != 0;
    }

    /**
     * Adds a node from elsewhere, as a dump has it, behind the others, and its entries to the length; the caller sets last id and counters. A node all
     * of whose entries are deleted is passed over: Redis leaves such nodes when it trims by id. Deleted entries with ids that are not below those behind
     * them are dropped: in Redis XSETID can lead there.
     *
     * @param address
     *            absolute, of bytes that {@link io.ringhold.offheap.listpack.ListpackCheck} has found to be a listpack of elements in their shortest
     *            form.
     * @return {@link Outcome#DONE}, {@link Outcome#TOO_SMALL} when the key is not above the ids of all entries, {@link Outcome#MALFORMED} when it is no
     *         node, or {@link Outcome#NO_MEMORY}.
     */
    public Outcome addNode(final long stream, final long ms, final long seq, final long address, final int bytes) {
        return adopt(stream, ms, seq, listpack.createFrom(address, bytes));
    }

    /** Adds a node whose elements are to be brought into their shortest form before; otherwise as {@link #addNode}. */
    public Outcome addRecodedNode(final long stream, final long ms, final long seq, final long address,
            final int bytes) {
        final long block = listpack.createFrom(address, bytes);
        if (block == 0) {
            return Outcome.NO_MEMORY;
        }
        final long recoded = listpack.recode(block);
        listpack.free(block);
        return adopt(stream, ms, seq, recoded);
    }

    /** Adds a block, which belongs to the stream from then on, or else is freed. */
    private Outcome adopt(final long stream, final long ms, final long seq, final long block) {
        if (block == 0) {
            return Outcome.NO_MEMORY;
        }
        if (!check.isValid(block, ms, seq)) {
            return freed(block, Outcome.MALFORMED);
        }
        node.open(block, ms, seq);
        final long live = node.live();
        if (live == 0) {
            return freed(block, Outcome.DONE);
        }
        if (!check.isInOrder()) {
            final long compacted = compactor.compacted(block, ms, seq);
            listpack.free(block);
            return adopt(stream, compactor.keyMs(), compactor.keySeq(), compacted);
        }
        final Outcome outcome = dropDeletedFrom(stream, ms, seq)
                ? nodes.insert(stream + NODES_OFFSET, ms, seq, block)
                : Outcome.TOO_SMALL;
        if (outcome != Outcome.DONE) {
            return freed(block, outcome);
        }
        arena.putLong(stream + LENGTH_OFFSET, length(stream) + live);
        return Outcome.DONE;
    }

    private Outcome freed(final long block, final Outcome outcome) {
        listpack.free(block);
        return outcome;
    }

    /** Drops deleted entries at the end when the last of them is above an id, which the last id is to become; true when none is above it then. */
    public boolean dropDeletedAbove(final long stream, final long ms, final long seq) {
        if (lastEntry(stream) && Ids.compare(node.ms(), node.seq(), ms, seq) > 0) {
            writer.dropDeletedEnd(node);
            return Ids.compare(node.ms(), node.seq(), ms, seq) <= 0;
        }
        return true;
    }

    /** As {@link #dropDeletedAbove}, but for an entry of that id, too. */
    public boolean dropDeletedFrom(final long stream, final long ms, final long seq) {
        if (lastEntry(stream) && Ids.compare(node.ms(), node.seq(), ms, seq) >= 0) {
            writer.dropDeletedEnd(node);
            return Ids.compare(node.ms(), node.seq(), ms, seq) < 0;
        }
        return true;
    }

    /** Makes the last entry current, deleted or not; false when there is none. */
    private boolean lastEntry(final long stream) {
        if (!nodes.last(stream + NODES_OFFSET)) {
            return false;
        }
        openNode(node);
        return node.last();
    }

    /**
     * Deletes an entry.
     *
     * @return {@link Outcome#DONE}, {@link Outcome#ABSENT} or {@link Outcome#NO_MEMORY}.
     */
    public Outcome delete(final long stream, final long ms, final long seq) {
        if (!find(stream, ms, seq, node)) {
            return Outcome.ABSENT;
        }
        if (node.live() == 1) {
            removeNode(stream);
        } else {
            final long block = writer.delete(node);
            if (block == 0) {
                return Outcome.NO_MEMORY;
            }
            nodes.value(block);
            arena.putLong(stream + LENGTH_OFFSET, length(stream) - 1);
        }
        if (Ids.compare(ms, seq, maxDeletedMs(stream), maxDeletedSeq(stream)) > 0) {
            maxDeletedId(stream, ms, seq);
        }
        return Outcome.DONE;
    }

    /**
     * Deletes the first entries until so many are left.
     *
     * @param approximate
     *            true: only nodes that go as a whole.
     * @param limit
     *            how many entries to delete at most, or {@link #NO_LIMIT}; to be called again until it answers less.
     * @return how many were deleted; when there is no memory for the last step of an exact trim, fewer than asked for.
     */
    public long trimToLength(final long stream, final long maxLength, final boolean approximate, final long limit) {
        long deleted = 0;
        while (length(stream) > maxLength && nodes.first(stream + NODES_OFFSET)) {
            openNode(node);
            final long count = Math.min(node.live(), length(stream) - maxLength);
            final long step = trimNode(stream, count, approximate, left(limit, deleted));
            deleted += step;
            if (step == 0) {
                break;
            }
        }
        return deleted;
    }

    /** Deletes the entries below an id; otherwise as {@link #trimToLength}. */
    public long trimToId(final long stream, final long ms, final long seq, final boolean approximate,
            final long limit) {
        long deleted = 0;
        while (nodes.first(stream + NODES_OFFSET)) {
            openNode(node);
            if (approximate && !isLastBelow(ms, seq)) {
                break;
            }
            final long step = trimNode(stream, countBelow(ms, seq), approximate, left(limit, deleted));
            deleted += step;
            if (step == 0) {
                break;
            }
        }
        return deleted;
    }

    private static long left(final long limit, final long deleted) {
        return limit == NO_LIMIT ? Long.MAX_VALUE : limit - deleted;
    }

    /** Whether all of a node is below an id; a deleted entry at its end keeps it, too, as in Redis. */
    private boolean isLastBelow(final long ms, final long seq) {
        return node.last() && Ids.compare(node.ms(), node.seq(), ms, seq) < 0;
    }

    private long countBelow(final long ms, final long seq) {
        if (isLastBelow(ms, seq)) {
            return node.live();
        }
        long count = 0;
        for (boolean at = node.first(); at && Ids.compare(node.ms(), node.seq(), ms, seq) < 0; at = node.next()) {
            count += node.isDeleted() ? 0 : 1;
        }
        return count;
    }

    /** Deletes the first entries of the first node, which is open and current; returns how many. */
    private long trimNode(final long stream, final long wanted, final boolean approximate, final long limit) {
        if (wanted == node.live() && wanted <= limit) {
            removeNode(stream);
            return wanted;
        }
        final long count = Math.min(wanted, limit);
        if (approximate || count == 0) {
            return 0;
        }
        final long block = writer.deleteFirst(node, count);
        if (block == 0) {
            return 0;
        }
        nodes.value(block);
        arena.putLong(stream + LENGTH_OFFSET, length(stream) - count);
        return count;
    }

    /**
     * Frees some of a stream, to be called again until it answers true: then the root is freed too; before, it may be used for nothing else.
     *
     * @param maxSteps
     *            how many nodes and groups, and parts of groups, to free.
     */
    public boolean freeSome(final long stream, final int maxSteps) {
        int steps = maxSteps;
        while (groups.count(stream) > 0) {
            final int last = groups.count(stream) - 1;
            steps = groups.freeSome(groups.at(stream, last), steps);
            if (steps == 0) {
                return false;
            }
            groups.detachAt(stream, last);
            steps--;
        }
        for (; steps > 0 && nodes.first(stream + NODES_OFFSET); steps--) {
            openNode(node);
            removeNode(stream);
        }
        if (steps == 0) {
            return false;
        }
        arena.free(stream);
        return true;
    }

    /** Bytes of memory that a stream takes, guessed from the first nodes, and the first groups and their first consumers. */
    public long usedBytes(final long stream, final int samples) {
        long bytes = 0;
        long seen = 0;
        boolean at = nodes.first(stream + NODES_OFFSET);
        while (at && seen < samples) {
            bytes += arena.usableSize(nodes.value()) + IdMapDescriptor.RECORD_LENGTH;
            seen++;
            at = nodes.next();
        }
        return ROOT_LENGTH + (seen == 0 ? 0 : (long) ((double) bytes / seen * nodes(stream)))
                + usedBytesOfGroups(stream, samples);
    }

    private long usedBytesOfGroups(final long stream, final int samples) {
        final int count = groups.count(stream);
        final int seen = Math.min(count, samples);
        long bytes = 0;
        for (int i = 0; i < seen; i++) {
            bytes += groups.usedBytes(groups.at(stream, i), samples) + NameTableDescriptor.REFERENCE_LENGTH;
        }
        return seen == 0 ? 0 : bytes * count / seen;
    }

    /** True when there is an entry of an id. */
    public boolean isThere(final long stream, final long ms, final long seq) {
        return find(stream, ms, seq, node);
    }

    Listpack listpack() {
        return listpack;
    }

    /** Makes an entry current in a reader, and its node in the map; false when it is not there. */
    boolean find(final long stream, final long ms, final long seq, final NodeReader reader) {
        if (!nodes.floor(stream + NODES_OFFSET, ms, seq)) {
            return false;
        }
        openNode(reader);
        boolean at = reader.first();
        while (at && Ids.compare(reader.ms(), reader.seq(), ms, seq) < 0) {
            at = reader.next();
        }
        return at && reader.ms() == ms && reader.seq() == seq && !reader.isDeleted();
    }

    /** Opens the node in which an id would be, or else the first one; false when there is no node. */
    boolean openAt(final long stream, final long ms, final long seq, final NodeReader reader) {
        final long map = stream + NODES_OFFSET;
        final boolean found = nodes.floor(map, ms, seq) || nodes.first(map);
        if (found) {
            openNode(reader);
        }
        return found;
    }

    /** Opens the node behind or before the one that is open; false when there is none. */
    boolean openNeighbour(final long stream, final boolean backward, final NodeReader reader) {
        final boolean found = nodes.find(stream + NODES_OFFSET, reader.keyMs(), reader.keySeq())
                && (backward ? nodes.previous() : nodes.next());
        if (found) {
            openNode(reader);
        }
        return found;
    }

    private void openNode(final NodeReader reader) {
        reader.open(nodes.value(), nodes.ms(), nodes.seq());
    }

    /** Frees the node that is open. */
    private void removeNode(final long stream) {
        listpack.free(node.block());
        nodes.remove(stream + NODES_OFFSET, node.keyMs(), node.keySeq());
        arena.putLong(stream + LENGTH_OFFSET, length(stream) - node.live());
    }
}
