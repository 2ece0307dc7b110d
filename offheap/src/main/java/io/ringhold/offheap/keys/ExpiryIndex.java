package io.ringhold.offheap.keys;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;

/**
 * Finds the buckets in which something has expired, without looking at the others: a tree over the buckets of one
 * {@link BucketArray} in which each node knows the earliest expiry below it.
 *
 * <pre>
 *   level 2   [                 min                  ] ...
 *   level 1   [ min of 16 ] [ min of 16 ] ...               16 children each
 *   level 0   [b0][b1] ... [b15] [b16] ...                  4 bytes per bucket
 * </pre>
 *
 * <p>
 * Expiries are kept in units of {@value #UNIT_MS} ms since {@value #EPOCH_MS}, rounded down, and inverted, so that 0 means
 * none and the earliest is the largest. A bucket's value may be too early (its entry was deleted or its expiry moved), never
 * too late; it is made exact when the bucket is visited. A node is always exactly the largest of its children. The memory is
 * cleared as far as it is used ({@link #extend}), so that making a large index takes no time.
 */
final class ExpiryIndex {
    static final long EPOCH_MS = 1_600_000_000_000L;
    static final long UNIT_MS = 512;
    /** No expiry. */
    static final int NONE = 0;

    private static final int FAN_SHIFT = 4;
    private static final int FAN = 1 << FAN_SHIFT;
    private static final int MAX_LEVELS = 9;

    private final Arena arena;
    private final long block;
    private final int levels;
    private final long bytes;
    private long touched;
    private final long[] levelOffset = new long[MAX_LEVELS];
    private final int[] used = new int[MAX_LEVELS];

    private ExpiryIndex(final Arena arena, final long block, final long bytes, final int buckets) {
        this.arena = arena;
        this.block = block;
        this.bytes = bytes;
        arena.accountUntouched(MemoryTag.KEY_TABLE, -bytes);
        long at = block;
        int size = buckets;
        int level = 0;
        levelOffset[0] = at;
        while (size > 1) {
            at += (long) size << 2;
            size = size + FAN - 1 >>> FAN_SHIFT;
            levelOffset[++level] = at;
        }
        levels = level + 1;
    }

    /** An index over so many buckets, none of them used yet; null when there is no memory. */
    static ExpiryIndex tryCreate(final Arena arena, final int buckets) {
        final long bytes = bytes(buckets);
        final long block = arena.allocate(bytes, MemoryTag.KEY_TABLE);
        return block == 0 ? null : new ExpiryIndex(arena, block, bytes, buckets);
    }

    /** Memory of an index over so many buckets. */
    static long memoryBytesFor(final int buckets) {
        return Arena.usableSizeFor(bytes(buckets));
    }

    private static long bytes(final int buckets) {
        long bytes = (long) buckets << 2;
        for (int size = buckets; size > 1;) {
            size = size + FAN - 1 >>> FAN_SHIFT;
            bytes += (long) size << 2;
        }
        return bytes;
    }

    /** The index value of an expiry: the earlier, the larger (unsigned). Never {@link #NONE}. */
    static int valueOf(final long expireAtMs) {
        final long unit = (expireAtMs - EPOCH_MS) / UNIT_MS;
        return ~(int) Math.min(Math.max(unit, 0), 0xfffffffeL);
    }

    /** Expiries whose value is larger than this have passed at {@code nowMs}. */
    static int passedAt(final long nowMs) {
        return valueOf(nowMs);
    }

    /** Memory of the index. */
    long memoryBytes() {
        return arena.usableSize(block);
    }

    void free() {
        arena.accountUntouched(MemoryTag.KEY_TABLE, bytes - touched);
        arena.free(block);
    }

    /** Makes the first {@code buckets} usable, those that were not are without expiry. */
    void extend(final int buckets) {
        int size = buckets;
        for (int level = 0; level < levels; level++) {
            if (size > used[level]) {
                final long more = (long) size - used[level] << 2;
                arena.fill(at(level, used[level]), more, (byte) 0);
                arena.accountUntouched(MemoryTag.KEY_TABLE, more);
                touched += more;
                used[level] = size;
            }
            size = size + FAN - 1 >>> FAN_SHIFT;
        }
    }

    /** Value of a bucket. */
    int get(final int bucket) {
        return get(0, bucket);
    }

    /** Notes an expiry in a bucket. */
    void note(final int bucket, final int value) {
        int i = bucket;
        for (int level = 0; level < levels; level++) {
            if (Integer.compareUnsigned(get(level, i), value) >= 0) {
                return;
            }
            arena.putInt(at(level, i), value);
            i >>>= FAN_SHIFT;
        }
    }

    /** Sets a bucket's value, earlier or later than it was. */
    void set(final int bucket, final int value) {
        if (get(0, bucket) == value) {
            return;
        }
        arena.putInt(at(0, bucket), value);
        int i = bucket;
        for (int level = 1; level < levels; level++) {
            final int first = i & -FAN;
            final int end = Math.min(first + FAN, used[level - 1]);
            int max = NONE;
            for (int child = first; child < end; child++) {
                final int v = get(level - 1, child);
                max = Integer.compareUnsigned(v, max) > 0 ? v : max;
            }
            i >>>= FAN_SHIFT;
            if (get(level, i) == max) {
                return;
            }
            arena.putInt(at(level, i), max);
        }
    }

    /** The first bucket at or after {@code from} with a value larger than {@code passed}, or -1. */
    int firstPassed(final int from, final int passed) {
        int level = 0;
        int i = from;
        while (level < levels && i < used[level]) {
            final int end = Math.min((i | FAN - 1) + 1, used[level]);
            while (i < end && Integer.compareUnsigned(get(level, i), passed) <= 0) {
                i++;
            }
            if (i < end) {
                return descend(level, i, passed);
            }
            i = (i - 1 >>> FAN_SHIFT) + 1;
            level++;
        }
        return -1;
    }

    /** Value of the earliest expiry of all; {@link #NONE} when there is none. */
    int earliest() {
        return used[levels - 1] == 0 ? NONE : get(levels - 1, 0);
    }

    /** The bucket of the earliest expiry of all, which must not be {@link #NONE}. */
    int earliestBucket() {
        return descend(levels - 1, 0, earliest() - 1);
    }

    private int descend(final int fromLevel, final int from, final int passed) {
        int i = from;
        for (int level = fromLevel - 1; level >= 0; level--) {
            i <<= FAN_SHIFT;
            while (Integer.compareUnsigned(get(level, i), passed) <= 0) {
                i++;
            }
        }
        return i;
    }

    private int get(final int level, final int i) {
        return arena.getInt(at(level, i));
    }

    private long at(final int level, final int i) {
        return levelOffset[level] + ((long) i << 2);
    }
}
