package io.ringhold.engine.keyspace;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.stream.Consumers;
import io.ringhold.offheap.stream.Groups;
import io.ringhold.offheap.stream.PendingEntries;
import io.ringhold.offheap.stream.PendingIterator;
import io.ringhold.offheap.stream.StreamRelocator;
import io.ringhold.offheap.stream.Streams;
import io.ringhold.offheap.stream.index.Outcome;
import org.agrona.collections.LongArrayList;

import static io.ringhold.offheap.keys.EntryDescriptor.EXTERNAL_LENGTH;

/**
 * Streams: the entry refers to the root of one of {@link Streams}, which commands work on directly. A stream may be empty and stay.
 * Engine thread; allocates nothing on the heap.
 */
public final class StreamValues implements ValueOperations {
    private static final int FREED_AT_ONCE = 64;
    private static final int SAMPLES = 5;

    private final Keyspace keyspace;
    private final Arena arena;
    private final Entries entries;
    private final Streams streams;
    private final StreamRelocator relocator;
    private final PendingEntries pending;
    private final PendingIterator copied;
    private final LongArrayList dyingGroups = new LongArrayList();
    private int nodeMaxBytes = 4096;
    private int nodeMaxEntries = 100;

    StreamValues(final Keyspace keyspace) {
        this.keyspace = keyspace;
        this.arena = keyspace.arena();
        this.entries = keyspace.entries();
        this.streams = new Streams(arena);
        this.relocator = streams.relocator();
        this.pending = new PendingEntries(streams.groups());
        this.copied = new PendingIterator(pending);
    }

    /** Sets how large nodes become: {@code stream-node-max-bytes} and {@code stream-node-max-entries}; 0 is no limit. */
    public void limits(final long maxBytes, final long maxEntries) {
        nodeMaxBytes = (int) Math.min(maxBytes, Integer.MAX_VALUE);
        nodeMaxEntries = (int) Math.min(maxEntries, Integer.MAX_VALUE);
    }

    /** {@code stream-node-max-bytes}. */
    public int nodeMaxBytes() {
        return nodeMaxBytes;
    }

    /** {@code stream-node-max-entries}. */
    public int nodeMaxEntries() {
        return nodeMaxEntries;
    }

    /** Streams, by {@link #root}. */
    public Streams streams() {
        return streams;
    }

    /** Consumer groups of the streams. */
    public Groups groups() {
        return streams.groups();
    }

    /** Consumers of the groups. */
    public Consumers consumers() {
        return streams.groups().consumers();
    }

    /** Pending entries of the groups and consumers. */
    public PendingEntries pending() {
        return pending;
    }

    /** The stream of an entry. */
    public long root(final long entry) {
        return entries.externalReference(entry);
    }

    @Override
    public String encodingName(final long entry) {
        return "stream";
    }

    @Override
    public boolean freeSome(final long entry) {
        return streams.freeSome(root(entry), FREED_AT_ONCE);
    }

    @Override
    public long parts(final long entry) {
        return relocator.parts(root(entry));
    }

    @Override
    public boolean relocateSome(final long entry, final Relocation relocation) {
        return relocator.relocateSome(entries.relocateExternal(entry), relocation.begin(), arena.evacuation());
    }

    @Override
    public long externalBytes(final long entry) {
        return streams.usedBytes(root(entry), SAMPLES);
    }

    /** Takes a group out of its stream; a large one is freed bit by bit by {@link #freeSomeOfGroups}. */
    public void destroyGroup(final long root, final long group) {
        groups().detach(root, group);
        if (groups().freeSome(group, FREED_AT_ONCE) == 0) {
            dyingGroups.addLong(group);
        }
    }

    boolean hasDyingGroups() {
        return !dyingGroups.isEmpty();
    }

    /** Frees a part of a group that has been destroyed; there is one. */
    void freeSomeOfGroups() {
        if (groups().freeSome(dyingGroups.getLong(dyingGroups.size() - 1), FREED_AT_ONCE) > 0) {
            dyingGroups.popLong();
        }
    }

    /** Adds a key, which must not be there, with an empty stream; returns its slot, or 0 when there is no memory. */
    public long create(final Database database, final long hash, final long keyAddress, final int keyLength) {
        final long entry = createEntry(keyAddress, keyLength, Entries.NO_EXPIRY);
        return entry == 0 ? 0 : database.insert(hash, entry);
    }

    /** A new entry with an empty stream, in no table yet; 0 when there is no memory. */
    public long createEntry(final long keyAddress, final int keyLength, final long expireAtMs) {
        final long entry = entries.create(ValueType.STREAM, ValueType.ENCODING_STREAM, keyAddress, keyLength,
                EXTERNAL_LENGTH, expireAtMs);
        final long root = entry == 0 ? 0 : streams.create();
        if (root == 0) {
            if (entry != 0) {
                entries.free(entry);
            }
            return 0;
        }
        entries.external(entry, root, 0);
        return entry;
    }

    @Override
    public long copy(final long entry, final long keyAddress, final int keyLength, final long expireAtMs) {
        final long copy = createEntry(keyAddress, keyLength, expireAtMs);
        if (copy == 0) {
            return 0;
        }
        final long from = root(entry);
        final long to = root(copy);
        if (!copyNodes(from, to) || !copyGroups(from, to)) {
            keyspace.freeEntry(copy);
            return 0;
        }
        streams.lastId(to, streams.lastMs(from), streams.lastSeq(from));
        streams.maxDeletedId(to, streams.maxDeletedMs(from), streams.maxDeletedSeq(from));
        streams.entriesAdded(to, streams.entriesAdded(from));
        return copy;
    }

    private boolean copyNodes(final long from, final long to) {
        long ms = 0;
        long seq = 0;
        while (streams.seekNode(from, ms, seq)) {
            ms = streams.nodeMs();
            seq = streams.nodeSeq();
            if (streams.addNode(to, ms, seq, arena.address(streams.nodeBlock()), streams.nodeBytes()) != Outcome.DONE) {
                return false;
            }
            if (ms == -1 && seq == -1) {
                return true; // that was the greatest id
            }
            seq++;
            ms += seq == 0 ? 1 : 0;
        }
        return true;
    }

    private boolean copyGroups(final long from, final long to) {
        final Groups groups = groups();
        for (int i = 0; i < groups.count(from); i++) {
            final long group = groups.at(from, i);
            if (groups.create(to, groups.nameAddress(group), groups.nameLength(group), groups.lastMs(group),
                    groups.lastSeq(group), groups.entriesRead(group)) != Outcome.DONE
                    || !copyConsumers(group, groups.at(to, i))) {
                return false;
            }
        }
        return true;
    }

    private boolean copyConsumers(final long from, final long to) {
        final Consumers consumers = consumers();
        for (int i = 0; i < consumers.count(from); i++) {
            final long consumer = consumers.at(from, i);
            if (consumers.create(to, consumers.nameAddress(consumer), consumers.nameLength(consumer),
                    consumers.seenMs(consumer)) != Outcome.DONE) {
                return false;
            }
            final long made = consumers.at(to, i);
            consumers.activeMs(made, consumers.activeMs(consumer));
            copied.ofConsumer(consumer, 0, 0, -1, -1);
            while (copied.next()) {
                if (pending.add(to, made, copied.ms(), copied.seq(), pending.deliveredMs(copied.entry()),
                        pending.deliveries(copied.entry())) != Outcome.DONE) {
                    return false;
                }
            }
        }
        return true;
    }
}
