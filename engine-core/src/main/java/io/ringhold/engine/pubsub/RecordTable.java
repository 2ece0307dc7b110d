package io.ringhold.engine.pubsub;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;

/**
 * A hash table of records in an arena, which are chained by their first field. It grows and shrinks by linear hashing (Litwin, 1980): each
 * added record may split one bucket, so that no step is long but the doubling of the array of heads, which is one copy.
 *
 * <pre>
 *   record:  0 next in the bucket | 8 hash | ...
 * </pre>
 */
final class RecordTable {
    private static final int NEXT_OFFSET = 0;
    private static final int HASH_OFFSET = 8;
    private static final int LEAST_BUCKETS = 16;
    private static final int MOST_BUCKETS = 1 << 30;

    private final Arena arena;
    /** Block of the buckets' first records; 0 while the table is empty. */
    private long heads;
    private int capacity;
    private int buckets;
    private int size;

    RecordTable(final Arena arena) {
        this.arena = arena;
    }

    int size() {
        return size;
    }

    /** First record of a hash's bucket, which may have another hash, or 0. */
    long first(final long hash) {
        return heads == 0 ? 0 : arena.getLong(head(bucketOf(hash)));
    }

    /** The record behind one in its bucket, or 0. */
    long next(final long record) {
        return arena.getLong(record + NEXT_OFFSET);
    }

    long hash(final long record) {
        return arena.getLong(record + HASH_OFFSET);
    }

    /** Adds a record; false when there is no memory. */
    boolean add(final long record, final long hash) {
        if (heads == 0 && !create()) {
            return false;
        }
        arena.putLong(record + HASH_OFFSET, hash);
        push(bucketOf(hash), record);
        size++;
        if (size > buckets) {
            split();
        }
        return true;
    }

    /** Removes a record that is there. */
    void remove(final long record) {
        final long head = head(bucketOf(hash(record)));
        long at = arena.getLong(head);
        if (at == record) {
            arena.putLong(head, next(record));
        } else {
            while (next(at) != record) {
                at = next(at);
            }
            arena.putLong(at + NEXT_OFFSET, next(record));
        }
        size--;
        if (size == 0) {
            arena.free(heads);
            heads = 0;
        } else if (buckets > LEAST_BUCKETS && size < buckets >> 1) {
            join();
            join();
            shrink();
        }
    }

    private boolean create() {
        heads = arena.allocate(LEAST_BUCKETS * Long.BYTES, MemoryTag.SUBSCRIPTIONS);
        if (heads == 0) {
            return false;
        }
        arena.fill(heads, LEAST_BUCKETS * Long.BYTES, (byte) 0);
        capacity = LEAST_BUCKETS;
        buckets = LEAST_BUCKETS;
        return true;
    }

    /** Adds a bucket, and moves to it what belongs there; without memory the chains become longer. */
    private void split() {
        if (buckets == capacity && !grow()) {
            return;
        }
        final int added = buckets++;
        final int from = added - Integer.highestOneBit(added);
        long record = arena.getLong(head(from));
        arena.putLong(head(from), 0);
        arena.putLong(head(added), 0);
        while (record != 0) {
            final long next = next(record);
            push(bucketOf(hash(record)), record);
            record = next;
        }
    }

    /** Removes the last bucket. */
    private void join() {
        final int last = buckets - 1;
        if (last < LEAST_BUCKETS) {
            return;
        }
        long record = arena.getLong(head(last));
        buckets = last;
        while (record != 0) {
            final long next = next(record);
            push(bucketOf(hash(record)), record);
            record = next;
        }
    }

    private boolean grow() {
        if (capacity == MOST_BUCKETS) {
            return false;
        }
        final long moved = arena.reallocate(heads, 2L * capacity * Long.BYTES, MemoryTag.SUBSCRIPTIONS);
        if (moved == 0) {
            return false;
        }
        heads = moved;
        capacity *= 2;
        return true;
    }

    private void shrink() {
        if (buckets > capacity >> 2) {
            return;
        }
        final long moved = arena.reallocate(heads, (capacity >> 1) * (long) Long.BYTES, MemoryTag.SUBSCRIPTIONS);
        if (moved != 0) {
            heads = moved;
            capacity >>= 1;
        }
    }

    private void push(final int bucket, final long record) {
        final long head = head(bucket);
        arena.putLong(record + NEXT_OFFSET, arena.getLong(head));
        arena.putLong(head, record);
    }

    private long head(final int bucket) {
        return heads + (long) bucket * Long.BYTES;
    }

    /** Buckets from a power of two on exist only in part: hashes of those that do not are where they will be split from. */
    private int bucketOf(final long hash) {
        final int power = Integer.highestOneBit(buckets);
        final int bucket = (int) hash & (2 * power - 1);
        return bucket < buckets ? bucket : bucket & power - 1;
    }
}
