package io.ringhold.engine.eviction;

import java.util.SplittableRandom;

import io.ringhold.engine.config.option.MaxmemoryPolicy;
import io.ringhold.engine.keyspace.Database;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.offheap.keys.KeySampler;
import io.ringhold.offheap.keys.KeyTable;

/**
 * Chooses the next key to go, and evicts it.
 *
 * <p>
 * By use, change or frequency: samples of whole buckets of a database (chosen by chance, by size) go to the {@link Candidates}, the best of which
 * that has not been used since goes. By expiry: the earliest of all, which the tables know. At random: of all keys. Engine thread;
 * allocates nothing.
 */
final class Victims {
    /** Of so many keys with an expiry one is drawn at random. */
    private static final int LOT = 16;
    private static final int MAX_SAMPLES = 64;

    /** What came of a try to free memory, which takes a bounded time. */
    enum Progress {
        /** A key went, or a piece of what has gone before. */
        FREED,
        /** Most expiries were taken away, and a key that has one is yet to be found: the index has been put right a bit. */
        MENDED,
        /** Nothing may go. */
        NONE
    }

    private final Keyspace keyspace;
    private final SplittableRandom random;
    private final Candidates candidates = new Candidates();
    private final KeyTable.SlotVisitor offering = this::offer;
    private final KeyTable.SlotVisitor drawing = this::draw;
    private MaxmemoryPolicy policy = MaxmemoryPolicy.NOEVICTION;
    private int samples = 5;
    private Database sampled;
    private int drawn;
    private long lot;

    Victims(final Keyspace keyspace, final SplittableRandom random) {
        this.keyspace = keyspace;
        this.random = random;
    }

    /** Sets maxmemory-policy. */
    void policy(final MaxmemoryPolicy newPolicy) {
        policy = newPolicy;
        candidates.clear();
    }

    MaxmemoryPolicy policy() {
        return policy;
    }

    /** Sets maxmemory-samples: keys looked at for each that goes, of which more than some do not make a better choice. */
    void samples(final int keys) {
        samples = Math.min(MAX_SAMPLES, keys);
    }

    /** Evicts a key. */
    Progress evictOne() {
        return switch (policy.order()) {
            case USE, CHANGE, FREQUENCY -> evictFirst();
            case EXPIRY -> evictEarliest();
            case RANDOM -> evictRandom();
            case NONE -> Progress.NONE;
        };
    }

    private Progress evictFirst() {
        while (true) {
            sampled = chooseDatabase();
            if (sampled == null) {
                return Progress.NONE;
            }
            final int seen = KeySampler.sample(sampled.table(), random.nextLong(), policy.onlyExpiring(), samples,
                    offering);
            while (candidates.take()) {
                final Database database = keyspace.database(candidates.database());
                final long slot = database.table().slotOf(candidates.position(), candidates.entry());
                if (slot != 0 && isStillFirst(candidates.entry())) {
                    return evict(database, slot);
                }
            }
            if (seen == 0) {
                return Progress.MENDED;
            }
        }
    }

    /** Whether the candidate taken has not been used, nor lost its expiry, since it was found. */
    private boolean isStillFirst(final long entry) {
        return keyspace.access().rank(keyspace.entries(), entry) <= candidates.rank()
                && (!policy.onlyExpiring() || keyspace.entries().hasExpiry(entry));
    }

    private void offer(final long slot, final long entry) {
        candidates.offer(keyspace.access().rank(keyspace.entries(), entry), sampled.index(),
                sampled.table().positionOf(slot), entry);
    }

    private Progress evictEarliest() {
        Database first = null;
        int earliest = 0;
        for (int i = 0; i < keyspace.databaseCount(); i++) {
            final KeyTable table = keyspace.database(i).table();
            final int value = table.expiringSize() == 0 ? 0 : KeySampler.earliestExpiry(table);
            if (Integer.compareUnsigned(value, earliest) > 0) {
                earliest = value;
                first = keyspace.database(i);
            }
        }
        if (first == null) {
            return Progress.NONE;
        }
        final long slot = KeySampler.earliestSlot(first.table(), keyspace.entries());
        if (slot == 0) {
            return Progress.MENDED;
        }
        return evict(first, slot);
    }

    private Progress evictRandom() {
        final Database database = chooseDatabase();
        if (database == null) {
            return Progress.NONE;
        }
        lot = 0;
        if (policy.onlyExpiring()) {
            drawn = 0;
            KeySampler.sample(database.table(), random.nextLong(), true, LOT, drawing);
        } else {
            lot = KeySampler.randomSlot(database.table(), random.nextLong());
        }
        if (lot == 0) {
            return Progress.MENDED;
        }
        return evict(database, lot);
    }

    private static Progress evict(final Database database, final long slot) {
        return database.evict(slot) ? Progress.FREED : Progress.NONE;
    }

    private void draw(final long slot, final long entry) {
        drawn++;
        if (random.nextInt(drawn) == 0) {
            lot = slot;
        }
    }

    /** A database chosen by chance, the likelier the more keys it has that may go; null when there is none. */
    private Database chooseDatabase() {
        long all = 0;
        for (int i = 0; i < keyspace.databaseCount(); i++) {
            all += sizeOf(keyspace.database(i).table());
        }
        if (all == 0) {
            return null;
        }
        long left = random.nextLong(all);
        int i = 0;
        while (left >= sizeOf(keyspace.database(i).table())) {
            left -= sizeOf(keyspace.database(i).table());
            i++;
        }
        return keyspace.database(i);
    }

    private long sizeOf(final KeyTable table) {
        return policy.onlyExpiring() ? table.expiringSize() : table.size();
    }
}
