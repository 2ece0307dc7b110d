package io.ringhold.wal.rdb.load;

import io.ringhold.offheap.memory.Memory;

/** Ids of streams as they stand in a dump: two numbers of 8 bytes, the highest byte first. */
final class StreamIds {
    private StreamIds() {}

    static long ms(final long address) {
        return Long.reverseBytes(Memory.getLong(address));
    }

    static long seq(final long address) {
        return Long.reverseBytes(Memory.getLong(address + Long.BYTES));
    }
}
