package io.ringhold.wal.rdb.load;

import io.ringhold.engine.keyspace.StreamValues;
import io.ringhold.offheap.stream.Consumers;
import io.ringhold.offheap.stream.Groups;
import io.ringhold.offheap.stream.PendingEntries;
import io.ringhold.offheap.stream.PendingIterator;
import io.ringhold.offheap.stream.index.Outcome;

/** Makes consumer groups of a stream. Engine thread; allocates nothing on the heap but for errors. */
final class BuiltGroup implements GroupTarget {
    private final Groups groups;
    private final Consumers consumers;
    private final PendingEntries pending;
    private final PendingIterator pendingOfGroup;
    private RdbInput input;
    private long stream;
    private long group;
    private long consumer;

    BuiltGroup(final StreamValues values) {
        this.groups = values.groups();
        this.consumers = values.consumers();
        this.pending = values.pending();
        this.pendingOfGroup = new PendingIterator(pending);
    }

    /** Sets whose groups are made. */
    void of(final RdbInput from, final long newStream) {
        input = from;
        stream = newStream;
    }

    @Override
    public void begin(final long nameAddress, final int nameLength, final long lastMs, final long lastSeq,
            final long entriesRead) throws RdbException {
        expectDone(groups.create(stream, nameAddress, nameLength, lastMs, lastSeq, entriesRead),
                "Duplicated consumer group name");
        group = groups.find(stream, nameAddress, nameLength);
    }

    @Override
    public void pending(final long idAddress, final long deliveredMs, final long deliveries) throws RdbException {
        expectDone(pending.add(group, PendingEntries.NO_CONSUMER, StreamIds.ms(idAddress), StreamIds.seq(idAddress),
                deliveredMs, deliveries), "Duplicated global PEL entry loading stream consumer group");
    }

    @Override
    public void consumer(final long nameAddress, final int nameLength, final long seenMs, final long activeMs)
            throws RdbException {
        expectDone(consumers.create(group, nameAddress, nameLength, seenMs), "Duplicate stream consumer detected");
        consumer = consumers.find(group, nameAddress, nameLength);
        consumers.activeMs(consumer, activeMs);
    }

    @Override
    public void claim(final long idAddress) throws RdbException {
        final long ms = StreamIds.ms(idAddress);
        final long seq = StreamIds.seq(idAddress);
        final long entry = pending.find(group, ms, seq);
        if (entry == 0) {
            throw input.broken("Consumer entry not found in group global PEL");
        }
        if (pending.consumer(entry) != PendingEntries.NO_CONSUMER) {
            throw input.broken("Duplicated consumer PEL entry loading a stream consumer group");
        }
        expectDone(pending.claim(group, consumer, ms, seq, pending.deliveredMs(entry), pending.deliveries(entry)), "");
    }

    @Override
    public void end() throws RdbException {
        pendingOfGroup.ofGroup(group, 0, 0, -1, -1);
        while (pendingOfGroup.next()) {
            if (pending.consumer(pendingOfGroup.entry()) == PendingEntries.NO_CONSUMER) {
                throw input.broken("Stream with an entry in the group's PEL that belongs to no consumer");
            }
        }
    }

    private void expectDone(final Outcome outcome, final String otherwise) throws RdbException {
        if (outcome == Outcome.NO_MEMORY) {
            throw input.outOfMemory();
        }
        if (outcome != Outcome.DONE) {
            throw input.broken(otherwise);
        }
    }
}
