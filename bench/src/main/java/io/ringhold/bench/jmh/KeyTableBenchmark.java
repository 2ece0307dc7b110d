package io.ringhold.bench.jmh;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.keys.KeyHash;
import io.ringhold.offheap.keys.KeyTable;
import io.ringhold.offheap.memory.Memory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** The key table as the engine uses it: keys come as off-heap bytes and are hashed, the value is copied out or in. */
public class KeyTableBenchmark extends MicroBenchmark {
    private static final int BATCH = 64;

    @Param("1048576")
    private int keys;

    private final KeyHash hash = new KeyHash(1, 2);
    private final long[] hashes = new long[BATCH];
    private final long[] addresses = new long[BATCH];
    private KeySet set;
    private Arena arena;
    private Entries entries;
    private KeyTable table;
    private long keyBytes;
    private long value;

    @Setup
    public void fill() {
        set = new KeySet(keys);
        arena = Arena.reserve(ArenaOptions.of("bench", 8L << 30));
        entries = new Entries(arena);
        table = new KeyTable(entries);
        value = arena.allocate(KeySet.VALUE_BYTES, MemoryTag.SCRATCH);
        keyBytes = arena.allocate((long) keys * KeySet.KEY_BYTES, MemoryTag.SCRATCH);
        for (int i = 0; i < keys; i++) {
            arena.putArray(keyBytes + (long) i * KeySet.KEY_BYTES, KeySet.key(i), 0, KeySet.KEY_BYTES);
            arena.putArray(value, KeySet.value(i), 0, KeySet.VALUE_BYTES);
            final long key = keyAddress(i);
            table.insert(hash.hash(key, KeySet.KEY_BYTES), newEntry(key));
        }
        while (table.maintain(1024)) {
            // until no resize is under way
        }
    }

    @TearDown
    public void release() {
        arena.close();
    }

    /** Finds a key and copies its value. */
    @Benchmark
    public long get() {
        final long key = keyAddress(set.next());
        return read(hash.hash(key, KeySet.KEY_BYTES), key);
    }

    /** Looks for a key that is not there. */
    @Benchmark
    public long getMissing() {
        // a key is 16 bytes of text: from the 8th on there is one that no key is
        final long key = keyAddress(set.next() & ~1) + KeySet.KEY_BYTES / 2;
        return table.find(hash.hash(key, KeySet.KEY_BYTES), key, KeySet.KEY_BYTES);
    }

    /** As the engine does it with a pipeline: hashes of all keys first, then the touch, then the reads. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long getInBatches() {
        for (int i = 0; i < BATCH; i++) {
            addresses[i] = keyAddress(set.next());
            hashes[i] = hash.hash(addresses[i], KeySet.KEY_BYTES);
        }
        long touched = table.touch(hashes, BATCH);
        for (int i = 0; i < BATCH; i++) {
            touched += read(hashes[i], addresses[i]);
        }
        return touched;
    }

    /** Writes another value of the same length over a key's. */
    @Benchmark
    public long putInPlace() {
        final long key = keyAddress(set.next());
        final long slot = table.find(hash.hash(key, KeySet.KEY_BYTES), key, KeySet.KEY_BYTES);
        arena.putBytes(entries.valueOffset(table.entry(slot)), arena.address(value), KeySet.VALUE_BYTES);
        return slot;
    }

    /** Puts a new entry in the place of a key's, and frees the old one: what a value of another length costs. */
    @Benchmark
    public long putNewEntry() {
        final long key = keyAddress(set.next());
        final long slot = table.find(hash.hash(key, KeySet.KEY_BYTES), key, KeySet.KEY_BYTES);
        final long old = table.entry(slot);
        table.replace(slot, newEntry(key));
        entries.free(old);
        return slot;
    }

    private long read(final long keyHash, final long key) {
        final long entry = table.entry(table.find(keyHash, key, KeySet.KEY_BYTES));
        Memory.copy(arena.address(entries.valueOffset(entry)), arena.address(value), KeySet.VALUE_BYTES);
        return entry;
    }

    private long newEntry(final long key) {
        final long entry = entries.create(0, 0, key, KeySet.KEY_BYTES, KeySet.VALUE_BYTES, Entries.NO_EXPIRY);
        arena.putBytes(entries.valueOffset(entry), arena.address(value), KeySet.VALUE_BYTES);
        return entry;
    }

    private long keyAddress(final int number) {
        return arena.address(keyBytes) + (long) number * KeySet.KEY_BYTES;
    }
}
