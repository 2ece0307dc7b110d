package io.ringhold.wal.rdb.load;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.keyspace.StreamValues;
import io.ringhold.offheap.listpack.ListpackCheck;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.stream.Consumers;
import io.ringhold.offheap.stream.Groups;
import io.ringhold.offheap.stream.Ids;
import io.ringhold.offheap.stream.Outcome;
import io.ringhold.offheap.stream.PendingEntries;
import io.ringhold.offheap.stream.PendingIterator;
import io.ringhold.offheap.stream.StreamIterator;
import io.ringhold.offheap.stream.Streams;
import io.ringhold.wal.rdb.RdbFormat;

/**
 * Reads streams with their consumer groups into entries that are in no table yet.
 *
 * <pre>
 *  nodes | each: key (16 bytes as a string), listpack | length | last id
 *        | from version 2: first id, greatest deleted id, entries added
 *  groups | each: name, last id | from version 2: entries read
 *         | pending | each: id (16 bytes), delivered at (8 bytes), deliveries
 *         | consumers | each: name, seen at (8 bytes) | in version 3: active at (8 bytes)
 *                     | pending | each: id (16 bytes)
 * </pre>
 *
 * Counts and ids are lengths but where bytes are given. Source: S. Raghavan, "Redis RDB File Format"; the format's versions are those of
 * Redis 5.0, 7.0 and 7.2. Engine thread.
 */
final class StreamReader implements AutoCloseable {
    private static final long UNKNOWN = -1;

    private final StreamValues values;
    private final Streams streams;
    private final Groups groups;
    private final Consumers consumers;
    private final PendingEntries pending;
    private final PendingIterator pendingOfGroup;
    private final StreamIterator entries;
    private final ListpackCheck check = new ListpackCheck();
    private final RdbString string = new RdbString();
    private RdbInput input;
    private int type;
    private long stream;

    StreamReader(final Keyspace keyspace) {
        this.values = keyspace.streams();
        this.streams = values.streams();
        this.groups = values.groups();
        this.consumers = values.consumers();
        this.pending = values.pending();
        this.pendingOfGroup = new PendingIterator(pending);
        this.entries = new StreamIterator(streams);
    }

    /** Reads into an entry with an empty stream, which the caller frees when this fails. */
    void read(final int streamType, final RdbInput from, final long entry) throws RdbException {
        type = streamType;
        input = from;
        stream = values.root(entry);
        readNodes();
        readTotals();
        final long count = input.readCount();
        for (long i = 0; i < count; i++) {
            readGroup();
        }
        string.shrink();
    }

    private void readNodes() throws RdbException {
        final long count = input.readCount();
        for (long i = 0; i < count; i++) {
            input.readString(string);
            if (string.length() != RdbFormat.STREAM_ID_LENGTH) {
                throw input.broken("Stream node key entry is not the size of a stream ID");
            }
            final long ms = Long.reverseBytes(Memory.getLong(string.address()));
            final long seq = Long.reverseBytes(Memory.getLong(string.address() + Long.BYTES));
            input.readString(string);
            if (!check.isValid(string.address(), string.length())) {
                throw input.broken("Stream listpack integrity check failed.");
            }
            switch (streams.addNode(stream, ms, seq, string.address(), string.length())) {
                case DONE -> {
                    // the next one
                }
                case NO_MEMORY -> throw input.outOfMemory();
                case TOO_SMALL -> throw input.broken("Stream nodes are not in the order of their ids");
                default -> throw input.broken("Stream listpack integrity check failed.");
            }
        }
    }

    private void readTotals() throws RdbException {
        final long length = input.readLength();
        if (length != streams.length(stream)) {
            throw input.broken("Stream length inconsistent with its entries");
        }
        final long lastMs = input.readLength();
        final long lastSeq = input.readLength();
        if (!streams.hasNoneAbove(stream, lastMs, lastSeq)) {
            throw input.broken("Stream with an entry above its last id");
        }
        streams.lastId(stream, lastMs, lastSeq);
        if (type == RdbFormat.TYPE_STREAM_LISTPACKS) {
            streams.entriesAdded(stream, length);
            return;
        }
        // the first id: it is that of the first entry, which is known
        input.readLength();
        input.readLength();
        streams.maxDeletedId(stream, input.readLength(), input.readLength());
        final long added = input.readLength();
        if (added < 0) {
            throw input.broken("Stream with a number of added entries that is out of range");
        }
        streams.entriesAdded(stream, added);
    }

    private void readGroup() throws RdbException {
        input.readString(string);
        final long lastMs = input.readLength();
        final long lastSeq = input.readLength();
        final long read = type == RdbFormat.TYPE_STREAM_LISTPACKS ? addedUpTo(lastMs, lastSeq) : readEntriesRead();
        expectDone(groups.create(stream, string.address(), string.length(), lastMs, lastSeq, read),
                "Duplicated consumer group name");
        final long group = groups.find(stream, string.address(), string.length());
        final long count = input.readCount();
        for (long i = 0; i < count; i++) {
            final long ms = input.readLongHighFirst();
            final long seq = input.readLongHighFirst();
            final long deliveredMs = input.readLong();
            expectDone(pending.add(group, PendingEntries.NO_CONSUMER, ms, seq, deliveredMs, input.readLength()),
                    "Duplicated global PEL entry loading stream consumer group");
        }
        final long consumerCount = input.readCount();
        for (long i = 0; i < consumerCount; i++) {
            readConsumer(group);
        }
        pendingOfGroup.ofGroup(group, 0, 0, -1, -1);
        while (pendingOfGroup.next()) {
            if (pending.consumer(pendingOfGroup.entry()) == PendingEntries.NO_CONSUMER) {
                throw input.broken("Stream with an entry in the group's PEL that belongs to no consumer");
            }
        }
    }

    private long readEntriesRead() throws RdbException {
        final long read = input.readLength();
        if (read < UNKNOWN) {
            throw input.broken("Stream group with a number of read entries that is out of range");
        }
        return read;
    }

    private void readConsumer(final long group) throws RdbException {
        input.readString(string);
        final long seenMs = input.readLong();
        final long activeMs = type == RdbFormat.TYPE_STREAM_LISTPACKS_3 ? input.readLong() : seenMs;
        expectDone(consumers.create(group, string.address(), string.length(), seenMs),
                "Duplicate stream consumer detected");
        final long consumer = consumers.find(group, string.address(), string.length());
        consumers.activeMs(consumer, activeMs);
        final long count = input.readCount();
        for (long i = 0; i < count; i++) {
            final long ms = input.readLongHighFirst();
            final long seq = input.readLongHighFirst();
            final long entry = pending.find(group, ms, seq);
            if (entry == 0) {
                throw input.broken("Consumer entry not found in group global PEL");
            }
            if (pending.consumer(entry) != PendingEntries.NO_CONSUMER) {
                throw input.broken("Duplicated consumer PEL entry loading a stream consumer group");
            }
            expectDone(pending.claim(group, consumer, ms, seq, pending.deliveredMs(entry), pending.deliveries(entry)),
                    "");
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

    /** How many entries a group has read that was at an id in a stream of Redis 5.0 or 6, which kept no counts; nothing is known of deletions. */
    private long addedUpTo(final long ms, final long seq) {
        final long added = streams.entriesAdded(stream);
        final int toLast = Ids.compare(ms, seq, streams.lastMs(stream), streams.lastSeq(stream));
        if (added == 0 || toLast == 0) {
            return added;
        }
        entries.range(stream, 0, 0, -1, -1, false);
        if (toLast > 0 || !entries.next()) {
            return UNKNOWN;
        }
        final int toFirst = Ids.compare(ms, seq, entries.ms(), entries.seq());
        return toFirst < 0 ? 0 : toFirst == 0 ? 1 : UNKNOWN;
    }

    @Override
    public void close() {
        string.close();
    }
}
