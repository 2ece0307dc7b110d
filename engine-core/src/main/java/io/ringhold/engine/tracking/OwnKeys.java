package io.ringhold.engine.tracking;

import io.ringhold.engine.util.GrowingBuffer;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Memory;

/**
 * Keys that the client whose command is being executed is to be told of at its end, in order:
 *
 * <pre>
 *   | length, 4 bytes; -1 for all keys | key | length | key ...
 * </pre>
 *
 * When there is no memory for one, all keys stand for all of them. Engine thread; allocates nothing on the heap.
 */
final class OwnKeys {
    /** No position. */
    static final long NONE = -1;

    private static final int ALL = -1;

    private final GrowingBuffer keys;
    /** What stands for keys that there is no memory for. */
    private boolean lost;

    OwnKeys(final Arena arena) {
        this.keys = new GrowingBuffer(arena, MemoryTag.TRACKING);
    }

    boolean isEmpty() {
        return keys.length() == 0 && !lost;
    }

    /** Adds a key. */
    void add(final long address, final int length) {
        keys.integer(length);
        keys.bytes(address, length);
        lost |= keys.isIncomplete();
    }

    /** Adds what tells of all keys. */
    void addAll() {
        keys.integer(ALL);
        lost |= keys.isIncomplete();
    }

    /** The first position, or {@link #NONE}. */
    long first() {
        return isEmpty() ? NONE : 0;
    }

    /** The position behind another, or {@link #NONE}. */
    long next(final long position) {
        if (lost) {
            return NONE;
        }
        final long next = position + Integer.BYTES + Math.max(0, length(position));
        return next < keys.length() ? next : NONE;
    }

    boolean isOfAll(final long position) {
        return lost || length(position) == ALL;
    }

    /** Absolute address of the key at a position. */
    long address(final long position) {
        return keys.address() + position + Integer.BYTES;
    }

    int length(final long position) {
        return Memory.getInt(keys.address() + position);
    }

    void clear() {
        keys.clear();
        lost = false;
    }
}
