package io.ringhold.wal.rdb.load;

import java.nio.charset.StandardCharsets;

import io.ringhold.engine.keyspace.Database;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.keys.KeyTable;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.wal.file.LogText;

/**
 * Entries on their way into a database, some at a time, so that the buckets that they go to can be loaded together. Engine thread; allocates
 * nothing on the heap.
 */
final class PendingKeys {
    private static final int MAX_TEXT = 1024;

    private final Keyspace keyspace;
    private final Entries entries;
    private final RdbValueReader values;
    private final long[] waiting = new long[KeyTable.MAX_TOUCHED];
    private final long[] hashes = new long[KeyTable.MAX_TOUCHED];
    private final long[] offsets = new long[KeyTable.MAX_TOUCHED];
    private int count;
    private long inserted;
    private Database database;
    /** Keeps what was loaded ahead from being optimised away. */
    private long touched;

    PendingKeys(final Keyspace keyspace, final RdbValueReader values) {
        this.keyspace = keyspace;
        this.entries = keyspace.entries();
        this.values = values;
        this.database = keyspace.database(0);
    }

    /** Keys that are in their databases. */
    long inserted() {
        return inserted;
    }

    /** Chooses the database for the keys that follow. */
    void select(final Database newDatabase) throws RdbException {
        insertAll();
        database = newDatabase;
    }

    /** Makes room for so many more keys. */
    void reserve(final long keys) throws RdbException {
        insertAll();
        database.table().reserve(database.size() + keys);
    }

    /**
     * Adds an entry, and, when there are many, all that wait to the database.
     *
     * @param offset
     *            behind it in the file, for errors.
     */
    void add(final long entry, final long offset) throws RdbException {
        waiting[count] = entry;
        offsets[count] = offset;
        hashes[count] = keyspace.hash().hash(entries.keyAddress(entry), entries.keyLength(entry));
        count++;
        if (count == waiting.length) {
            insertAll();
        }
    }

    /** Puts all that wait into the database; when one cannot be, it and those behind it still wait. */
    void insertAll() throws RdbException {
        if (count == 0) {
            return;
        }
        final KeyTable table = database.table();
        touched += table.touch(hashes, count);
        int done = 0;
        try {
            for (; done < count; done++) {
                insert(table, hashes[done], waiting[done], offsets[done]);
            }
        } finally {
            inserted += done;
            count -= done;
            System.arraycopy(waiting, done, waiting, 0, count);
            System.arraycopy(hashes, done, hashes, 0, count);
            System.arraycopy(offsets, done, offsets, 0, count);
        }
    }

    private void insert(final KeyTable table, final long hash, final long entry, final long offset)
            throws RdbException {
        final long address = entries.keyAddress(entry);
        final int length = entries.keyLength(entry);
        if (table.find(hash, address, length) != 0) {
            throw new RdbException("RDB has duplicated key '" + text(address, length) + "' in DB " + database.index(),
                    offset);
        }
        if (database.attach(hash, entry) == 0) {
            throw new RdbException("Out of memory for the table of keys of DB " + database.index(), offset, true);
        }
    }

    /** Frees all that wait. */
    void discardAll() {
        while (count > 0) {
            values.discard(waiting[--count]);
        }
    }

    /** Bytes as text for messages; only the first ones of a long key. */
    static String text(final long address, final int length) {
        final byte[] bytes = new byte[Math.min(length, MAX_TEXT)];
        Memory.copyToArray(address, bytes, 0, bytes.length);
        return LogText.of(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    @Override
    public String toString() {
        return count + " keys on their way into DB " + database.index() + " (" + touched + ')';
    }
}
