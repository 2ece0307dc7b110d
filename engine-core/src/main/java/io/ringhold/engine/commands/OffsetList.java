package io.ringhold.engine.commands;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.GrowingBlock;
import io.ringhold.offheap.arena.MemoryTag;

/**
 * A list of offsets, or other numbers, in scratch memory that lives as long as one command: what a walk over the keyspace or a value has
 * found before the length of its reply is known. Engine thread; nothing is on the heap, however long the list is.
 */
public final class OffsetList {
    private static final long INITIAL_BYTES = 64L * Long.BYTES;

    private final GrowingBlock block = new GrowingBlock(MemoryTag.SCRATCH, INITIAL_BYTES);
    private Arena arena;
    private long size;
    private boolean incomplete;

    /** Begins an empty list. */
    public void begin(final Arena scratchArena) {
        arena = scratchArena;
        block.begin(scratchArena);
        size = 0;
        incomplete = false;
    }

    /** Adds an offset; without memory for it the list becomes incomplete, and stays so. */
    public void add(final long offset) {
        if (incomplete || !block.reserve((size + 1) * Long.BYTES)) {
            incomplete = true;
            return;
        }
        arena.putLong(at(size), offset);
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
        return arena.getLong(at(index));
    }

    /** Forgets the offsets behind the first so many. */
    public void truncate(final long newSize) {
        size = newSize;
    }

    /** Exchanges the offsets at two indexes. */
    public void swap(final long a, final long b) {
        final long kept = get(a);
        arena.putLong(at(a), get(b));
        arena.putLong(at(b), kept);
    }

    /** Gives the memory back. */
    public void end() {
        block.end();
    }

    private long at(final long index) {
        return block.offset() + index * Long.BYTES;
    }
}
