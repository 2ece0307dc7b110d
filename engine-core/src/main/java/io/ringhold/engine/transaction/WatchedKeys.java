package io.ringhold.engine.transaction;

import io.ringhold.engine.client.Session;
import io.ringhold.engine.event.KeyEvents;
import io.ringhold.engine.event.KeyObserver;
import io.ringhold.engine.keyspace.Database;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;

/**
 * All keys that sessions watch, by hash. It observes what happens to keys while there are any; whoever watches a key that changes is
 * touched, and watches nothing any more. Engine thread; allocates on the heap only to grow.
 */
final class WatchedKeys implements KeyObserver {
    private static final int INITIAL_BUCKETS = 64;
    private static final int MAX_SPARE = 4096;
    /** What is known of a watch is on the heap. */
    private static final int MAX_WATCHES = 100_000;
    /** Of a {@link Watch} and a {@link WatchedKey}. */
    private static final int HEAP_BYTES = 96;

    private final Keyspace keyspace;
    private final KeyEvents events;
    private final Arena arena;
    private WatchedKey[] buckets = new WatchedKey[INITIAL_BUCKETS];
    private int size;
    private int watchers;
    private int watches;
    private boolean observing;
    private WatchedKey spareKeys;
    private int spareKeyCount;
    private Watch spareWatches;
    private int spareWatchCount;

    /**
     * @param arena
     *            for copies of keys.
     */
    WatchedKeys(final Keyspace keyspace, final KeyEvents events, final Arena arena) {
        this.keyspace = keyspace;
        this.events = events;
        this.arena = arena;
    }

    /** Different keys that are watched. */
    int size() {
        return size;
    }

    /** Sessions that watch keys. */
    int watchers() {
        return watchers;
    }

    /** Watches a key; false when there is no memory. */
    boolean watch(final Transaction transaction, final Database database, final long hash, final long keyAddress,
            final int keyLength) {
        WatchedKey key = find(database, hash, keyAddress, keyLength);
        if (key != null && isWatchedBy(key, transaction)) {
            return true;
        }
        if (watches == MAX_WATCHES) {
            return false;
        }
        if (key == null) {
            key = add(database, hash, keyAddress, keyLength);
            if (key == null) {
                return false;
            }
        }
        if (transaction.watches == null) {
            watchers++;
        }
        final Watch watch = spareWatch();
        watch.transaction = transaction;
        watch.key = key;
        watch.expired = key.hasExpiredIn(database);
        watch.nextOfKey = key.watchers;
        if (key.watchers != null) {
            key.watchers.previousOfKey = watch;
        }
        key.watchers = watch;
        watch.next = transaction.watches;
        transaction.watches = watch;
        transaction.watchedBytes += arena.usableSize(key.block) + HEAP_BYTES;
        watches++;
        return true;
    }

    /** Watches none of a transaction's keys any more. */
    void unwatch(final Transaction transaction) {
        if (transaction.watches != null) {
            watchers--;
        }
        transaction.watchedBytes = 0;
        while (transaction.watches != null) {
            final Watch watch = transaction.watches;
            transaction.watches = watch.next;
            watches--;
            unlink(watch);
            if (watch.key.watchers == null) {
                remove(watch.key);
            }
            keepSpare(watch);
        }
    }

    /** Begins or ends to observe, as there are keys or not; not while observers are told of something. */
    void settle() {
        if (observing != (size != 0)) {
            observing = size != 0;
            events.observe(this, observing);
        }
    }

    @Override
    public void modified(final Database database, final long keyAddress, final int keyLength, final Session cause) {
        if (size != 0) {
            final WatchedKey key = find(database, keyspace.hash().hash(keyAddress, keyLength), keyAddress, keyLength);
            if (key != null) {
                modified(key);
            }
        }
    }

    /** Only keys that are there change. */
    @Override
    public void flushing(final Database database, final Session cause) {
        for (int bucket = 0; bucket < buckets.length; bucket++) {
            WatchedKey key = buckets[bucket];
            while (key != null) {
                final boolean changed = key.database == database && key.slotIn(database) != 0 && touch(key, false);
                key = changed ? buckets[bucket] : key.next;
            }
        }
        for (final WatchedKey first : buckets) {
            for (WatchedKey key = first; key != null; key = key.next) {
                if (key.database == database) {
                    key.expired(false);
                }
            }
        }
    }

    @Override
    public void swapping(final Database one, final Database other) {
        if (one == other) {
            return;
        }
        for (int bucket = 0; bucket < buckets.length; bucket++) {
            WatchedKey key = buckets[bucket];
            while (key != null) {
                final boolean changed = key.database == one && replace(key, other)
                        || key.database == other && replace(key, one);
                key = changed ? buckets[bucket] : key.next;
            }
        }
        for (final WatchedKey first : buckets) {
            for (WatchedKey key = first; key != null; key = key.next) {
                if (key.database == one || key.database == other) {
                    key.expired(key.hasExpiredIn(key.database == one ? other : one));
                }
            }
        }
    }

    /** Touches those for whom a key changes when its database gets what another one has; an expired one is as good as none. */
    private boolean replace(final WatchedKey key, final Database by) {
        final boolean comes = key.slotIn(by) != 0 && !key.hasExpiredIn(by);
        return (comes || key.slotIn(key.database) != 0) && touch(key, comes);
    }

    /** A key has changed, unless it is an expired one that is being removed. */
    private void modified(final WatchedKey key) {
        final boolean isThere = key.slotIn(key.database) != 0 && !key.hasExpiredIn(key.database);
        touch(key, isThere);
        if (!isThere && key.watchers != null) {
            key.expired(false);
        }
    }

    /**
     * Touches those who watch a key, whose watching ends, so that it may be in no bucket any more; those for whom it had expired only if asked to.
     *
     * @return whether there were any.
     */
    private boolean touch(final WatchedKey key, final boolean alsoExpired) {
        boolean any = false;
        Watch watch = key.watchers;
        while (watch != null) {
            final Watch next = watch.nextOfKey;
            if (alsoExpired || !watch.expired) {
                watch.transaction.touched(true);
                unwatch(watch.transaction);
                any = true;
            }
            watch = next;
        }
        return any;
    }

    private static boolean isWatchedBy(final WatchedKey key, final Transaction transaction) {
        Watch ofKey = key.watchers;
        Watch ofTransaction = transaction.watches;
        while (ofKey != null && ofTransaction != null) {
            if (ofKey.transaction == transaction || ofTransaction.key == key) {
                return true;
            }
            ofKey = ofKey.nextOfKey;
            ofTransaction = ofTransaction.next;
        }
        return false;
    }

    private static void unlink(final Watch watch) {
        if (watch.previousOfKey == null) {
            watch.key.watchers = watch.nextOfKey;
        } else {
            watch.previousOfKey.nextOfKey = watch.nextOfKey;
        }
        if (watch.nextOfKey != null) {
            watch.nextOfKey.previousOfKey = watch.previousOfKey;
        }
    }

    private WatchedKey find(final Database database, final long hash, final long keyAddress, final int keyLength) {
        WatchedKey key = buckets[bucketOf(hash)];
        while (key != null && !key.is(database, hash, keyAddress, keyLength)) {
            key = key.next;
        }
        return key;
    }

    private WatchedKey add(final Database database, final long hash, final long keyAddress, final int keyLength) {
        final long block = arena.allocate(Math.max(1, keyLength), MemoryTag.TRANSACTIONS);
        if (block == 0) {
            return null;
        }
        arena.putBytes(block, keyAddress, keyLength);
        if (size == buckets.length) {
            grow();
        }
        final WatchedKey key = spareKey();
        key.database = database;
        key.hash = hash;
        key.block = block;
        key.address = arena.address(block);
        key.length = keyLength;
        insert(key);
        size++;
        return key;
    }

    private void insert(final WatchedKey key) {
        final int bucket = bucketOf(key.hash);
        key.next = buckets[bucket];
        buckets[bucket] = key;
    }

    private void remove(final WatchedKey key) {
        final int bucket = bucketOf(key.hash);
        if (buckets[bucket] == key) {
            buckets[bucket] = key.next;
        } else {
            WatchedKey before = buckets[bucket];
            while (before.next != key) {
                before = before.next;
            }
            before.next = key.next;
        }
        arena.free(key.block);
        size--;
        key.database = null;
        key.next = null;
        if (spareKeyCount < MAX_SPARE) {
            key.next = spareKeys;
            spareKeys = key;
            spareKeyCount++;
        }
    }

    private int bucketOf(final long hash) {
        return (int) (hash ^ hash >>> 32) & buckets.length - 1;
    }

    private void grow() {
        final WatchedKey[] old = buckets;
        buckets = new WatchedKey[old.length * 2];
        for (final WatchedKey first : old) {
            WatchedKey key = first;
            while (key != null) {
                final WatchedKey next = key.next;
                insert(key);
                key = next;
            }
        }
    }

    private WatchedKey spareKey() {
        final WatchedKey key = spareKeys;
        if (key == null) {
            return new WatchedKey();
        }
        spareKeys = key.next;
        spareKeyCount--;
        return key;
    }

    private Watch spareWatch() {
        final Watch watch = spareWatches;
        if (watch == null) {
            return new Watch();
        }
        spareWatches = watch.next;
        spareWatchCount--;
        return watch;
    }

    private void keepSpare(final Watch watch) {
        watch.transaction = null;
        watch.key = null;
        watch.expired = false;
        watch.previousOfKey = null;
        watch.nextOfKey = null;
        watch.next = null;
        if (spareWatchCount < MAX_SPARE) {
            watch.next = spareWatches;
            spareWatches = watch;
            spareWatchCount++;
        }
    }
}
