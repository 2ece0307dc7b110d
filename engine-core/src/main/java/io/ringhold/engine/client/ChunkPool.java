package io.ringhold.engine.client;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;

/**
 * Output chunks for all connections. Chunks of the standard size are kept and used again, the one used last first, so
 * that a busy server writes its replies into memory that is in the cache; larger ones are freed at once. Messages to many clients at
 * a time begin in small chunks, of which more are kept. Engine thread.
 */
public final class ChunkPool {
    /** Bytes of a standard chunk. */
    public static final int STANDARD_CHUNK_BYTES = 16 * 1024;

    /** Bytes of a small chunk. */
    public static final int SMALL_CHUNK_BYTES = 1024;

    /** Largest chunk; a longer reply takes several. */
    public static final int MAX_CHUNK_BYTES = 1 << 26;

    private static final int MAX_KEPT = 256;
    private static final int MAX_SMALL_KEPT = 4096;

    private final Arena arena;
    private OutputChunk free;
    private int kept;
    private OutputChunk freeSmall;
    private int smallKept;
    private long inUseBytes;

    /**
     * @param arena
     *            owned by the engine thread; not the one of the keyspace, whose pages snapshots copy.
     */
    public ChunkPool(final Arena arena) {
        this.arena = arena;
    }

    /** Bytes of the chunks that hold replies; those that are kept for use later do not count. */
    public long inUseBytes() {
        return inUseBytes;
    }

    /** A chunk of at least {@code minBytes} (at most {@link #MAX_CHUNK_BYTES}), or null when there is no memory. */
    OutputChunk take(final int minBytes) {
        if (minBytes <= STANDARD_CHUNK_BYTES && free != null) {
            final OutputChunk chunk = free;
            free = chunk.next;
            chunk.next = null;
            chunk.length = 0;
            kept--;
            inUseBytes += chunk.capacity;
            return chunk;
        }
        return allocate(Math.max(minBytes, STANDARD_CHUNK_BYTES));
    }

    /** A small chunk, or null when there is no memory. */
    OutputChunk takeSmall() {
        final OutputChunk chunk = freeSmall;
        if (chunk == null) {
            return allocate(SMALL_CHUNK_BYTES);
        }
        freeSmall = chunk.next;
        chunk.next = null;
        chunk.length = 0;
        smallKept--;
        inUseBytes += chunk.capacity;
        return chunk;
    }

    private OutputChunk allocate(final int capacity) {
        final long offset = arena.allocate(capacity, MemoryTag.CLIENT_OUTPUT);
        if (offset == 0) {
            return null;
        }
        inUseBytes += capacity;
        return new OutputChunk(offset, arena.address(offset), capacity);
    }

    void give(final OutputChunk chunk) {
        inUseBytes -= chunk.capacity;
        if (chunk.capacity == STANDARD_CHUNK_BYTES && kept < MAX_KEPT) {
            chunk.next = free;
            free = chunk;
            kept++;
        } else if (chunk.capacity == SMALL_CHUNK_BYTES && smallKept < MAX_SMALL_KEPT) {
            chunk.next = freeSmall;
            freeSmall = chunk;
            smallKept++;
        } else {
            arena.free(chunk.offset);
        }
    }

    /** Frees the chunks that are kept for use later. */
    public void trim() {
        while (free != null) {
            arena.free(free.offset);
            free = free.next;
        }
        kept = 0;
    }
}
