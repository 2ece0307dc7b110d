package io.ringhold.offheap.arena;

/**
 * A block of an arena that grows while it is written to from the left: what is gathered before anybody knows how long it will be. It has no notion
 * of what stands in it; its user keeps the length.
 *
 * <pre>
 *   offset (in the arena)
 *   address (absolute)        length, which the user knows      capacity
 *   | written                 | room                            |
 * </pre>
 *
 * It grows to twice what is needed, so that a byte is copied once on average, or by a bounded spare. Where the arena has no memory for that, less and
 * less is asked for, down to exactly what is needed: only what does not fit by itself is refused. While a block moves, both the old and the new one
 * take memory.
 *
 * <p>
 * All sizes are bytes. Thread of the arena's owner; nothing is on the heap. A lack of memory is {@code false}, not an exception, and changes nothing.
 */
public final class GrowingBlock {
    /** A smaller spare is not halved any more: large blocks come in whole pages. */
    private static final long LEAST_HALVED_BYTES = ArenaDescriptor.PAGE_LENGTH;

    private final MemoryTag tag;
    private final long leastBytes;
    private final long mostSpareBytes;
    private Arena arena;
    private long offset;
    private long address;
    private long capacity;

    /**
     * A block that grows by doubling, however long it is; {@link #begin} comes before all else.
     *
     * @param tag
     *            that its memory is accounted under.
     * @param leastBytes
     *            how long it is at first, where there is memory for it.
     */
    public GrowingBlock(final MemoryTag tag, final long leastBytes) {
        this(tag, leastBytes, Long.MAX_VALUE);
    }

    /**
     * The same with a bound.
     *
     * @param mostSpareBytes
     *            how much more than what is needed it may take when it grows; 0 takes what is asked for.
     */
    public GrowingBlock(final MemoryTag tag, final long leastBytes, final long mostSpareBytes) {
        this.tag = tag;
        this.leastBytes = leastBytes;
        this.mostSpareBytes = mostSpareBytes;
    }

    /** Begins without memory. What it had before is forgotten, not given back: {@link #end} does that. */
    public void begin(final Arena newArena) {
        arena = newArena;
        forget();
    }

    /**
     * Makes room for so many bytes in all; what is there stays, perhaps elsewhere.
     *
     * @param bytes
     *            from the block's start. A sum that has overflowed, and so is negative, is more than any arena has.
     * @return false when there is no memory for them; the block is as it was then.
     */
    public boolean reserve(final long bytes) {
        return Long.compareUnsigned(bytes, capacity) <= 0 || grow(bytes);
    }

    /** Where the block starts in its arena, until it grows; 0 while it has no memory. */
    public long offset() {
        return offset;
    }

    /** Absolute address of the first byte, until the block grows; 0 while it has no memory. To be stored to only where no cut covers the arena. */
    public long address() {
        return address;
    }

    /** How many bytes fit without growing. */
    public long capacity() {
        return capacity;
    }

    /** Gives the memory back, and with it what was written, when it is more than so many bytes. */
    public void trim(final long keptBytes) {
        if (capacity > keptBytes) {
            end();
        }
    }

    /** Gives the memory back, if there is any; the block may be used on, and is empty. */
    public void end() {
        if (offset != ArenaDescriptor.NULL) {
            arena.free(offset);
            forget();
        }
    }

    private boolean grow(final long bytes) {
        if (Long.compareUnsigned(bytes, ArenaDescriptor.MAX_ARENA_BYTES) > 0) {
            return false;
        }
        long spare = Math.max(Math.min(bytes, mostSpareBytes), leastBytes - bytes);
        long grown = resize(bytes + spare);
        // Halves, not nothing at once: a long block that takes the last memory would be copied for every page of it.
        while (grown == ArenaDescriptor.NULL && spare > 0) {
            spare = spare > LEAST_HALVED_BYTES ? spare >>> 1 : 0;
            grown = resize(bytes + spare);
        }
        if (grown == ArenaDescriptor.NULL) {
            return false;
        }
        offset = grown;
        address = arena.address(grown);
        capacity = arena.usableSize(grown);
        return true;
    }

    private long resize(final long bytes) {
        return offset == ArenaDescriptor.NULL ? arena.allocate(bytes, tag) : arena.reallocate(offset, bytes, tag);
    }

    private void forget() {
        offset = ArenaDescriptor.NULL;
        address = 0;
        capacity = 0;
    }
}
