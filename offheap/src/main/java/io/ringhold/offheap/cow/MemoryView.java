package io.ringhold.offheap.cow;

import org.agrona.UnsafeApi;

/**
 * How code reads the blocks of an arena without knowing whether it sees them as they are ({@link LiveView}) or as they
 * were at a cut. A view belongs to one thread. It shows the data of blocks only, not the allocator's metadata.
 */
public interface MemoryView {
    /** The most bytes that one view can show. */
    int MAX_VIEW_BYTES = 64 << 10;

    /**
     * Shows bytes of the arena.
     *
     * @param offset
     *            the first byte from the arena's base
     * @param lengthBytes
     *            1 to {@link #MAX_VIEW_BYTES}
     * @return the absolute address where they can be read until the next call on this view; nothing may be stored there
     */
    long view(long offset, int lengthBytes);

    /** Loads one byte. */
    default byte getByte(final long offset) {
        return UnsafeApi.getByte(view(offset, Byte.BYTES));
    }

    /** Loads 2 bytes; alignment is not needed. */
    default short getShort(final long offset) {
        return UnsafeApi.getShort(view(offset, Short.BYTES));
    }

    /** Loads 4 bytes; alignment is not needed. */
    default int getInt(final long offset) {
        return UnsafeApi.getInt(view(offset, Integer.BYTES));
    }

    /** Loads 8 bytes; alignment is not needed. */
    default long getLong(final long offset) {
        return UnsafeApi.getLong(view(offset, Long.BYTES));
    }

    /**
     * Loads the cache line of an offset that will be viewed soon, so that several such loads overlap. The offset may lie up to some lines behind
     * a block that is viewed.
     *
     * @return a number that depends on what was loaded: to be kept, lest the load be optimised away
     */
    default long touch(final long offset) {
        return 0;
    }
}
