package io.ringhold.engine.commands.server.digest;

import io.ringhold.engine.keyspace.Database;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.keys.KeyTable;

/**
 * Digests all databases, or the value of one key. Keys whose time has come are left out, though they may still be in memory, and so are hashes
 * whose fields have all expired: looking at them would remove them, and so the digest does not depend on whether anybody has looked. It
 * changes nothing itself, not even statistics.
 *
 * <p>
 * Walks over everything in one go, which takes its time. Engine thread; made for one command, allocates nothing for each key or element.
 */
final class KeyspaceDigester {
    private final Keyspace keyspace;
    private final Entries entries;
    private final ValueDigester values;
    private final Digest160 value = new Digest160();
    private final Digest160 key = new Digest160();
    private final Digest160 sum = new Digest160();
    private final KeyTable.SlotVisitor adding = (slot, entry) -> add(entry);
    private Database database;
    private long keys;

    KeyspaceDigester(final Keyspace keyspace) {
        this.keyspace = keyspace;
        this.entries = keyspace.entries();
        this.values = new ValueDigester(keyspace);
    }

    /** The digest of all keys of all databases, as text. */
    String keyspace() {
        sum.beginSum();
        keys = 0;
        for (int i = 0; i < keyspace.databaseCount(); i++) {
            database = keyspace.database(i);
            long cursor = 0;
            do {
                cursor = database.table().scan(cursor, adding);
            } while (cursor != 0);
        }
        if (keys == 0) {
            return Digest160.ZEROS;
        }
        value.begin();
        value.number(keys);
        value.digest(sum);
        return value.hex();
    }

    /** The digest of a key's value and expiry, as text. */
    String value(final Database ofDatabase, final long hash, final long keyAddress, final int keyLength) {
        final long slot = ofDatabase.table().find(hash, keyAddress, keyLength);
        final boolean isThere = slot != 0 && !ofDatabase.hasExpired(ofDatabase.entry(slot))
                && values.value(ofDatabase.entry(slot), value);
        return isThere ? value.hex() : Digest160.ZEROS;
    }

    private void add(final long entry) {
        if (database.hasExpired(entry) || !values.value(entry, value)) {
            return;
        }
        key.begin();
        key.number(database.index());
        key.bytes(entries.keyAddress(entry), entries.keyLength(entry));
        key.digest(value);
        sum.add(key);
        keys++;
    }
}
