package io.ringhold.engine.keyspace;

import java.util.ArrayDeque;
import java.util.Objects;

import io.ringhold.engine.keyspace.hash.HashValues;
import io.ringhold.engine.keyspace.set.SetValues;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.dict.Dict;
import io.ringhold.offheap.element.Elements;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.keys.KeyHash;
import io.ringhold.offheap.keys.KeyTable;
import org.agrona.collections.LongArrayList;

/**
 * All databases, and what they share: arena, entries, hash, the clock that expiry goes by, and the values' types.
 *
 * <p>
 * Engine thread only. The clock stands still while a command runs, so that a key does not expire in the middle of one.
 */
public final class Keyspace {
    private static final int FREED_AT_ONCE = 10_000;
    private static final int DISMANTLE_STEP = 16;

    private final Arena arena;
    private final Entries entries;
    private final KeyHash hash;
    private final AccessTracker access = new AccessTracker();
    private final StringValues strings;
    private final ListValues lists;
    private final Elements elements;
    private final Dict dict;
    private final ScoredMembers scoredMembers;
    private final SetValues sets;
    private final HashValues hashes;
    private final SortedSetValues sortedSets;
    private final StreamValues streams;
    private final ValueOperations[] operations = new ValueOperations[16];
    private final KeyspaceStatistics statistics = new KeyspaceStatistics();
    private final Database[] databases;
    private final ArrayDeque<KeyTable> dying = new ArrayDeque<>();
    /** Entries, out of all tables, whose values are being freed. */
    private final LongArrayList condemned = new LongArrayList();
    /** When fields of hashes would have expired, of databases that were emptied. */
    private final LongArrayList dyingTimes = new LongArrayList();
    private final KeyTable.SlotVisitor freeing = (slot, entry) -> freeEntry(entry);
    private KeyspaceListener listener = KeyspaceListener.NONE;
    private boolean watched;
    private boolean announcesNew;
    private boolean announcesMisses;
    private long nowMs;
    private boolean expiryPaused;
    private boolean expiredKept;

    /**
     * @param arena
     *            holds keys and values; owned by the engine thread.
     * @param databaseCount
     *            at least 1.
     */
    public Keyspace(final Arena arena, final int databaseCount, final KeyHash hash) {
        this.arena = arena;
        this.entries = new Entries(arena);
        this.hash = hash;
        this.strings = new StringValues(this);
        this.lists = new ListValues(this);
        this.elements = new Elements(arena, MemoryTag.DICT);
        this.dict = new Dict(elements, hash);
        this.scoredMembers = new ScoredMembers(this);
        this.sets = new SetValues(this);
        this.hashes = new HashValues(this);
        this.sortedSets = new SortedSetValues(this);
        this.streams = new StreamValues(this);
        operations[ValueType.STRING] = strings;
        operations[ValueType.LIST] = lists;
        operations[ValueType.SET] = sets;
        operations[ValueType.HASH] = hashes;
        operations[ValueType.SORTED_SET] = sortedSets;
        operations[ValueType.STREAM] = streams;
        databases = new Database[databaseCount];
        for (int i = 0; i < databaseCount; i++) {
            databases[i] = new Database(this, i, new KeyTable(entries));
        }
    }

    public Arena arena() {
        return arena;
    }

    public Entries entries() {
        return entries;
    }

    /** Hash of keys. */
    public KeyHash hash() {
        return hash;
    }

    /** LRU and LFU bookkeeping. */
    public AccessTracker access() {
        return access;
    }

    /** String values. */
    public StringValues strings() {
        return strings;
    }

    /** Lists. */
    public ListValues lists() {
        return lists;
    }

    /** Sets. */
    public SetValues sets() {
        return sets;
    }

    /** Hashes. */
    public HashValues hashes() {
        return hashes;
    }

    /** Sorted sets. */
    public SortedSetValues sortedSets() {
        return sortedSets;
    }

    /** Streams. */
    public StreamValues streams() {
        return streams;
    }

    /** What large collections keep their members in. */
    public Elements elements() {
        return elements;
    }

    /** The hash tables of large collections, which refer to {@link #elements}. */
    public Dict dict() {
        return dict;
    }

    /** Members by name and by score: large sorted sets, and times at which fields expire. */
    public ScoredMembers scoredMembers() {
        return scoredMembers;
    }

    /** Operations for the value of an entry, by its type. */
    public ValueOperations operations(final long entry) {
        return operations[entries.type(entry)];
    }

    public KeyspaceStatistics statistics() {
        return statistics;
    }

    public int databaseCount() {
        return databases.length;
    }

    public Database database(final int index) {
        return databases[index];
    }

    /** Sets who is told of expired keys. */
    public void listener(final KeyspaceListener newListener) {
        listener = newListener;
    }

    KeyspaceListener listener() {
        return listener;
    }

    /** Sets whether the listener wants to know of keys that are made. */
    public void watched(final boolean wanted) {
        watched = wanted;
    }

    /** Sets whether the listener wants to know of all keys that are new, and of keys that are looked up and not there. */
    public void announce(final boolean newKeys, final boolean misses) {
        announcesNew = newKeys;
        announcesMisses = misses;
    }

    /** To be called after a key was added to a database, or something that is to be told as this. */
    public void added(final Database database, final long entry) {
        if (announcesNew) {
            listener.added(database, entry);
        }
    }

    /** To be called when a key is not there that a command asks for. */
    void missed(final Database database, final long keyAddress, final int keyLength) {
        statistics.miss();
        if (announcesMisses) {
            listener.missed(database, keyAddress, keyLength);
        }
    }

    /** To be called after a key was made or got another value, and after a stream got an entry or lost a group. */
    public void made(final Database database, final long entry) {
        if (watched && ValueType.canBeWaitedFor(entries.type(entry))) {
            listener.made(database, entry);
        }
        if (ValueType.hasFieldTimes(entries.encoding(entry))) {
            database.noteFieldTime(entry);
        }
    }

    /** To be called before an entry leaves its table. */
    void lost(final Database database, final long entry) {
        if (watched && entries.type(entry) == ValueType.STREAM) {
            listener.lost(database, entry);
        }
        if (ValueType.hasFieldTimes(entries.encoding(entry))) {
            database.forgetFieldTime(entry);
        }
    }

    /** Unix time in ms that expiry goes by. */
    public long nowMs() {
        return nowMs;
    }

    /** Moves the clock; between commands only. */
    public void nowMs(final long unixTimeMs) {
        nowMs = unixTimeMs;
        access.nowMs(unixTimeMs);
    }

    /** True while keys do not expire: when a log is replayed, expired keys are deleted by the log's own commands. */
    public boolean expiryPaused() {
        return expiryPaused;
    }

    public void expiryPaused(final boolean paused) {
        expiryPaused = paused;
    }

    /** True while expired keys and fields, which nobody sees any more, are not removed. */
    public boolean isExpiredKept() {
        return expiredKept;
    }

    public void keepExpired(final boolean kept) {
        expiredKept = kept;
    }

    /** Exchanges the contents of two databases. */
    public void swap(final int a, final int b) {
        if (a == b) {
            return;
        }
        final KeyTable table = databases[a].replaceTable(databases[b].table());
        databases[b].replaceTable(table);
        databases[b].replaceFieldTimes(databases[a].replaceFieldTimes(databases[b].replaceFieldTimes(0)));
        if (watched) {
            listener.replaced();
        }
    }

    /** Empties a database. A large one is freed bit by bit by {@link #freeSome}. */
    public void flush(final Database database) {
        final KeyTable old = database.table();
        if (old.size() == 0) {
            return;
        }
        KeyTable empty = KeyTable.tryCreate(entries);
        boolean left = true;
        while (empty == null && left) {
            // the keys go in any case: they make room for it
            left = old.dismantle(DISMANTLE_STEP, freeing);
            empty = KeyTable.tryCreate(entries);
        }
        database.replaceTable(Objects.requireNonNull(empty, "no memory for an empty table where one has been freed"));
        final long fieldTimes = database.replaceFieldTimes(0);
        if (fieldTimes != 0) {
            dyingTimes.addLong(fieldTimes);
        }
        if (watched) {
            listener.replaced();
        }
        if (left && old.size() > FREED_AT_ONCE) {
            dying.add(old);
            left = false;
        }
        while (left) {
            left = old.dismantle(DISMANTLE_STEP, freeing);
        }
    }

    /** Moves what values share and is in memory that is being evacuated. */
    public void relocateShared() {
        lists.relocateShared();
        scoredMembers.tree().relocateReserve(arena.evacuation());
    }

    /** Keys in all databases. */
    public long size() {
        long size = 0;
        for (final Database database : databases) {
            size += database.size();
        }
        return size;
    }

    /** Whether fields of some hash expire. */
    public boolean hasTimedFields() {
        for (final Database database : databases) {
            if (database.hasFieldTimes()) {
                return true;
            }
        }
        return false;
    }

    /** Keys of flushed databases, and large values, that have not been freed yet. */
    public long lazyFreePending() {
        long pending = condemned.size();
        for (final KeyTable table : dying) {
            pending += table.size();
        }
        return pending;
    }

    /** True when {@link #freeSome} has something to do. */
    public boolean hasLazyFreeWork() {
        return !dying.isEmpty() || !condemned.isEmpty() || streams.hasDyingGroups()
                || !dyingTimes.isEmpty();
    }

    /** Frees about a hundred keys of flushed databases or parts of a large value; false when there are none left. */
    public boolean freeSome() {
        if (!condemned.isEmpty()) {
            freeCondemned();
            return hasLazyFreeWork();
        }
        if (streams.hasDyingGroups()) {
            streams.freeSomeOfGroups();
            return hasLazyFreeWork();
        }
        if (!dyingTimes.isEmpty()) {
            if (scoredMembers.freeSome(dyingTimes.getLong(dyingTimes.size() - 1))) {
                dyingTimes.popLong();
            }
            return hasLazyFreeWork();
        }
        final KeyTable table = dying.peek();
        if (table != null) {
            final long before = table.size();
            if (!table.dismantle(DISMANTLE_STEP, freeing)) {
                dying.remove();
            }
            statistics.lazyFreed(before - table.size());
        }
        return !dying.isEmpty();
    }

    /** Frees an entry that no table refers to any more, with its value; a large value bit by bit, by {@link #freeSome}. */
    public void freeEntry(final long entry) {
        if (entries.isExternal(entry) && !operations(entry).freeSome(entry)) {
            condemned.addLong(entry);
        } else {
            entries.free(entry);
        }
    }

    private void freeCondemned() {
        final int last = condemned.size() - 1;
        final long entry = condemned.getLong(last);
        if (operations(entry).freeSome(entry)) {
            condemned.popLong();
            entries.free(entry);
            statistics.lazyFreed(1);
        }
    }

    /**
     * As {@link #dataBytes}, without what is kept ready for values to come: between before a value is made and after it this grows by exactly
     * what the value takes.
     */
    public long valueBytes() {
        return dataBytes() - scoredMembers.tree().reservedBytes();
    }

    /** Memory of keys and values, the tables not included, in bytes. */
    public long dataBytes() {
        return arena.usedBytes() - arena.usedBytes(MemoryTag.KEY_TABLE) - arena.usedBytes(MemoryTag.METADATA);
    }
}
