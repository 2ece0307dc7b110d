package io.ringhold.offheap.keys;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;

import static io.ringhold.offheap.keys.BucketDescriptor.BUCKET_LENGTH;
import static io.ringhold.offheap.keys.BucketDescriptor.BUCKET_SHIFT;
import static io.ringhold.offheap.keys.BucketDescriptor.EXPIRY_BIT;
import static io.ringhold.offheap.keys.BucketDescriptor.MAX_OVERFLOW;
import static io.ringhold.offheap.keys.BucketDescriptor.OVERFLOW_SHIFT;
import static io.ringhold.offheap.keys.BucketDescriptor.POSITION_BITS;
import static io.ringhold.offheap.keys.BucketDescriptor.REFERENCES_OFFSET;
import static io.ringhold.offheap.keys.BucketDescriptor.REFERENCE_POSITION_SHIFT;
import static io.ringhold.offheap.keys.BucketDescriptor.SLOTS;
import static io.ringhold.offheap.keys.BucketDescriptor.TAG_POSITION_BITS;

/**
 * The buckets of a {@link KeyTable} at one size; {@link BucketDescriptor} shows one. A key stands in the bucket at home for
 * its position or, when that is full, in the next one with room; there is no wrap-around but some spare buckets behind
 * the last home. A slot is named by the offset of its reference.
 *
 * <p>
 * Only the first {@link #clearedBuckets} buckets are initialised: a new array costs no time, however large it is, and is
 * cleared as the keys move in, in the order of positions.
 */
final class BucketArray {
    private static final long LOW_BITS = 0x0001010101010101L;
    private static final long HIGH_BITS = 0x0080808080808080L;
    private static final int MAX_SPARE = 128;
    private static final int CLEAR_STEP = 64;

    private final Arena arena;
    private final Entries entries;
    private final long base;
    private final int homes;
    private final int buckets;
    private final ExpiryIndex expiry;
    /** Where the block begins in which the buckets are; behind {@link #base} when the first ones have been given back. */
    private long block;
    private int cleared;

    private BucketArray(final Entries entries, final long base, final int homes, final ExpiryIndex expiry) {
        this.arena = entries.arena();
        this.entries = entries;
        this.base = base;
        this.block = base;
        this.homes = homes;
        this.buckets = homes + spare(homes);
        this.expiry = expiry;
        arena.accountUntouched(MemoryTag.KEY_TABLE, -((long) buckets << BUCKET_SHIFT));
    }

    /** An empty array with so many buckets at home; null when there is no memory. */
    static BucketArray tryCreate(final Entries entries, final int homes) {
        final Arena arena = entries.arena();
        final int buckets = homes + spare(homes);
        final long base = arena.allocate((long) buckets << BUCKET_SHIFT, MemoryTag.KEY_TABLE);
        if (base == 0) {
            return null;
        }
        final ExpiryIndex expiry = ExpiryIndex.tryCreate(arena, buckets);
        if (expiry == null) {
            arena.free(base);
            return null;
        }
        return new BucketArray(entries, base, homes, expiry);
    }

    /** Memory of an array with so many buckets at home, and of its expiry index. */
    static long memoryBytesFor(final int homes) {
        final int buckets = homes + spare(homes);
        return Arena.usableSizeFor((long) buckets << BUCKET_SHIFT) + ExpiryIndex.memoryBytesFor(buckets);
    }

    private static int spare(final int homes) {
        return Math.min(homes, MAX_SPARE);
    }

    void free() {
        arena.accountUntouched(MemoryTag.KEY_TABLE, (long) (buckets - cleared) << BUCKET_SHIFT);
        arena.free(block);
        expiry.free();
    }

    /** Memory of the buckets, without that of the expiry index. */
    long memoryBytes() {
        return arena.usableSize(block);
    }

    /** Gives the memory of the first buckets back, which nobody will look at any more, as far as whole pages are free by that. */
    void release(final int beforeBucket) {
        block = arena.trimFront(block, bucketOffset(beforeBucket) - block);
    }

    /** Buckets that are home for some position. */
    int homes() {
        return homes;
    }

    /** All buckets, the spare ones behind the last home included. */
    int buckets() {
        return buckets;
    }

    /** Offset in the arena of the first bucket. */
    long offset() {
        return base;
    }

    /** Buckets that are initialised, from the first one on. */
    int clearedBuckets() {
        return cleared;
    }

    ExpiryIndex expiry() {
        return expiry;
    }

    int home(final long position) {
        return (int) (position * homes >>> POSITION_BITS);
    }

    /** The first position at home in a bucket. */
    long firstPosition(final int home) {
        return (((long) home << POSITION_BITS) + homes - 1) / homes;
    }

    /** Initialises buckets up to, and not including, {@code end}. */
    void clearTo(final int end) {
        if (end > cleared) {
            final int to = (int) Math.min((long) end + CLEAR_STEP - 1 & -CLEAR_STEP, buckets);
            final long bytes = (long) (to - cleared) << BUCKET_SHIFT;
            arena.fill(bucketOffset(cleared), bytes, (byte) 0);
            arena.accountUntouched(MemoryTag.KEY_TABLE, bytes);
            expiry.extend(to);
            cleared = to;
        }
    }

    /** The key's slot, or 0. */
    long find(final long position, final long keyAddress, final int keyLength) {
        final long pattern = BucketDescriptor.tag(position) * LOW_BITS;
        final long high = position >>> TAG_POSITION_BITS;
        long bucket = bucketOffset(home(position));
        while (true) {
            final long control = arena.getLong(bucket);
            long matches = matches(control, pattern);
            while (matches != 0) {
                final long slot = bucket + REFERENCES_OFFSET + (Long.numberOfTrailingZeros(matches) & ~7);
                final long reference = arena.getLong(slot);
                if (reference >>> REFERENCE_POSITION_SHIFT == high
                        && entries.keyEquals(BucketDescriptor.entry(reference), keyAddress, keyLength)) {
                    return slot;
                }
                matches &= matches - 1;
            }
            if (control >>> OVERFLOW_SHIFT == 0) {
                return 0;
            }
            bucket += BUCKET_LENGTH;
        }
    }

    /** The slots of a bucket whose tags are those of the pattern, and perhaps more. */
    private static long matches(final long control, final long pattern) {
        final long difference = control ^ pattern;
        return difference - LOW_BITS & ~difference & HIGH_BITS;
    }

    /** Offset of the bucket in which a search for the position begins. */
    long homeOffset(final long position) {
        return bucketOffset(home(position));
    }

    /**
     * The entry that a search most likely ends at: the first one with that tag in the bucket, or else in the next when entries
     * passed over this one; or 0.
     *
     * @param home
     *            offset of the bucket, as of {@link #homeOffset}.
     */
    static long likelyEntry(final Arena arena, final long home, final int tag) {
        final long pattern = tag * LOW_BITS;
        final long control = arena.getLong(home);
        long bucket = home;
        long matches = matches(control, pattern);
        if (matches == 0) {
            if (control >>> OVERFLOW_SHIFT == 0) {
                return 0;
            }
            bucket = home + BUCKET_LENGTH;
            matches = matches(arena.getLong(bucket), pattern);
            if (matches == 0) {
                return 0;
            }
        }
        return BucketDescriptor
                .entry(arena.getLong(bucket + REFERENCES_OFFSET + (Long.numberOfTrailingZeros(matches) & ~7)));
    }

    /**
     * Puts a key in that is not there yet.
     *
     * @param expiryValue
     *            {@link ExpiryIndex#NONE} when the entry has no expiry.
     * @return the slot, or 0 when there is no room up to the end of the array.
     */
    long insert(final long position, final long reference, final int expiryValue) {
        final int home = home(position);
        for (int index = home; index < buckets; index++) {
            clearTo(index + 1);
            final long bucket = bucketOffset(index);
            final long control = arena.getLong(bucket);
            final long empty = ~control & HIGH_BITS;
            if (empty != 0) {
                final int shift = Long.numberOfTrailingZeros(empty) & ~7;
                final long slot = bucket + REFERENCES_OFFSET + shift;
                arena.putLong(bucket, control & ~(0xffL << shift) | (long) BucketDescriptor.tag(position) << shift);
                arena.putLong(slot, reference);
                if (expiryValue != ExpiryIndex.NONE) {
                    expiry.note(index, expiryValue);
                }
                countPassed(home, index, 1);
                return slot;
            }
        }
        return 0;
    }

    /** The slot of an entry at a position, or 0 when it is not there. */
    long findEntry(final long position, final long entry) {
        final long wanted = entry >>> BucketDescriptor.OFFSET_SHIFT;
        final long high = position >>> TAG_POSITION_BITS;
        long bucket = bucketOffset(home(position));
        while (true) {
            final long control = arena.getLong(bucket);
            for (long matches = matches(control,
                    BucketDescriptor.tag(position) * LOW_BITS); matches != 0; matches &= matches
                            - 1) {
                final long slot = bucket + REFERENCES_OFFSET + (Long.numberOfTrailingZeros(matches) & ~7);
                final long reference = arena.getLong(slot);
                if ((reference & BucketDescriptor.OFFSET_MASK) == wanted
                        && reference >>> REFERENCE_POSITION_SHIFT == high) {
                    return slot;
                }
            }
            if (control >>> OVERFLOW_SHIFT == 0) {
                return 0;
            }
            bucket += BUCKET_LENGTH;
        }
    }

    /** True when the entry in a slot has an expiry. */
    boolean expires(final long slot) {
        return (arena.getLong(slot) & EXPIRY_BIT) != 0;
    }

    /** Empties a slot. */
    void remove(final long slot) {
        final int index = bucketOf(slot);
        final long bucket = bucketOffset(index);
        final int shift = (int) (slot - bucket - REFERENCES_OFFSET);
        final long control = arena.getLong(bucket);
        final long position = positionOf(slot);
        arena.putLong(bucket, control & ~(0xffL << shift));
        arena.putLong(slot, 0);
        countPassed(home(position), index, -1);
    }

    private void countPassed(final int from, final int to, final int step) {
        for (int index = from; index < to; index++) {
            final long bucket = bucketOffset(index);
            final long control = arena.getLong(bucket);
            if (control >>> OVERFLOW_SHIFT != MAX_OVERFLOW) {
                arena.putLong(bucket, control + ((long) step << OVERFLOW_SHIFT));
            }
        }
    }

    /** True when the slot is one of this array. */
    boolean owns(final long slot) {
        return slot >= block && slot < base + ((long) buckets << BUCKET_SHIFT);
    }

    int bucketOf(final long slot) {
        return (int) (slot - base >>> BUCKET_SHIFT);
    }

    /** Slots in use, as a mask with bit {@code 8 i + 7} for slot i. */
    long slotsInUse(final int bucket) {
        return arena.getLong(bucketOffset(bucket)) & HIGH_BITS;
    }

    /** How many entries passed over the bucket. */
    int overflow(final int bucket) {
        return (int) (arena.getLong(bucketOffset(bucket)) >>> OVERFLOW_SHIFT);
    }

    /** The slot that the lowest bit of a mask of slots stands for. */
    long slot(final int bucket, final long mask) {
        return bucketOffset(bucket) + REFERENCES_OFFSET + (Long.numberOfTrailingZeros(mask) & ~7);
    }

    /** Position of the key in a slot. */
    long positionOf(final long slot) {
        final long inBucket = slot - base & BUCKET_LENGTH - 1;
        final int tag = arena.getByte(slot - inBucket + (inBucket - REFERENCES_OFFSET >>> 3));
        return BucketDescriptor.position(arena.getLong(slot), tag);
    }

    /** Forgets a bucket's keys; for a bucket that has moved elsewhere as a whole. */
    void clearBucket(final int bucket) {
        arena.putLong(bucketOffset(bucket), 0);
        expiry.set(bucket, ExpiryIndex.NONE);
    }

    /** Puts another entry of the same key into a slot. */
    void replace(final long slot, final long entry, final int expiryValue) {
        final long kept = arena.getLong(slot) & ~(BucketDescriptor.OFFSET_MASK | EXPIRY_BIT);
        final boolean hasExpiry = expiryValue != ExpiryIndex.NONE;
        arena.putLong(slot, kept | (hasExpiry ? EXPIRY_BIT : 0) | entry >>> BucketDescriptor.OFFSET_SHIFT);
        if (hasExpiry) {
            expiry.note(bucketOf(slot), expiryValue);
        }
    }

    @Override
    public String toString() {
        return homes + " homes in " + buckets + " buckets, " + cleared + " cleared";
    }

    private long bucketOffset(final int bucket) {
        return base + ((long) bucket << BUCKET_SHIFT);
    }

    static {
        assert SLOTS * Long.BYTES + REFERENCES_OFFSET == BUCKET_LENGTH;
    }
}
