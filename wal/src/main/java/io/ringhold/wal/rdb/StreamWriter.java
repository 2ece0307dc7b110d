package io.ringhold.wal.rdb;

import java.io.IOException;

import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.element.ElementReader;
import io.ringhold.offheap.stream.ConsumerDescriptor;
import io.ringhold.offheap.stream.GroupDescriptor;
import io.ringhold.offheap.stream.PendingDescriptor;
import io.ringhold.offheap.stream.StreamReader;
import io.ringhold.offheap.stream.index.IdMapReader;
import io.ringhold.offheap.stream.index.NameTableReader;

/**
 * Writes streams. The thread of view and output; allocates nothing on the heap.
 *
 * <pre>
 *   nodes          count, of each: its key as a string of 16 bytes, its listpack as a string
 *   entries        length; then as pairs of lengths the last id, the first id and the greatest deleted one; entries added
 *   groups         count, of each: name, last id, entries read,
 *     pending      count, of each: id in 16 bytes, time of delivery in 8, deliveries
 *     consumers    count, of each: name, time seen in 8 bytes, from version 11 time active in 8,
 *       pending    count, of each: id in 16 bytes
 * </pre>
 */
final class StreamWriter {
    private final MemoryView view;
    private final RdbOutput output;
    private final boolean hasActiveTimes;
    private final StreamReader stream;
    private final NameTableReader consumers;
    private final IdMapReader pending;
    private final ElementReader element;

    StreamWriter(final MemoryView view, final RdbOutput output, final int version) {
        this.view = view;
        this.output = output;
        this.hasActiveTimes = version >= RdbFormat.VERSION_7_2;
        this.stream = new StreamReader(view);
        this.consumers = new NameTableReader(view);
        this.pending = new IdMapReader(view);
        this.element = new ElementReader(view);
    }

    int type() {
        return hasActiveTimes ? RdbFormat.TYPE_STREAM_LISTPACKS_3 : RdbFormat.TYPE_STREAM_LISTPACKS_2;
    }

    void write(final long root) throws IOException {
        stream.open(root);
        final IdMapReader nodes = stream.nodes();
        output.putLength(nodes.size());
        while (nodes.next()) {
            output.putLength(RdbFormat.STREAM_ID_LENGTH);
            putId(nodes);
            RdbValueWriter.putListpack(view, output, nodes.value());
        }
        output.putLength(stream.length());
        output.putLength(stream.lastMs());
        output.putLength(stream.lastSeq());
        output.putLength(stream.firstMs());
        output.putLength(stream.firstSeq());
        output.putLength(stream.maxDeletedMs());
        output.putLength(stream.maxDeletedSeq());
        output.putLength(stream.entriesAdded());
        output.putLength(stream.groups().count());
        for (long group = stream.groups().next(); group != 0; group = stream.groups().next()) {
            writeGroup(group);
        }
    }

    private void writeGroup(final long group) throws IOException {
        putName(group);
        final long tail = element.tailOffset();
        output.putLength(view.getLong(tail + GroupDescriptor.LAST_MS_OFFSET));
        output.putLength(view.getLong(tail + GroupDescriptor.LAST_SEQ_OFFSET));
        output.putLength(view.getLong(tail + GroupDescriptor.ENTRIES_READ_OFFSET));
        pending.open(tail + GroupDescriptor.PENDING_OFFSET);
        output.putLength(pending.size());
        while (pending.next()) {
            putId(pending);
            output.putLong(view.getLong(pending.value() + PendingDescriptor.DELIVERED_MS_OFFSET));
            output.putLength(view.getLong(pending.value() + PendingDescriptor.DELIVERIES_OFFSET));
        }
        consumers.open(tail + GroupDescriptor.CONSUMERS_OFFSET);
        output.putLength(consumers.count());
        for (long consumer = consumers.next(); consumer != 0; consumer = consumers.next()) {
            writeConsumer(consumer);
        }
    }

    private void writeConsumer(final long consumer) throws IOException {
        putName(consumer);
        final long tail = element.tailOffset();
        output.putLong(view.getLong(tail + ConsumerDescriptor.SEEN_MS_OFFSET));
        if (hasActiveTimes) {
            output.putLong(view.getLong(tail + ConsumerDescriptor.ACTIVE_MS_OFFSET));
        }
        pending.open(tail + ConsumerDescriptor.PENDING_OFFSET);
        output.putLength(pending.size());
        while (pending.next()) {
            putId(pending);
        }
    }

    private void putName(final long named) throws IOException {
        element.open(named);
        output.putString(view, element.memberOffset(), element.memberLength());
    }

    private void putId(final IdMapReader at) throws IOException {
        output.putLongBigEndian(at.ms());
        output.putLongBigEndian(at.seq());
    }
}
