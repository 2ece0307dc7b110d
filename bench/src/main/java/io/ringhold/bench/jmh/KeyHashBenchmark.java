package io.ringhold.bench.jmh;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.keys.KeyHash;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** The hash of keys, by length. */
public class KeyHashBenchmark extends MicroBenchmark {
    @Param({"8", "16", "33", "64", "256", "4096"})
    private int bytes;

    private final KeyHash hash = new KeyHash();
    private Arena arena;
    private long address;

    @Setup
    public void allocate() {
        arena = Arena.reserve(ArenaOptions.of("bench", 64L << 20));
        final long block = arena.allocate(bytes, MemoryTag.SCRATCH);
        arena.fill(block, bytes, (byte) 'k');
        address = arena.address(block);
    }

    @TearDown
    public void release() {
        arena.close();
    }

    /** Hashes one key. */
    @Benchmark
    public long hash() {
        return hash.hash(address, bytes);
    }
}
