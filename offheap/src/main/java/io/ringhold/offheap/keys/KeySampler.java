package io.ringhold.offheap.keys;

/**
 * Looks at some keys of a {@link KeyTable}: at random ones, and at the one that expires first. For RANDOMKEY and eviction.
 *
 * <p>
 * A sample is made of whole buckets, the keys of which are found by one cache miss. Where few keys have an expiry and only such are
 * wanted, {@link ExpiryIndex} leads to the next bucket with one, so that a sample costs about the same then. Owner thread of the
 * table; allocates nothing.
 */
public final class KeySampler {
    private static final int RANDOM_TRIES = 200;
    private static final int MAX_BUCKETS = 64;
    /** Of that many buckets one has a key that is wanted, or the index is asked for the next one. */
    private static final int BUCKETS_IN_VAIN = 4;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final long INCREMENT = 0x632BE59BD9B4E019L;

    /** Buckets of which the index is put right in one call. */
    private static final int MOST_MENDED = 1024;

    private KeySampler() {}

    /**
     * A slot chosen at random, or 0 when the table is empty.
     *
     * @param random
     *            64 random bits.
     */
    public static long randomSlot(final KeyTable table, final long random) {
        if (table.size() == 0) {
            return 0;
        }
        long bits = random;
        for (int i = 0; i < RANDOM_TRIES; i++) {
            bits = bits * MULTIPLIER + INCREMENT;
            final long position = positionOf(bits);
            final BucketArray array = table.arrayOf(position);
            final int bucket = array.home(position);
            final int slotIndex = (int) (bits >>> 16 & 0x7);
            final long mask = array.slotsInUse(bucket) & 0x80L << (slotIndex << 3);
            if (slotIndex < BucketDescriptor.SLOTS && mask != 0) {
                return array.slot(bucket, mask);
            }
        }
        return firstSlotFrom(table, positionOf(bits));
    }

    /** The first slot in use at or after a position, around the end: for a table that has become so empty that luck does not find one. */
    private static long firstSlotFrom(final KeyTable table, final long position) {
        long at = position;
        while (true) {
            final BucketArray array = table.arrayOf(at);
            final int home = array.home(at);
            int bucket = home;
            while (array.slotsInUse(bucket) == 0 && array.overflow(bucket) != 0) {
                bucket++;
            }
            final long mask = array.slotsInUse(bucket);
            if (mask != 0) {
                return array.slot(bucket, mask);
            }
            at = table.nextBucket(array, home);
        }
    }

    /**
     * Visits all keys, or all that have an expiry, of some random buckets.
     *
     * @param random
     *            64 random bits.
     * @param expiring
     *            whether only keys with an expiry are wanted.
     * @param wanted
     *            how many keys are to be visited at least, unless the table has too few.
     * @param visitor
     *            must not change the table.
     * @return how many were visited, a key perhaps twice. It may be 0 though there is a key with an expiry: when the index is full of
     *         expiries that are not there any more, it is mended a bit by each call.
     */
    public static int sample(final KeyTable table, final long random, final boolean expiring, final int wanted,
            final KeyTable.SlotVisitor visitor) {
        if ((expiring ? table.expiringSize() : table.size()) == 0) {
            return 0;
        }
        long bits = random;
        int found = 0;
        int inVain = 0;
        for (long i = (long) MAX_BUCKETS + wanted; i > 0 && found < wanted; i--) {
            bits = bits * MULTIPLIER + INCREMENT;
            final long position = positionOf(bits);
            final BucketArray array = table.arrayOf(position);
            final int before = found;
            if (inVain < BUCKETS_IN_VAIN) {
                found += visit(table, array, array.home(position), expiring, visitor);
            } else if (expiring) {
                found += visitNextExpiring(table, array, array.home(position), visitor);
            } else {
                final long slot = firstSlotFrom(table, position);
                visitor.visit(slot, table.entry(slot));
                found++;
            }
            if (found == before) {
                inVain++;
            }
        }
        return found;
    }

    /** Visits the next bucket that has a key with an expiry, in either array. */
    private static int visitNextExpiring(final KeyTable table, final BucketArray from, final int fromBucket,
            final KeyTable.SlotVisitor visitor) {
        BucketArray array = from;
        int bucket = array.expiry().firstPassed(fromBucket, ExpiryIndex.NONE);
        if (bucket < 0 && table.next() != null) {
            array = from == table.current() ? table.next() : table.current();
            bucket = array.expiry().firstPassed(0, ExpiryIndex.NONE);
        }
        if (bucket < 0) {
            array = from;
            bucket = array.expiry().firstPassed(0, ExpiryIndex.NONE);
        }
        if (bucket < 0) {
            return 0;
        }
        final int found = visit(table, array, bucket, true, visitor);
        if (found == 0) {
            array.expiry().set(bucket, ExpiryIndex.NONE);
        }
        return found;
    }

    private static int visit(final KeyTable table, final BucketArray array, final int bucket, final boolean expiring,
            final KeyTable.SlotVisitor visitor) {
        int found = 0;
        for (long mask = array.slotsInUse(bucket); mask != 0; mask &= mask - 1) {
            final long slot = array.slot(bucket, mask);
            if (!expiring || array.expires(slot)) {
                visitor.visit(slot, table.entry(slot));
                found++;
            }
        }
        return found;
    }

    /**
     * About when the first key of a table expires: keys that do so within half a second of each other are as one.
     *
     * @return a number that is the larger, unsigned, the earlier; 0 when no key expires. It may be too early, but not after
     *         {@link #earliestSlot} was called.
     */
    public static int earliestExpiry(final KeyTable table) {
        final int inCurrent = table.current().expiry().earliest();
        final int inNext = table.next() == null ? ExpiryIndex.NONE : table.next().expiry().earliest();
        return Integer.compareUnsigned(inCurrent, inNext) >= 0 ? inCurrent : inNext;
    }

    /**
     * The slot of the key that expires first. When most expiries have been moved on since they were set it may be one that expires
     * among the first: the time that this takes has a bound.
     *
     * @param entries
     *            those of the table.
     * @return 0 when no key expires, and when none was found within the bound, since most expiries have been taken away: {@link #earliestExpiry}
     *         still tells of one then, and the next call goes on where this has ended.
     */
    public static long earliestSlot(final KeyTable table, final Entries entries) {
        int value = earliestExpiry(table);
        for (int mended = 0; value != ExpiryIndex.NONE && mended <= MOST_MENDED; mended++) {
            final BucketArray array = table.current().expiry().earliest() == value ? table.current() : table.next();
            final int bucket = array.expiry().earliestBucket();
            final long slot = earliestSlot(table, array, bucket, entries);
            final int exact = slot == 0 ? ExpiryIndex.NONE : ExpiryIndex.valueOf(entries.expireAtMs(table.entry(slot)));
            if (exact == value || mended == MOST_MENDED && slot != 0) {
                return slot;
            }
            array.expiry().set(bucket, exact);
            value = earliestExpiry(table);
        }
        return 0;
    }

    private static long earliestSlot(final KeyTable table, final BucketArray array, final int bucket,
            final Entries entries) {
        long earliest = 0;
        long earliestMs = Long.MAX_VALUE;
        for (long mask = array.slotsInUse(bucket); mask != 0; mask &= mask - 1) {
            final long slot = array.slot(bucket, mask);
            if (array.expires(slot)) {
                final long expireAtMs = entries.expireAtMs(table.entry(slot));
                if (expireAtMs <= earliestMs) {
                    earliestMs = expireAtMs;
                    earliest = slot;
                }
            }
        }
        return earliest;
    }

    private static long positionOf(final long bits) {
        return bits >>> 64 - BucketDescriptor.POSITION_BITS;
    }
}
