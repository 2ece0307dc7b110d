package io.ringhold.engine.commands.server.digest;

import io.ringhold.engine.keyspace.StreamValues;
import io.ringhold.offheap.stream.Consumers;
import io.ringhold.offheap.stream.Groups;
import io.ringhold.offheap.stream.PendingEntries;
import io.ringhold.offheap.stream.PendingIterator;
import io.ringhold.offheap.stream.StreamIterator;
import io.ringhold.offheap.stream.Streams;

/**
 * Digests a stream: what XINFO STREAM FULL shows and an RDB file keeps, but for when consumers were seen and active, which is not in the
 * log. Groups and consumers come in the order of their names, entries in that of their ids. Engine thread; allocates nothing but itself.
 *
 * <pre>
 *   stream    = length, entries, last id, greatest deleted id, entries added, groups
 *   entry     = id, number of fields, ( field, value ) ...
 *   group     = name, last id, entries read, consumers
 *   consumer  = name, number of pending entries, ( id, time of delivery in ms, deliveries ) ...
 * </pre>
 */
final class StreamDigester {
    private final StreamValues values;
    private final StreamIterator entries;
    private final PendingIterator pendingEntries;

    StreamDigester(final StreamValues values) {
        this.values = values;
        this.entries = new StreamIterator(values.streams());
        this.pendingEntries = new PendingIterator(values.pending());
    }

    /** A digest goes on with the stream of an entry. */
    void stream(final long entry, final Digest160 digest) {
        final Streams streams = values.streams();
        final long root = values.root(entry);
        digest.number(streams.length(root));
        entries.range(root, 0, 0, -1, -1, false);
        while (entries.next()) {
            streamEntry(digest);
        }
        id(streams.lastMs(root), streams.lastSeq(root), digest);
        id(streams.maxDeletedMs(root), streams.maxDeletedSeq(root), digest);
        digest.number(streams.entriesAdded(root));
        final Groups groups = values.groups();
        digest.number(groups.count(root));
        for (int i = 0; i < groups.count(root); i++) {
            group(groups.at(root, i), digest);
        }
    }

    private void streamEntry(final Digest160 digest) {
        id(entries.ms(), entries.seq(), digest);
        digest.number(entries.fields());
        for (int i = 0; i < entries.fields(); i++) {
            entries.viewField(i);
            digest.bytes(entries.viewAddress(), entries.viewLength());
            entries.viewValue(i);
            digest.bytes(entries.viewAddress(), entries.viewLength());
        }
    }

    private void group(final long group, final Digest160 digest) {
        final Groups groups = values.groups();
        final Consumers consumers = values.consumers();
        digest.bytes(groups.nameAddress(group), groups.nameLength(group));
        id(groups.lastMs(group), groups.lastSeq(group), digest);
        digest.number(groups.entriesRead(group));
        digest.number(consumers.count(group));
        for (int i = 0; i < consumers.count(group); i++) {
            consumer(consumers.at(group, i), digest);
        }
    }

    private void consumer(final long consumer, final Digest160 digest) {
        final Consumers consumers = values.consumers();
        final PendingEntries pending = values.pending();
        digest.bytes(consumers.nameAddress(consumer), consumers.nameLength(consumer));
        digest.number(consumers.pending(consumer));
        pendingEntries.ofConsumer(consumer, 0, 0, -1, -1);
        while (pendingEntries.next()) {
            id(pendingEntries.ms(), pendingEntries.seq(), digest);
            digest.number(pending.deliveredMs(pendingEntries.entry()));
            digest.number(pending.deliveries(pendingEntries.entry()));
        }
    }

    private static void id(final long ms, final long seq, final Digest160 digest) {
        digest.number(ms);
        digest.number(seq);
    }
}
