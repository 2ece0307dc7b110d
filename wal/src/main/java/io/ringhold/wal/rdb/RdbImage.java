package io.ringhold.wal.rdb;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.engine.keyspace.AccessTracker;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.offheap.keys.KeyHash;
import io.ringhold.offheap.keys.KeyTable;

/**
 * What a cut is: all that must be known beside the arena itself to read a keyspace as it was at one moment. Immutable; taken by the engine
 * thread, in a time that depends on the number of databases only.
 *
 * @param databases
 *            those that have keys.
 * @param access
 *            what access bits meant.
 * @param unixTimeMs
 *            when it was taken.
 * @param usedBytes
 *            memory in use.
 */
public record RdbImage(KeyHash keyHash, List<DatabaseImage> databases, AccessTracker.Image access, long unixTimeMs,
        long usedBytes) {

    /** One database. */
    public record DatabaseImage(int index, KeyTable.Image table) {}

    /** Of a keyspace as it is now. Engine thread. */
    public static RdbImage of(final Keyspace keyspace) {
        final List<DatabaseImage> databases = new ArrayList<>();
        for (int i = 0; i < keyspace.databaseCount(); i++) {
            final KeyTable table = keyspace.database(i).table();
            if (table.size() > 0) {
                databases.add(new DatabaseImage(i, table.image()));
            }
        }
        return new RdbImage(keyspace.hash(), List.copyOf(databases), keyspace.access().image(), keyspace.nowMs(),
                keyspace.arena().usedBytes());
    }

    /** Number of keys of all databases. */
    public long keys() {
        long keys = 0;
        for (final DatabaseImage database : databases) {
            keys += database.table.size();
        }
        return keys;
    }
}
