package io.ringhold.wal.rdb.load;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.keyspace.StreamValues;
import io.ringhold.offheap.listpack.ListpackCheck;
import io.ringhold.offheap.stream.StreamIterator;
import io.ringhold.offheap.stream.Streams;
import io.ringhold.offheap.stream.index.Ids;
import io.ringhold.offheap.stream.index.Outcome;
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
 * Redis 5.0, 7.0 and 7.2.
 *
 * <p>
 * Where large values are handed over part by part, a part has some of the nodes, or some of the groups. Engine thread.
 */
final class StreamReader implements AutoCloseable {
    private static final long UNKNOWN = -1;

    /** Groups with more pending entries or consumers than this are measured only, where values are handed over part by part. */
    private static final int LARGE_GROUP = 1 << 14;
    private static final int PENDING_LENGTH = RdbFormat.STREAM_ID_LENGTH + Long.BYTES;

    private final StreamValues values;
    private final Streams streams;
    private final StreamIterator entries;
    private final ListpackCheck check = new ListpackCheck();
    private final RdbString string = new RdbString();
    private final PartFeed feed;
    private final BuiltGroup built;
    /** Or null: all groups are built. */
    private final SizedGroup sized;
    private RdbInput input;
    private int type;
    private long entry;
    private long stream;
    /** Entries of the stream that have been handed over. */
    private long lengthBefore;

    StreamReader(final Keyspace keyspace, final PartFeed feed) {
        this.values = keyspace.streams();
        this.streams = values.streams();
        this.entries = new StreamIterator(streams);
        this.feed = feed;
        this.built = new BuiltGroup(values);
        this.sized = feed.isOn() ? new SizedGroup(keyspace) : null;
    }

    /** Reads into an entry with an empty stream; {@link #entry} then tells which the caller is to free, whether or not this fails. */
    void read(final int streamType, final RdbInput from, final long empty) throws RdbException {
        type = streamType;
        input = from;
        lengthBefore = 0;
        into(empty);
        try {
            readNodes();
            readTotals();
            readGroups();
        } finally {
            string.shrink();
        }
    }

    private void readGroups() throws RdbException {
        final long count = input.readCount();
        for (long i = 0; i < count; i++) {
            if (feed.isFull(entry)) {
                nextPart();
            }
            readGroup();
        }
    }

    /** Bytes of memory that this object has for strings which do not lie in the input as they are. */
    long scratchBytes() {
        return string.scratchBytes();
    }

    /** The entry with the stream, or the last part of it; 0: there was no memory for one more. */
    long entry() {
        return entry;
    }

    private void into(final long empty) {
        entry = empty;
        stream = values.root(empty);
        built.of(input, stream);
        if (sized != null) {
            sized.of(input, feed.parts());
        }
    }

    private void nextPart() throws RdbException {
        lengthBefore += streams.length(stream);
        final long next = feed.next(entry);
        entry = 0;
        if (next == 0) {
            throw input.outOfMemory();
        }
        into(next);
    }

    private void readNodes() throws RdbException {
        final long count = input.readCount();
        for (long i = 0; i < count; i++) {
            input.readString(string);
            if (string.length() != RdbFormat.STREAM_ID_LENGTH) {
                throw input.broken("Stream node key entry is not the size of a stream ID");
            }
            final long ms = StreamIds.ms(string.address());
            final long seq = StreamIds.seq(string.address());
            if (feed.isFull(entry)) {
                // no id of the parts before is looked at again
                if (!streams.dropDeletedFrom(stream, ms, seq)) {
                    throw input.broken("Stream nodes are not in the order of their ids");
                }
                nextPart();
            }
            input.readString(string);
            if (!check.isValid(string.address(), string.length())) {
                throw input.broken("Stream listpack integrity check failed.");
            }
            final Outcome outcome = check.isCanonical()
                    ? streams.addNode(stream, ms, seq, string.address(), string.length())
                    : streams.addRecodedNode(stream, ms, seq, string.address(), string.length());
            switch (outcome) {
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
        if (length != lengthBefore + streams.length(stream)) {
            throw input.broken("Stream length inconsistent with its entries");
        }
        final long lastMs = input.readLength();
        final long lastSeq = input.readLength();
        if (!streams.dropDeletedAbove(stream, lastMs, lastSeq)) {
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
        final boolean isSized = sized != null && isLargeGroupNext();
        if (isSized && !feed.hasBegun()) {
            nextPart();
        }
        final GroupTarget group = isSized ? sized : built;
        group.begin(string.address(), string.length(), lastMs, lastSeq, read);
        final long count = input.readCount();
        for (long i = 0; i < count; i++) {
            final long id = input.take(RdbFormat.STREAM_ID_LENGTH);
            final long deliveredMs = input.readLong();
            group.pending(id, deliveredMs, input.readLength());
        }
        final long consumerCount = input.readCount();
        for (long i = 0; i < consumerCount; i++) {
            readConsumer(group);
        }
        group.end();
    }

    /** Whether the group whose pending entries come next is large; they are still to be read. */
    private boolean isLargeGroupNext() throws RdbException {
        final long here = input.offset();
        final long pending = input.readCount();
        for (long i = 0; i < pending && pending <= LARGE_GROUP; i++) {
            input.take(PENDING_LENGTH);
            input.readLength();
        }
        final boolean isLarge = pending > LARGE_GROUP || input.readCount() > LARGE_GROUP;
        input.back(here);
        return isLarge;
    }

    private long readEntriesRead() throws RdbException {
        final long read = input.readLength();
        if (read < UNKNOWN) {
            throw input.broken("Stream group with a number of read entries that is out of range");
        }
        return read;
    }

    private void readConsumer(final GroupTarget group) throws RdbException {
        input.readString(string);
        final long seenMs = input.readLong();
        final long activeMs = type == RdbFormat.TYPE_STREAM_LISTPACKS_3 ? input.readLong() : seenMs;
        group.consumer(string.address(), string.length(), seenMs, activeMs);
        final long count = input.readCount();
        for (long i = 0; i < count; i++) {
            group.claim(input.take(RdbFormat.STREAM_ID_LENGTH));
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
        if (sized != null) {
            sized.close();
        }
    }
}
