package io.ringhold.engine.transaction;

import io.ringhold.engine.keyspace.Database;
import io.ringhold.offheap.memory.Memory;

/** A key that sessions watch, with a copy of its bytes. Engine thread. */
final class WatchedKey {
    Database database;
    long hash;
    long block;
    long address;
    int length;
    /** Who watches it. */
    Watch watchers;
    /** In the same bucket; of those that are not in use. */
    WatchedKey next;

    boolean is(final Database otherDatabase, final long keyHash, final long keyAddress, final int keyLength) {
        return hash == keyHash && database == otherDatabase && length == keyLength
                && Memory.equals(address, keyAddress, keyLength);
    }

    /** The key's slot in a database's table, expired or not; 0 when it is not there. */
    long slotIn(final Database other) {
        return other.table().find(hash, address, length);
    }

    /** Notes whether the key counts as not there for all who watch it. */
    void expired(final boolean isExpired) {
        for (Watch watch = watchers; watch != null; watch = watch.nextOfKey) {
            watch.expired = isExpired;
        }
    }

    /** Whether the key is in a database and its time has come. */
    boolean hasExpiredIn(final Database other) {
        final long slot = slotIn(other);
        return slot != 0 && other.hasExpired(other.entry(slot));
    }
}
