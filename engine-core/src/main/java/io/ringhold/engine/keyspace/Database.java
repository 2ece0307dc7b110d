package io.ringhold.engine.keyspace;

import io.ringhold.engine.keyspace.hash.HashCursor;
import io.ringhold.engine.keyspace.hash.HashValues;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.keys.KeyTable;

/**
 * One numbered database: its key table, and the operations on keys that do not depend on the value's type.
 *
 * <p>
 * Keys are found as slots of the table ({@link KeyTable}); a slot is good until a key is inserted. Keys whose time has come are
 * removed when they are looked up, or by {@link #expireSome}, and the listener is told. Engine thread.
 */
public final class Database {
    private static final int FIELDS_AT_ONCE = 64;

    private final Keyspace keyspace;
    private final Entries entries;
    private final int index;
    private final KeyTable.SlotVisitor expiring = this::expireOne;
    private final HashCursor expiringField = new HashCursor();
    private KeyTable table;
    /** Keys of hashes by when their next field expires; 0 before there are any. */
    private long fieldTimes;
    /** Whether a key that has expired had to stay. */
    private boolean keptExpired;

    Database(final Keyspace keyspace, final int index, final KeyTable table) {
        this.keyspace = keyspace;
        this.entries = keyspace.entries();
        this.index = index;
        this.table = table;
    }

    public int index() {
        return index;
    }

    /** The table, for walking over keys. */
    public KeyTable table() {
        return table;
    }

    KeyTable replaceTable(final KeyTable newTable) {
        final KeyTable old = table;
        table = newTable;
        return old;
    }

    long replaceFieldTimes(final long newTimes) {
        final long old = fieldTimes;
        fieldTimes = newTimes;
        return old;
    }

    public long size() {
        return table.size();
    }

    /** Looks a key up for a command that reads: counts a hit or a miss and notes the use. */
    public long findForRead(final long hash, final long keyAddress, final int keyLength) {
        final long slot = findThere(hash, keyAddress, keyLength);
        if (slot == 0) {
            keyspace.missed(this, keyAddress, keyLength);
            return 0;
        }
        keyspace.statistics().hit();
        keyspace.access().read(entries, table.entry(slot));
        return slot;
    }

    /** Looks a key up for a command that asks about the key, not for its value: counts a hit or a miss and notes no use. */
    public long findUntouched(final long hash, final long keyAddress, final int keyLength) {
        final long slot = findThere(hash, keyAddress, keyLength);
        if (slot == 0) {
            keyspace.missed(this, keyAddress, keyLength);
        } else {
            keyspace.statistics().hit();
        }
        return slot;
    }

    /** As {@link #findUntouched}, for a command that looks at how the key is kept: nobody is told when it is not there. */
    public long findUnannounced(final long hash, final long keyAddress, final int keyLength) {
        final long slot = findThere(hash, keyAddress, keyLength);
        if (slot == 0) {
            keyspace.statistics().miss();
        } else {
            keyspace.statistics().hit();
        }
        return slot;
    }

    /** Looks a key up for a command that writes: notes the use. */
    public long findForWrite(final long hash, final long keyAddress, final int keyLength) {
        final long slot = find(hash, keyAddress, keyLength);
        if (slot != 0) {
            keyspace.access().written(entries, table.entry(slot));
        }
        return slot;
    }

    /** Looks a key up for those who read: as {@link #find}, but what has expired may have to be kept. */
    private long findThere(final long hash, final long keyAddress, final int keyLength) {
        final long slot = table.find(hash, keyAddress, keyLength);
        if (slot != 0 && hasExpired(table.entry(slot))) {
            expireUnlessKept(slot, table.entry(slot));
            return 0;
        }
        return slot;
    }

    /** Looks a key up without a trace, also when its time has come. */
    public long findEvenExpired(final long hash, final long keyAddress, final int keyLength) {
        return table.find(hash, keyAddress, keyLength);
    }

    /** Looks a key up without a trace but for an expired one's removal. */
    public long find(final long hash, final long keyAddress, final int keyLength) {
        final long slot = table.find(hash, keyAddress, keyLength);
        if (slot != 0 && hasExpired(table.entry(slot))) {
            expire(slot, table.entry(slot));
            return 0;
        }
        return slot;
    }

    /** The entry in a slot. */
    public long entry(final long slot) {
        return table.entry(slot);
    }

    /** True when the entry's time has come. */
    public boolean hasExpired(final long entry) {
        return entries.hasExpiry(entry) && entries.expireAtMs(entry) <= keyspace.nowMs() && !keyspace.expiryPaused();
    }

    /**
     * As {@link #expire}, for those who read, or come upon a key: during a pause of clients the data stay as they are, and so does a key of whose end
     * nobody can be told.
     *
     * @return false when it stays.
     */
    public boolean expireUnlessKept(final long slot, final long entry) {
        if (keyspace.isExpiredKept() || !keyspace.listener().canTell(entries.keyLength(entry))) {
            return false;
        }
        expire(slot, entry);
        return true;
    }

    /** Removes an expired key, telling the listener. */
    public void expire(final long slot, final long entry) {
        keyspace.listener().expired(this, entry);
        keyspace.statistics().expiredKey();
        delete(slot);
    }

    /** Removes a key to make room; the listener is told when it is gone, and before it is freed. False when it stays, as nobody can be told. */
    public boolean evict(final long slot) {
        final long entry = table.entry(slot);
        if (!keyspace.listener().canTell(entries.keyLength(entry))) {
            return false;
        }
        keyspace.lost(this, entry);
        table.remove(slot);
        keyspace.statistics().evictedKey();
        keyspace.listener().evicted(this, entry);
        keyspace.freeEntry(entry);
        return true;
    }

    /** Removes a key and frees its value. */
    public void delete(final long slot) {
        final long entry = table.entry(slot);
        keyspace.lost(this, entry);
        table.remove(slot);
        keyspace.freeEntry(entry);
    }

    /**
     * Adds a new entry, whose key is not there.
     *
     * @return its slot; 0 when there is no memory, and then the entry with its value has been freed.
     */
    public long insert(final long hash, final long entry) {
        final long slot = insertUnannounced(hash, entry);
        if (slot != 0) {
            keyspace.added(this, entry);
        }
        return slot;
    }

    /** As {@link #insert}; that the key is new is for the caller to tell. */
    public long insertUnannounced(final long hash, final long entry) {
        entries.access(entry, keyspace.access().initial());
        final long slot = table.insert(hash, entry);
        if (slot == 0) {
            keyspace.freeEntry(entry);
        } else {
            keyspace.made(this, entry);
        }
        return slot;
    }

    /**
     * Adds an entry that comes from elsewhere, with its value; its key is not there. That it is new is for the caller to tell, unless it is loaded.
     *
     * @return its slot; 0 when there is no memory, and then the entry is still the caller's.
     */
    public long attach(final long hash, final long entry) {
        final long slot = table.insert(hash, entry);
        if (slot != 0) {
            keyspace.made(this, entry);
        }
        return slot;
    }

    /** Takes a key out; its entry, with its value, is the caller's. */
    public void detach(final long slot) {
        keyspace.lost(this, table.entry(slot));
        table.remove(slot);
    }

    /**
     * Gives a value another key of this database; the expiry and the access bits stay.
     *
     * @param slot
     *            of the key that goes away.
     * @param hash
     *            of the new key.
     * @param target
     *            slot of the new key, whose value is freed; 0 when it is not there.
     * @return false when there is no memory; nothing has changed then.
     */
    public boolean rename(final long slot, final long oldHash, final long hash, final long keyAddress,
            final int keyLength, final long target) {
        final long old = table.entry(slot);
        final long entry = entries.withKey(old, keyAddress, keyLength);
        if (entry == 0) {
            return false;
        }
        if (target != 0) {
            keyspace.lost(this, old);
            final long overwritten = table.entry(target);
            keyspace.lost(this, overwritten);
            table.replace(target, entry);
            keyspace.freeEntry(overwritten);
            table.remove(slot);
        } else {
            if (table.insert(hash, entry) == 0) {
                entries.free(entry);
                return false;
            }
            keyspace.lost(this, old);
            table.remove(table.find(oldHash, entries.keyAddress(old), entries.keyLength(old)));
        }
        entries.free(old);
        keyspace.added(this, entry);
        keyspace.made(this, entry);
        return true;
    }

    /** Puts another entry of the same key in the place of a slot's, which is freed with its value. */
    public void replace(final long slot, final long entry) {
        final long old = table.entry(slot);
        entries.access(entry, entries.access(old));
        keyspace.lost(this, old);
        table.replace(slot, entry);
        keyspace.freeEntry(old);
        keyspace.made(this, entry);
    }

    /** Puts an entry that has moved back into its slot. */
    public void moved(final long slot, final long entry) {
        table.replace(slot, entry);
    }

    /**
     * Sets a key's expiry, or takes it away.
     *
     * @param expireAtMs
     *            or {@link Entries#NO_EXPIRY}.
     * @return false when there is no memory; nothing has changed then.
     */
    public boolean expireAt(final long slot, final long expireAtMs) {
        final long entry = entries.withExpiry(table.entry(slot), expireAtMs);
        if (entry == 0) {
            return false;
        }
        table.replace(slot, entry);
        return true;
    }

    /**
     * To be called when the next field of a hash may expire sooner than before.
     *
     * @return false when there is no memory to remember it: its fields then vanish, but stay in memory.
     */
    public boolean noteFieldTime(final long entry) {
        final long atMs = keyspace.hashes().nextExpiryMs(entry);
        if (atMs == HashValues.NEVER) {
            return true;
        }
        if (fieldTimes == 0) {
            fieldTimes = keyspace.scoredMembers().create();
        }
        return fieldTimes != 0 && keyspace.scoredMembers().set(fieldTimes, entries.keyAddress(entry),
                entries.keyLength(entry), (double) atMs) != ScoredMembers.NO_MEMORY;
    }

    /** Whether fields of some hash expire. */
    boolean hasFieldTimes() {
        return fieldTimes != 0 && keyspace.scoredMembers().first(fieldTimes) != 0;
    }

    /** Forgets when fields of a hash expire. */
    void forgetFieldTime(final long entry) {
        if (fieldTimes != 0) {
            keyspace.scoredMembers().remove(fieldTimes, entries.keyAddress(entry), entries.keyLength(entry));
        }
    }

    /** Moves blocks of what the database keeps beside its table; as {@link ValueOperations#relocateSome}. */
    public boolean relocateSome(final Relocation relocation) {
        if (fieldTimes == 0) {
            return true;
        }
        fieldTimes = keyspace.arena().evacuation().move(fieldTimes);
        return keyspace.scoredMembers().relocateSome(fieldTimes, relocation);
    }

    /** Removes some expired fields of the hash whose field expires first; false when none has expired, or one had to stay. */
    public boolean expireFields() {
        final ScoredMembers times = keyspace.scoredMembers();
        final long first = fieldTimes == 0 ? 0 : times.first(fieldTimes);
        if (first == 0 || times.score(first) > keyspace.nowMs() || keyspace.expiryPaused()
                || keyspace.isExpiredKept()) {
            return false;
        }
        final long address = keyspace.elements().memberAddress(first);
        final int length = keyspace.elements().memberLength(first);
        final long slot = table.find(keyspace.hash().hash(address, length), address, length);
        if (slot == 0 || !ValueType.hasFieldTimes(entries.encoding(table.entry(slot)))) {
            throw new IllegalStateException("a hash whose fields expire has gone unnoticed");
        }
        final long entry = table.entry(slot);
        final HashValues hashes = keyspace.hashes();
        int removed = 0;
        boolean canTell = true;
        while (canTell && removed < FIELDS_AT_ONCE && hashes.findDue(entry, expiringField)) {
            hashes.view(expiringField);
            canTell = keyspace.listener().canTell((long) length + hashes.fieldLength());
            if (canTell) {
                keyspace.listener().fieldExpired(this, entry, hashes.fieldAddress(), hashes.fieldLength());
                removeExpired(entry);
                removed++;
            }
        }
        final boolean isEmpty = hashes.sizeWithDue(entry) == 0;
        if (removed > 0) { // the field that was to expire may have lost its time
            keyspace.listener().fieldsExpired(this, entry, isEmpty);
        }
        if (isEmpty) {
            delete(slot);
        } else if (hashes.nextExpiryMs(entry) == HashValues.NEVER) {
            forgetFieldTime(entry);
        } else {
            return noteFieldTime(entry) && canTell;
        }
        return true;
    }

    private void removeExpired(final long entry) {
        keyspace.hashes().remove(entry, expiringField);
        keyspace.statistics().expiredField();
    }

    /**
     * Removes a field of the hash in a slot when its time has come, so that the log tells of it: for commands that take it for absent, and are
     * logged as they were sent. A hash without fields goes.
     */
    public void expireField(final long slot, final long address, final int length) {
        final long entry = table.entry(slot);
        if (removeDue(entry, address, length)) {
            final boolean isEmpty = keyspace.hashes().sizeWithDue(entry) == 0;
            keyspace.listener().fieldsExpired(this, entry, isEmpty);
            if (isEmpty) {
                delete(slot);
            }
        }
    }

    /** As {@link #expireField}, for a command that changes the hash: that may have no fields then, which is the command's to settle. */
    public void expireFieldOf(final long entry, final long address, final int length) {
        if (removeDue(entry, address, length)) {
            keyspace.listener().fieldsExpired(this, entry, false);
        }
    }

    private boolean removeDue(final long entry, final long address, final int length) {
        final HashValues hashes = keyspace.hashes();
        if (!hashes.isTimed(entry) || !hashes.locate(entry, address, length, expiringField)
                || !hashes.isDue(expiringField)) {
            return false;
        }
        keyspace.listener().fieldExpired(this, entry, address, length);
        removeExpired(entry);
        return true;
    }

    /** Removes the expired keys of one bucket; false when there are none left, or one had to stay. */
    public boolean expireSome() {
        keptExpired = false;
        return !keyspace.isExpiredKept() && table.expire(keyspace.nowMs(), expiring) && !keptExpired;
    }

    private void expireOne(final long slot, final long entry) {
        keptExpired |= !expireUnlessKept(slot, entry);
    }
}
