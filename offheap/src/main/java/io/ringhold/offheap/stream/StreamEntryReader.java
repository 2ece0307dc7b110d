package io.ringhold.offheap.stream;

import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.listpack.ListpackReader;

import static io.ringhold.offheap.stream.StreamNodeDescriptor.DELETED_FLAG;
import static io.ringhold.offheap.stream.StreamNodeDescriptor.SAME_FIELDS_FLAG;

/**
 * Visits the entries of a stream's node through a view, the deleted ones too; layout: {@link StreamNodeDescriptor}. The view's thread; allocates
 * nothing on the heap.
 */
public final class StreamEntryReader {
    /** Elements of the master entry before its fields. */
    private static final int MASTER_HEAD = 3;

    private final ListpackReader listpack;
    private final ListpackReader master;
    private long nodeMs;
    private long nodeSeq;
    private long block;
    private long masterFields;
    private long ms;
    private long seq;
    private long flags;
    private long fields;
    /** Elements of the entry that have not been visited. */
    private long rest;

    public StreamEntryReader(final MemoryView view) {
        this.listpack = new ListpackReader(view);
        this.master = new ListpackReader(view);
    }

    /**
     * Goes to a node, before its first entry.
     *
     * @param keyMs
     *            of the node's key.
     * @param keySeq
     *            of the node's key.
     * @param newBlock
     *            offset of its listpack.
     */
    public void open(final long keyMs, final long keySeq, final long newBlock) {
        nodeMs = keyMs;
        nodeSeq = keySeq;
        block = newBlock;
        listpack.open(newBlock);
        skip(listpack, MASTER_HEAD);
        masterFields = listpack.integer();
        rest = masterFields + 1;
    }

    /** Goes to the next entry; false when there is none. */
    public boolean next() {
        skip(listpack, rest);
        rest = 0;
        if (!listpack.next()) {
            return false;
        }
        flags = listpack.integer();
        ms = nodeMs + number();
        seq = nodeSeq + number();
        if (hasMasterFields()) {
            fields = masterFields;
            rest = fields + 1;
            master.open(block);
            skip(master, MASTER_HEAD);
        } else {
            fields = number();
            rest = 2 * fields + 1;
        }
        return true;
    }

    /** Whether the entry is deleted. */
    public boolean isDeleted() {
        return (flags & DELETED_FLAG) != 0;
    }

    /** Milliseconds of the entry's id. */
    public long ms() {
        return ms;
    }

    /** Sequence of the entry's id. */
    public long seq() {
        return seq;
    }

    /** Number of fields. */
    public long fields() {
        return fields;
    }

    /** Goes to the next field, of which there must be one; the reader stands at its name until {@link #nextValue}, which must follow. */
    public ListpackReader nextField() {
        if (hasMasterFields()) {
            master.next();
            return master;
        }
        return step();
    }

    /** Goes to the value of the field; the reader stands at it. */
    public ListpackReader nextValue() {
        return step();
    }

    private boolean hasMasterFields() {
        return (flags & SAME_FIELDS_FLAG) != 0;
    }

    private ListpackReader step() {
        listpack.next();
        rest--;
        return listpack;
    }

    private long number() {
        listpack.next();
        return listpack.integer();
    }

    private static void skip(final ListpackReader reader, final long elements) {
        for (long i = 0; i < elements; i++) {
            reader.next();
        }
    }
}
