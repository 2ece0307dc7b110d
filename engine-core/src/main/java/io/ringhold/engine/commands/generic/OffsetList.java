package io.ringhold.engine.commands.generic;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;

/**
 * A list of offsets in scratch memory that lives as long as one command: what a walk over the keyspace has found before the
 * length of its reply is known. Engine thread; nothing is on the heap, however long the list is.
 */
final class OffsetList {
    private static final int INITIAL_LENGTH = 64;

    private Arena arena;
    private long block;
    private long capacity;
    private long size;
    private boolean incomplete;

    /** Begins an empty list. */
    void begin(final Arena scratchArena) {
        arena = scratchArena;
        block = 0;
        capacity = 0;
        size = 0;
        incomplete = false;
    }

    /** Adds an offset; without memory for it the list becomes incomplete. */
    void add(final long offset) {
        if (size == capacity && !grow()) {
            incomplete = true;
            return;
        }
        arena.putLong(block + size * Long.BYTES, offset);
        size++;
    }

    /** True when not all offsets found room. */
    boolean isIncomplete() {
        return incomplete;
    }

    long size() {
        return size;
    }

    long get(final long index) {
        return arena.getLong(block + index * Long.BYTES);
    }

    /** Gives the memory back. */
    void end() {
        if (block != 0) {
            arena.free(block);
            block = 0;
            capacity = 0;
        }
    }

    private boolean grow() {
        final long bytes = Math.max(INITIAL_LENGTH, capacity * 2) * Long.BYTES;
        final long grown = block == 0
                ? arena.allocate(bytes, MemoryTag.SCRATCH)
                : arena.reallocate(block, bytes, MemoryTag.SCRATCH);
        if (grown == 0) {
            return false;
        }
        block = grown;
        capacity = arena.usableSize(grown) / Long.BYTES;
        return true;
    }
}
