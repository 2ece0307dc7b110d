package io.ringhold.engine.commands;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;

/**
 * A list of offsets, or other numbers, in scratch memory that lives as long as one command: what a walk over the keyspace or a value has
 * found before the length of its reply is known. Engine thread; nothing is on the heap, however long the list is.
 */
public final class OffsetList {
    private static final int INITIAL_LENGTH = 64;

    private Arena arena;
    private long block;
    private long capacity;
    private long size;
    private boolean incomplete;

    /** Begins an empty list. */
    public void begin(final Arena scratchArena) {
        arena = scratchArena;
        block = 0;
        capacity = 0;
        size = 0;
        incomplete = false;
    }

    /** Adds an offset; without memory for it the list becomes incomplete. */
    public void add(final long offset) {
        if (size == capacity && !grow()) {
            incomplete = true;
            return;
        }
        arena.putLong(block + size * Long.BYTES, offset);
        size++;
    }

    /** Makes the list incomplete. */
    public void fail() {
        incomplete = true;
    }

    /** True when not all offsets found room. */
    public boolean isIncomplete() {
        return incomplete;
    }

    /** Number of offsets. */
    public long size() {
        return size;
    }

    /** The offset at an index below the size; not checked. */
    public long get(final long index) {
        return arena.getLong(block + index * Long.BYTES);
    }

    /** Forgets the offsets behind the first so many. */
    public void truncate(final long newSize) {
        size = newSize;
    }

    /** Exchanges the offsets at two indexes. */
    public void swap(final long a, final long b) {
        final long kept = get(a);
        arena.putLong(block + a * Long.BYTES, get(b));
        arena.putLong(block + b * Long.BYTES, kept);
    }

    /** Gives the memory back. */
    public void end() {
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
