package io.ringhold.engine.defrag;

import io.ringhold.engine.keyspace.Database;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.keyspace.Relocation;
import io.ringhold.offheap.arena.Evacuation;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.keys.KeyTable;
import org.agrona.collections.LongArrayList;

/**
 * Goes over all keys of all databases, a bucket at a time, and moves what stands in memory that is being evacuated. It remembers a position of the key
 * table, as SCAN does; values of many parts are done after their bucket, each found again for every step by the block that it stands in. So
 * keys may come, go and change between two steps, and tables may be resized. Engine thread; allocates nothing on the heap in the long run.
 */
final class KeyspaceSweep {
    private static final int NONE = -1;

    private final Keyspace keyspace;
    private final Entries entries;
    private final Evacuation evacuation;
    private final Relocation relocation = new Relocation();
    private final KeyTable.SlotVisitor relocating = this::relocate;
    private final KeyTable.SlotVisitor finding = this::find;
    /** Blocks of the bucket's values of many parts. */
    private final LongArrayList deferred = new LongArrayList();
    private Database database;
    private int databaseIndex;
    private boolean besideTable;
    private long cursor;
    private long nextCursor;
    private long partsLeft;
    private long wantedBlock;
    private long foundEntry;
    /** Type and encoding of the value that is being done, or {@link #NONE}. */
    private int kindOfDeferred = NONE;
    private long movedBefore;
    private long keyHits;
    private long keyMisses;

    KeyspaceSweep(final Keyspace keyspace) {
        this.keyspace = keyspace;
        this.entries = keyspace.entries();
        this.evacuation = keyspace.arena().evacuation();
    }

    /** Goes back to the first key. */
    void begin() {
        databaseIndex = 0;
        deferred.clear();
        kindOfDeferred = NONE;
        beginDatabase();
        keyspace.relocateShared();
    }

    /** Keys of which something was moved. */
    long keyHits() {
        return keyHits;
    }

    /** Keys of which nothing had to be moved. */
    long keyMisses() {
        return keyMisses;
    }

    /**
     * Does one bucket, or a part of a large value.
     *
     * @param maxParts
     *            how many parts of values to go through within a bucket: more are done in steps of their own.
     * @return false when all keys have been visited.
     */
    boolean step(final long maxParts) {
        if (databaseIndex == keyspace.databaseCount()) {
            return false;
        }
        database = keyspace.database(databaseIndex);
        if (besideTable) {
            besideTable = !database.relocateSome(relocation);
            return true;
        }
        if (deferred.isEmpty()) {
            partsLeft = maxParts;
            nextCursor = database.table().scan(cursor, relocating);
        } else {
            relocateDeferred();
        }
        if (deferred.isEmpty()) {
            advance();
        }
        return databaseIndex < keyspace.databaseCount();
    }

    private void beginDatabase() {
        cursor = 0;
        besideTable = true;
        relocation.restart();
    }

    private void advance() {
        cursor = nextCursor;
        if (cursor == 0) {
            databaseIndex++;
            beginDatabase();
        }
    }

    private void relocate(final long slot, final long oldEntry) {
        final long before = evacuation.movedBlocks();
        final long entry = evacuation.move(oldEntry);
        if (entry != oldEntry) {
            database.moved(slot, entry);
        }
        if (entries.isExternal(entry)) {
            final long parts = keyspace.operations(entry).parts(entry);
            if (parts > partsLeft) {
                deferred.addLong(entries.externalReference(entry));
                return;
            }
            partsLeft -= parts;
            relocation.restart();
            while (!keyspace.operations(entry).relocateSome(entry, relocation)) {
                // until it is done: it has few parts
            }
        }
        count(before);
    }

    private void relocateDeferred() {
        final int last = deferred.size() - 1;
        wantedBlock = deferred.getLong(last);
        foundEntry = 0;
        database.table().scan(cursor, finding);
        if (foundEntry == 0) {
            // the value has gone, or its key
            deferred.popLong();
            kindOfDeferred = NONE;
            return;
        }
        final int kind = entries.type(foundEntry) << Byte.SIZE | entries.encoding(foundEntry);
        if (kindOfDeferred != kind) {
            kindOfDeferred = kind;
            movedBefore = evacuation.movedBlocks();
            relocation.restart();
        }
        if (keyspace.operations(foundEntry).relocateSome(foundEntry, relocation)) {
            deferred.popLong();
            kindOfDeferred = NONE;
            count(movedBefore);
        } else {
            deferred.setLong(last, entries.externalReference(foundEntry));
        }
    }

    private void find(final long slot, final long entry) {
        if (entries.isExternal(entry) && entries.externalReference(entry) == wantedBlock) {
            foundEntry = entry;
        }
    }

    private void count(final long movedBlocksBefore) {
        if (evacuation.movedBlocks() > movedBlocksBefore) {
            keyHits++;
        } else {
            keyMisses++;
        }
    }
}
