package io.ringhold.offheap.stream;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.listpack.Listpack;
import io.ringhold.offheap.listpack.ListpackDescriptor;

import static io.ringhold.offheap.stream.StreamNodeDescriptor.DELETED_FLAG;
import static io.ringhold.offheap.stream.StreamNodeDescriptor.ENTRY_ELEMENTS;
import static io.ringhold.offheap.stream.StreamNodeDescriptor.SAME_FIELDS_FLAG;

/**
 * Makes and changes nodes of streams; layout: {@link StreamNodeDescriptor}. What changes a node returns the block that holds it from then on,
 * or 0 when there is no memory: then nothing has changed. The thread that owns the arena; allocates nothing on the heap.
 *
 * <p>
 * What a change adds is counted first and made room for at once, so that no step of it can fail. A block grows by size classes and is
 * never ahead of its node, which is why a full node needs no trimming.
 */
final class StreamNodes {
    /** Most bytes of an entry without its fields and values, and those by which the count in the master entry may become longer. */
    private static final int ENTRY_OVERHEAD = 64;
    /** Most bytes of a field and its value without theirs: a header and a back length each. */
    private static final long FIELD_OVERHEAD = 2L * (5 + 5);

    private final Arena arena;
    private final Listpack listpack;

    StreamNodes(final Arena arena, final Listpack listpack) {
        this.arena = arena;
        this.listpack = listpack;
    }

    /** A node with one entry, whose id is the node's key. */
    long create(final StreamFields fields) {
        final int count = fields.count();
        long added = (long) Listpack.addedBytes(1) + Listpack.addedBytes(0) + Listpack.addedBytes(count)
                + Listpack.addedBytes(0);
        for (int i = 0; i < count; i++) {
            added += listpack.addedBytes(fields.fieldAddress(i), fields.fieldLength(i));
        }
        final long bytes = ListpackDescriptor.EMPTY_LENGTH + added + entryBytes(fields, true, 0, 0);
        final long block = bytes > Listpack.MAX_BYTES ? 0 : listpack.create((int) bytes);
        if (block == 0) {
            return 0;
        }
        listpack.appendInteger(block, 1);
        listpack.appendInteger(block, 0);
        listpack.appendInteger(block, count);
        for (int i = 0; i < count; i++) {
            listpack.append(block, fields.fieldAddress(i), fields.fieldLength(i));
        }
        listpack.appendInteger(block, 0);
        writeEntry(block, fields, true, 0, 0);
        return block;
    }

    /** Whether a node takes one more entry by the settings, of which 0 is no limit, and as a listpack. */
    boolean hasRoom(final NodeReader node, final StreamFields fields, final int maxBytes, final int maxEntries) {
        if (maxEntries > 0 && node.live() + node.deleted() >= maxEntries) {
            return false;
        }
        final int count = fields.count();
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            bytes += (long) fields.fieldLength(i) + fields.valueLength(i);
        }
        return hasRoom(listpack.bytes(node.block()), bytes, count, maxBytes);
    }

    /** Whether a node of so many bytes takes an entry of so many fields, which have so many bytes with their values. */
    static boolean hasRoom(final int nodeBytes, final long entryBytes, final int fields, final int maxBytes) {
        final long bytes = nodeBytes + entryBytes;
        return (maxBytes <= 0 || bytes < maxBytes)
                && bytes + ENTRY_OVERHEAD + fields * FIELD_OVERHEAD <= Listpack.MAX_BYTES;
    }

    /** Adds an entry behind the last one of a node. */
    long append(final NodeReader node, final long ms, final long seq, final StreamFields fields) {
        final boolean same = isSame(node, fields);
        final long msDifference = ms - node.keyMs();
        final long seqDifference = seq - node.keySeq();
        final long live = node.live();
        final long bytes = listpack.bytes(node.block()) + growth(live, live + 1)
                + entryBytes(fields, same, msDifference, seqDifference);
        final long block = room(node.block(), bytes);
        if (block != 0) {
            listpack.replaceInteger(block, listpack.first(block), live + 1);
            writeEntry(block, fields, same, msDifference, seqDifference);
        }
        return block;
    }

    /** Marks the current entry as deleted. */
    long delete(final NodeReader node) {
        final long block = room(node.block(), node, 1);
        if (block != 0) {
            mark(block, node);
            count(block, node, 1);
        }
        return block;
    }

    /** Marks so many entries as deleted, the first ones of those that are not, which must be more. */
    long deleteFirst(final NodeReader node, final long howMany) {
        final long block = room(node.block(), node, howMany);
        if (block == 0) {
            return 0;
        }
        node.open(block, node.keyMs(), node.keySeq());
        long marked = 0;
        for (boolean at = node.first(); at && marked < howMany; at = node.next()) {
            if (!node.isDeleted()) {
                mark(block, node);
                marked++;
            }
        }
        count(block, node, howMany);
        return block;
    }

    /** Takes out the deleted entries behind the last one that is not; there is one. The reader is at the last entry before, and at that one then. */
    void dropDeletedEnd(final NodeReader node) {
        final long block = node.block();
        int from = Listpack.NONE;
        long dropped = 0;
        for (boolean at = true; at && node.isDeleted(); at = node.previous()) {
            from = node.position();
            dropped++;
        }
        if (dropped > 0) {
            listpack.delete(block, from, Integer.MAX_VALUE);
            listpack.replaceInteger(block, listpack.next(block, listpack.first(block)), node.deleted() - dropped);
        }
    }

    private boolean isSame(final NodeReader node, final StreamFields fields) {
        final int count = fields.count();
        if (count != node.masterFields()) {
            return false;
        }
        int at = node.masterFirst();
        for (int i = 0; i < count; i++) {
            if (!listpack.isEqual(node.block(), at, fields.fieldAddress(i), fields.fieldLength(i))) {
                return false;
            }
            at = listpack.next(node.block(), at);
        }
        return true;
    }

    private long entryBytes(final StreamFields fields, final boolean same, final long ms, final long seq) {
        final int count = fields.count();
        long bytes = (long) Listpack.addedBytes(0) + Listpack.addedBytes(ms) + Listpack.addedBytes(seq)
                + Listpack.addedBytes(elements(count, same)) + (same ? 0 : Listpack.addedBytes(count));
        for (int i = 0; i < count; i++) {
            bytes += listpack.addedBytes(fields.valueAddress(i), fields.valueLength(i));
            if (!same) {
                bytes += listpack.addedBytes(fields.fieldAddress(i), fields.fieldLength(i));
            }
        }
        return bytes;
    }

    private void writeEntry(final long block, final StreamFields fields, final boolean same, final long ms,
            final long seq) {
        final int count = fields.count();
        listpack.appendInteger(block, same ? SAME_FIELDS_FLAG : 0);
        listpack.appendInteger(block, ms);
        listpack.appendInteger(block, seq);
        if (!same) {
            listpack.appendInteger(block, count);
        }
        for (int i = 0; i < count; i++) {
            if (!same) {
                listpack.append(block, fields.fieldAddress(i), fields.fieldLength(i));
            }
            listpack.append(block, fields.valueAddress(i), fields.valueLength(i));
        }
        listpack.appendInteger(block, elements(count, same));
    }

    private static long elements(final int fields, final boolean same) {
        return ENTRY_ELEMENTS + (same ? fields : 2L * fields + 1);
    }

    private void mark(final long block, final NodeReader node) {
        // one byte either way, as all elements are in their shortest form, so that nothing moves
        listpack.replaceInteger(block, node.position(), node.flags() | DELETED_FLAG);
    }

    private void count(final long block, final NodeReader node, final long howMany) {
        final int first = listpack.first(block);
        // the second first: the first may become shorter
        listpack.replaceInteger(block, listpack.next(block, first), node.deleted() + howMany);
        listpack.replaceInteger(block, first, node.live() - howMany);
    }

    /** A block with room for the counts that a node will have when so many entries are deleted. */
    private long room(final long block, final NodeReader node, final long howMany) {
        return room(block, listpack.bytes(block) + growth(node.deleted(), node.deleted() + howMany));
    }

    private long room(final long block, final long bytes) {
        if (bytes > Listpack.MAX_BYTES) {
            return 0;
        }
        return bytes <= arena.usableSize(block) ? block : arena.reallocate(block, bytes, MemoryTag.STREAM);
    }

    private static int growth(final long before, final long after) {
        return Listpack.addedBytes(after) - Listpack.addedBytes(before);
    }
}
