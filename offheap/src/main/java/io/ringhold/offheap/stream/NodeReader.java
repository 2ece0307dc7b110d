package io.ringhold.offheap.stream;

import io.ringhold.offheap.listpack.Listpack;

import static io.ringhold.offheap.stream.StreamNodeDescriptor.DELETED_FLAG;
import static io.ringhold.offheap.stream.StreamNodeDescriptor.ENTRY_ELEMENTS;
import static io.ringhold.offheap.stream.StreamNodeDescriptor.SAME_FIELDS_FLAG;

/**
 * Goes through the entries of a node, deleted ones included; layout: {@link StreamNodeDescriptor}. Until the node changes. The thread that owns
 * the arena; allocates nothing on the heap.
 */
final class NodeReader {
    private final Listpack listpack;
    private long block;
    private long keyMs;
    private long keySeq;
    private long live;
    private long deleted;
    private int masterFields;
    private int masterFirst;
    private int entries;

    private int position;
    private int flags;
    private long ms;
    private long seq;
    private int fields;
    private int body;
    private int masterIndex;
    private int masterPosition;
    private int bodyIndex;
    private int bodyPosition;

    NodeReader(final Listpack listpack) {
        this.listpack = listpack;
    }

    /** Reads the master entry of a node; no entry is current then. */
    void open(final long node, final long nodeMs, final long nodeSeq) {
        block = node;
        keyMs = nodeMs;
        keySeq = nodeSeq;
        int at = listpack.first(node);
        live = listpack.integer(node, at);
        at = listpack.next(node, at);
        deleted = listpack.integer(node, at);
        at = listpack.next(node, at);
        masterFields = (int) listpack.integer(node, at);
        masterFirst = listpack.next(node, at);
        at = masterFirst;
        for (int i = 0; i < masterFields; i++) {
            at = listpack.next(node, at);
        }
        entries = listpack.next(node, at);
        masterIndex = 0;
        masterPosition = masterFirst;
    }

    long block() {
        return block;
    }

    long keyMs() {
        return keyMs;
    }

    long keySeq() {
        return keySeq;
    }

    /** Entries that are not deleted, when the node was opened. */
    long live() {
        return live;
    }

    /** Entries that are deleted, when the node was opened. */
    long deleted() {
        return deleted;
    }

    int masterFields() {
        return masterFields;
    }

    /** Position of the first field of the master entry. */
    int masterFirst() {
        return masterFirst;
    }

    /** Makes the first entry current; false when there is none. */
    boolean first() {
        return read(entries);
    }

    /** Makes the last entry current; false when there is none. */
    boolean last() {
        return readBefore(listpack.last(block));
    }

    /** Makes the entry behind the current one current; false when there is none. */
    boolean next() {
        int at = bodyPosition;
        // what is left of the fields and values, and lp-count
        for (int i = bodyIndex; i <= bodyElements(); i++) {
            at = listpack.next(block, at);
        }
        return read(at);
    }

    /** Makes the entry before the current one current; false when there is none. */
    boolean previous() {
        return readBefore(listpack.previous(block, position));
    }

    long ms() {
        return ms;
    }

    long seq() {
        return seq;
    }

    boolean isDeleted() {
        return (flags & DELETED_FLAG) != 0;
    }

    int flags() {
        return flags;
    }

    /** Position of the current entry's flags. */
    int position() {
        return position;
    }

    /** Number of the current entry's fields. */
    int fields() {
        return fields;
    }

    /** Position of a field's name; cheap when fields are asked for in ascending order. */
    int field(final int index) {
        if (!isSameFields()) {
            return seekBody(2 * index);
        }
        if (index < masterIndex) {
            masterIndex = 0;
            masterPosition = masterFirst;
        }
        for (; masterIndex < index; masterIndex++) {
            masterPosition = listpack.next(block, masterPosition);
        }
        return masterPosition;
    }

    /** Position of a field's value; cheap when fields are asked for in ascending order. */
    int value(final int index) {
        return seekBody(isSameFields() ? index : 2 * index + 1);
    }

    private boolean isSameFields() {
        return (flags & SAME_FIELDS_FLAG) != 0;
    }

    private int bodyElements() {
        return isSameFields() ? fields : 2 * fields;
    }

    private int seekBody(final int index) {
        if (index < bodyIndex) {
            bodyIndex = 0;
            bodyPosition = body;
        }
        for (; bodyIndex < index; bodyIndex++) {
            bodyPosition = listpack.next(block, bodyPosition);
        }
        return bodyPosition;
    }

    private boolean readBefore(final int countPosition) {
        final int elements = (int) listpack.integer(block, countPosition);
        if (elements < ENTRY_ELEMENTS) {
            return false;
        }
        int at = countPosition;
        for (int i = 0; i < elements; i++) {
            at = listpack.previous(block, at);
        }
        return read(at);
    }

    private boolean read(final int at) {
        if (at == Listpack.NONE) {
            return false;
        }
        position = at;
        flags = (int) listpack.integer(block, at);
        final int msAt = listpack.next(block, at);
        ms = keyMs + listpack.integer(block, msAt);
        final int seqAt = listpack.next(block, msAt);
        seq = keySeq + listpack.integer(block, seqAt);
        body = listpack.next(block, seqAt);
        fields = masterFields;
        if (!isSameFields()) {
            fields = (int) listpack.integer(block, body);
            body = listpack.next(block, body);
        }
        bodyIndex = 0;
        bodyPosition = body;
        return true;
    }
}
