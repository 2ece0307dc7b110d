package io.ringhold.offheap.keys;

import io.ringhold.offheap.arena.Arena;

import static io.ringhold.offheap.keys.BucketDescriptor.SLOTS;

/**
 * The keys of one database: a hash table of references to entries, off-heap, resized in small steps.
 *
 * <pre>
 *   position:  0 ------------------- m ------------------------- 2^31
 *   current    [ moved: empty        | keys that have not moved  ]      n buckets
 *   next       [ keys that have moved       ]                           n' buckets
 * </pre>
 *
 * <p>
 * Both arrays order their keys by position, so a resize moves keys from left to right, and a key is looked for in exactly
 * one of the two: in {@code next} when its home in {@code current} is left of the bucket {@code migrated}. The border only ever
 * stands behind a bucket that no entry has passed over, so that no key is on the wrong side of it. Moving reads only tags
 * and references, never an entry.
 *
 * <p>
 * SCAN cursors are positions too: cursor c means that all keys with positions below c have been returned. A key's position
 * never changes, so a resize between two calls neither hides a key nor shows one twice.
 *
 * <p>
 * A slot, as returned by {@link #find}, is good until the next {@link #insert}, {@link #maintain} or {@link #expire}. Owner thread of
 * the arena; nothing allocates on the heap but a resize's own few objects.
 */
public final class KeyTable {
    /** Called for entries that the table walks over. */
    @FunctionalInterface
    public interface SlotVisitor {
        /** The visitor may remove the slot, and must not change the table otherwise. */
        void visit(long slot, long entry);
    }

    /**
     * Where a table's entries are at one moment, to be read later through a view of the arena at that moment ({@link KeyTableWalker}).
     *
     * @param size
     *            keys.
     * @param expiringSize
     *            keys with an expiry.
     * @param currentOffset
     *            of the buckets, of which the first {@code currentBuckets} are initialised.
     * @param firstBucket
     *            of these, the first that has not moved; there need not be memory before it.
     * @param nextOffset
     *            of the buckets into which keys are on their way, of which the first {@code nextBuckets} are initialised; 0 when there are none.
     */
    public record Image(long size, long expiringSize, long currentOffset, int firstBucket, int currentBuckets,
            long nextOffset, int nextBuckets) {}

    /** Most hashes that {@link #touch} takes. */
    public static final int MAX_TOUCHED = 64;

    private static final int MIN_HOMES = 16;
    private static final int DOUBLING_HOMES = 1024;
    private static final int MAX_HOMES = 1 << 28;
    private static final double GROWTH = 1.19;
    private static final double MAX_LOAD = 0.9;
    private static final double MIN_LOAD = 0.25;
    private static final double SHRUNK_LOAD = 0.65;
    private static final double MAX_LOAD_WHILE_RESIZING = 0.95;
    private static final int MIN_BUCKETS_PER_INSERT = 16;
    private static final int ENOUGH_BUCKETS = 1 << 20;

    private final Entries entries;
    private final Regions regions = new Regions();
    private final long[] touched = new long[MAX_TOUCHED];
    private BucketArray current;
    private BucketArray next;
    private int migrated;
    private long size;
    private long expiring;
    private int expiryCursor;

    /**
     * @throws IllegalStateException
     *             when there is no memory for the smallest table.
     */
    public KeyTable(final Entries entries) {
        this(entries, BucketArray.tryCreate(entries, MIN_HOMES));
    }

    private KeyTable(final Entries entries, final BucketArray empty) {
        if (empty == null) {
            throw new IllegalStateException("no memory in the arena for an empty key table");
        }
        this.entries = entries;
        this.current = empty;
        current.clearTo(current.buckets());
    }

    /** An empty table; null when there is no memory for the smallest. */
    public static KeyTable tryCreate(final Entries entries) {
        final BucketArray empty = BucketArray.tryCreate(entries, MIN_HOMES);
        return empty == null ? null : new KeyTable(entries, empty);
    }

    /** Number of keys. */
    public long size() {
        return size;
    }

    /** The buckets of keys that have not moved. */
    BucketArray current() {
        return current;
    }

    /** The buckets of keys that have moved; null when there is no resize under way. */
    BucketArray next() {
        return next;
    }

    /** Number of keys with an expiry. */
    public long expiringSize() {
        return expiring;
    }

    /** Where the entries are now; takes constant time. */
    public Image image() {
        return new Image(size, expiring, current.offset(), migrated, current.clearedBuckets(),
                next == null ? 0 : next.offset(), next == null ? 0 : next.clearedBuckets());
    }

    /** Memory of the buckets; while the table is resized, of both sizes. */
    public long bucketBytes() {
        return current.memoryBytes() + (next == null ? 0 : next.memoryBytes());
    }

    /** Memory of the index of expiries; while the table is resized, of both sizes. */
    public long expiryBytes() {
        return current.expiry().memoryBytes() + (next == null ? 0 : next.expiry().memoryBytes());
    }

    /** Memory of a table that has been made with room for so many keys; takes none, and there need not be so much. */
    public static long bytesFor(final long keys) {
        return BucketArray.memoryBytesFor(Math.max(MIN_HOMES, homesFor(keys)));
    }

    /** Slots in the table, for load figures. */
    public long capacity() {
        return (long) (next == null ? current : next).homes() * SLOTS;
    }

    /** True while keys are on their way into an array of another size. */
    public boolean isResizing() {
        return next != null;
    }

    /** The slot of a key, or 0. */
    public long find(final long hash, final long keyAddress, final int keyLength) {
        final long position = BucketDescriptor.position(hash);
        return arrayOf(position).find(position, keyAddress, keyLength);
    }

    /** The position of the key in a slot, which never changes. */
    public long positionOf(final long slot) {
        return ownerOf(slot).positionOf(slot);
    }

    /** The slot of an entry whose key is at a position; 0 when the table does not have it (any more). */
    public long slotOf(final long position, final long entry) {
        return arrayOf(position).findEntry(position, entry);
    }

    /** The entry in a slot. */
    public long entry(final long slot) {
        return BucketDescriptor.entry(entries.arena().getLong(slot));
    }

    /**
     * Loads the buckets and entries that searches for some hashes will look at. In each of its short loops the loads do not
     * depend on one another, so that the processor waits for many of them at once: a search by itself waits for its bucket,
     * then for its entry, then for the rest of the entry.
     *
     * @param hashes
     *            of keys.
     * @param count
     *            how many of them, at most {@value #MAX_TOUCHED}.
     * @return a number that depends on all that was loaded: to be kept, lest the loads be optimised away.
     */
    public long touch(final long[] hashes, final int count) {
        final Arena arena = entries.arena();
        final long[] at = touched;
        long loaded = 0;
        for (int i = 0; i < count; i++) {
            final long position = BucketDescriptor.position(hashes[i]);
            at[i] = arrayOf(position).homeOffset(position);
            loaded += arena.getLong(at[i]);
        }
        for (int i = 0; i < count; i++) {
            at[i] = BucketArray.likelyEntry(arena, at[i],
                    BucketDescriptor.tag(BucketDescriptor.position(hashes[i])));
            loaded += at[i] == 0 ? 0 : arena.getLong(at[i]);
        }
        for (int i = 0; i < count; i++) {
            loaded += at[i] == 0 ? 0 : entries.touchContent(at[i]);
        }
        return loaded;
    }

    /**
     * Adds an entry whose key is not in the table, and moves a resize on by a step.
     *
     * @return its slot, or 0 when there is no memory for it (nothing has changed then).
     */
    public long insert(final long hash, final long entry) {
        final long position = BucketDescriptor.position(hash);
        if (next == null && (size >= current.homes() * SLOTS * MAX_LOAD
                || regions.isCrowded(position, current.homes()))) {
            grow();
        }
        if (next != null) {
            migrate(bucketsPerInsert());
        }
        final int expiryValue = expiryValue(entry);
        final boolean hasExpiry = expiryValue != ExpiryIndex.NONE;
        final long reference = BucketDescriptor.reference(position, entry, hasExpiry);
        long slot = arrayOf(position).insert(position, reference, expiryValue);
        while (slot == 0 && makeRoom()) {
            slot = arrayOf(position).insert(position, reference, expiryValue);
        }
        if (slot != 0) {
            size++;
            regions.added(position);
            expiring += hasExpiry ? 1 : 0;
        }
        return slot;
    }

    /**
     * Makes room for so many keys in all, so that adding them needs no resize; does nothing when there is no memory for that. An empty table has
     * the room at once, after a moment in proportion to it.
     */
    public void reserve(final long keys) {
        final int homes = homesFor(keys);
        if (next != null || homes <= current.homes()) {
            return;
        }
        if (size > 0) {
            resize(homes);
            return;
        }
        final BucketArray larger = BucketArray.tryCreate(entries, homes);
        if (larger != null) {
            larger.clearTo(larger.buckets());
            current.free();
            current = larger;
        }
    }

    private static int homesFor(final long keys) {
        return (int) Math.min(MAX_HOMES, Math.ceil(keys / (SLOTS * MAX_LOAD)) + 1);
    }

    /**
     * Puts another entry of the same key into a slot; also to be called when the entry's expiry was set or taken away, even
     * if it did not move.
     */
    public void replace(final long slot, final long entry) {
        final int expiryValue = expiryValue(entry);
        final boolean had = (entries.arena().getLong(slot) & BucketDescriptor.EXPIRY_BIT) != 0;
        expiring += (expiryValue == ExpiryIndex.NONE ? 0 : 1) - (had ? 1 : 0);
        ownerOf(slot).replace(slot, entry, expiryValue);
    }

    /** Takes a key out; its entry is the caller's. */
    public void remove(final long slot) {
        size--;
        regions.removed(ownerOf(slot).positionOf(slot));
        if ((entries.arena().getLong(slot) & BucketDescriptor.EXPIRY_BIT) != 0) {
            expiring--;
        }
        ownerOf(slot).remove(slot);
    }

    /**
     * Moves a resize on, or begins one when the table has become too empty.
     *
     * @param buckets
     *            about how many to move.
     * @return true when there is more to do.
     */
    public boolean maintain(final int buckets) {
        if (next == null && current.homes() > MIN_HOMES && size < current.homes() * SLOTS * MIN_LOAD) {
            final long homes = Math.max(MIN_HOMES, regions.homesFor(size, SHRUNK_LOAD));
            if (homes <= current.homes() / 2) {
                resize((int) homes);
            }
        }
        if (next != null) {
            migrate(buckets);
        }
        return next != null;
    }

    /**
     * One step of SCAN: visits all keys of one bucket from the cursor on.
     *
     * @param cursor
     *            0 to begin; any other value that was not returned by an earlier call is harmless.
     * @return the cursor of the next step, 0 after the last.
     */
    public long scan(final long cursor, final SlotVisitor visitor) {
        final long from = cursor & (1L << BucketDescriptor.POSITION_BITS) - 1;
        final BucketArray array = arrayOf(from);
        final int home = array.home(from);
        int bucket = home;
        boolean more;
        do {
            for (long mask = array.slotsInUse(bucket); mask != 0; mask &= mask - 1) {
                final long slot = array.slot(bucket, mask);
                final long position = array.positionOf(slot);
                if (position >= from && array.home(position) == home) {
                    visitor.visit(slot, entry(slot));
                }
            }
            more = array.overflow(bucket) != 0;
            bucket++;
        } while (more);
        return nextBucket(array, home);
    }

    /** The first position behind a home bucket, 0 behind the last. */
    long nextBucket(final BucketArray array, final int home) {
        long end = array.firstPosition(home + 1);
        if (array == next) {
            end = Math.min(end, current.firstPosition(migrated));
        }
        return end >= 1L << BucketDescriptor.POSITION_BITS ? 0 : end;
    }

    /**
     * Visits the keys whose expiry has passed, a bucket at a time, the buckets in turn.
     *
     * @param visitor
     *            is to remove each slot that it is given; one that it leaves is visited again when it is the bucket's turn.
     * @return false when there is no bucket with an expired key left.
     */
    public boolean expire(final long nowMs, final SlotVisitor visitor) {
        if (expiring == 0) {
            return false;
        }
        final int passed = ExpiryIndex.passedAt(nowMs);
        return expire(current, passed, nowMs, visitor) || next != null && expire(next, passed, nowMs, visitor);
    }

    /**
     * Takes keys out from the left, for a table that is thrown away.
     *
     * @param buckets
     *            how many buckets to empty.
     * @param visitor
     *            is given each entry, with a slot of 0.
     * @return false when the table is empty and its memory has been given back; it must not be used any more then.
     */
    public boolean dismantle(final int buckets, final SlotVisitor visitor) {
        for (int i = 0; i < buckets; i++) {
            if (migrated == current.clearedBuckets()) {
                current.free();
                if (next == null) {
                    return false;
                }
                current = next;
                next = null;
                migrated = 0;
            }
            for (long mask = current.slotsInUse(migrated); mask != 0; mask &= mask - 1) {
                visitor.visit(0, entry(current.slot(migrated, mask)));
                size--;
            }
            current.clearBucket(migrated++);
        }
        current.release(migrated);
        return true;
    }

    @Override
    public String toString() {
        return "KeyTable{size=" + size + ", current=" + current + ", next=" + next + ", migrated=" + migrated + '}';
    }

    private boolean expire(final BucketArray array, final int passed, final long nowMs, final SlotVisitor visitor) {
        final ExpiryIndex index = array.expiry();
        int bucket = index.firstPassed(expiryCursor, passed);
        if (bucket < 0) {
            expiryCursor = 0;
            bucket = index.firstPassed(0, passed);
            if (bucket < 0) {
                return false;
            }
        }
        expiryCursor = bucket + 1;
        int earliest = ExpiryIndex.NONE;
        for (long mask = array.slotsInUse(bucket); mask != 0; mask &= mask - 1) {
            final long slot = array.slot(bucket, mask);
            final long reference = entries.arena().getLong(slot);
            if ((reference & BucketDescriptor.EXPIRY_BIT) == 0) {
                continue;
            }
            final long entry = BucketDescriptor.entry(reference);
            final long expireAtMs = entries.expireAtMs(entry);
            if (expireAtMs <= nowMs) {
                visitor.visit(slot, entry);
            }
            if ((array.slotsInUse(bucket) & Long.lowestOneBit(mask)) != 0) {
                final int value = ExpiryIndex.valueOf(expireAtMs);
                earliest = Integer.compareUnsigned(value, earliest) > 0 ? value : earliest;
            }
        }
        index.set(bucket, earliest);
        return true;
    }

    private int expiryValue(final long entry) {
        final long expireAtMs = entries.expireAtMs(entry);
        return expireAtMs == Entries.NO_EXPIRY ? ExpiryIndex.NONE : ExpiryIndex.valueOf(expireAtMs);
    }

    BucketArray arrayOf(final long position) {
        return next != null && current.home(position) < migrated ? next : current;
    }

    private BucketArray ownerOf(final long slot) {
        return current.owns(slot) ? current : next;
    }

    private void grow() {
        final int homes = current.homes();
        resize((int) Math.min(MAX_HOMES, homes < DOUBLING_HOMES ? homes * 2L : (long) (homes * GROWTH)));
    }

    private void resize(final int homes) {
        if (homes != current.homes()) {
            next = BucketArray.tryCreate(entries, homes);
            migrated = 0;
        }
    }

    /** How many buckets each insertion must move for the resize to end before the smaller of the two arrays is full. */
    private int bucketsPerInsert() {
        final int left = current.buckets() - migrated;
        final long slots = (long) Math.min(current.homes(), next.homes()) * SLOTS;
        final long room = (long) (slots * MAX_LOAD_WHILE_RESIZING) - size;
        return room <= 0 ? left : (int) Math.max(MIN_BUCKETS_PER_INSERT, left / room + 1);
    }

    private void migrate(final int buckets) {
        int done = 0;
        boolean passedOver = false;
        while ((done < buckets || passedOver) && migrated < current.buckets()) {
            passedOver = current.overflow(migrated) != 0;
            moveBucket(current, migrated);
            migrated++;
            done++;
        }
        next.clearTo(clearedBefore(migrated));
        if (migrated == current.buckets()) {
            current.free();
            current = next;
            next = null;
            migrated = 0;
        } else {
            current.release(migrated);
        }
    }

    private void moveBucket(final BucketArray from, final int bucket) {
        final int earliest = from.expiry().get(bucket);
        for (long mask = from.slotsInUse(bucket); mask != 0; mask &= mask - 1) {
            final long slot = from.slot(bucket, mask);
            final long reference = entries.arena().getLong(slot);
            final boolean expires = (reference & BucketDescriptor.EXPIRY_BIT) != 0;
            final int value = expires ? earliest : ExpiryIndex.NONE;
            while (next.insert(from.positionOf(slot), reference, value) == 0) {
                enlargeNext();
            }
        }
        from.clearBucket(bucket);
    }

    /**
     * Makes room where keys stand so thick that no bucket up to the end is free, which takes hashes that are anything but
     * evenly spread: ends the resize and grows. Slow, and not to be expected.
     *
     * @return false when there is no memory.
     */
    private boolean makeRoom() {
        while (next != null) {
            migrate(ENOUGH_BUCKETS);
        }
        grow();
        if (next == null) {
            return false;
        }
        while (next != null) {
            migrate(ENOUGH_BUCKETS);
        }
        return true;
    }

    /** Puts a larger array in the place of {@code next}, for the same reason. */
    private void enlargeNext() {
        final BucketArray small = next;
        final BucketArray large = small.homes() >= MAX_HOMES ? null : BucketArray.tryCreate(entries, 2 * small.homes());
        if (large == null) {
            throw new IllegalStateException("key table: no memory to move " + size + " keys to " + small);
        }
        next = large;
        for (int bucket = 0; bucket < small.clearedBuckets(); bucket++) {
            moveBucket(small, bucket);
        }
        large.clearTo(clearedBefore(migrated));
        small.free();
    }

    /** How many buckets of {@code next} must be initialised when the first ones of {@code current} have moved. */
    private int clearedBefore(final int moved) {
        return moved < current.homes() ? next.home(current.firstPosition(moved) - 1) + 1 : next.buckets();
    }
}
