package io.ringhold.wal.rdb.load;

import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.memory.NativeMemory;

/** Memory outside of the arena that grows as needed: what is decompressed goes there first. One thread. */
final class ScratchBuffer implements AutoCloseable {
    private static final long ALIGNMENT = 4096;
    private static final long MIN_BYTES = 64 << 10;
    private static final long MAX_KEPT_BYTES = 4 << 20;

    private long address;
    private long capacity;

    /** Absolute address of at least so many bytes, whose content is undefined; 0 when there is no memory. */
    long ensure(final long bytes) {
        if (bytes > capacity) {
            close();
            final long wanted = Math.max(MIN_BYTES, bytes + ALIGNMENT - 1 & -ALIGNMENT);
            final long reserved = NativeMemory.reserve(wanted, ALIGNMENT);
            if (reserved < 0) {
                return 0;
            }
            Memory.register(reserved, wanted);
            address = reserved;
            capacity = wanted;
        }
        return address;
    }

    /** Gives memory back that only unusual strings need. */
    void shrink() {
        if (capacity > MAX_KEPT_BYTES) {
            close();
        }
    }

    /** Gives the memory back; the buffer may be used again. */
    @Override
    public void close() {
        if (capacity > 0) {
            Memory.unregister(address);
            NativeMemory.release(address, capacity);
            address = 0;
            capacity = 0;
        }
    }
}
