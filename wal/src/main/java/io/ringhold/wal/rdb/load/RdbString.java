package io.ringhold.wal.rdb.load;

import io.ringhold.offheap.memory.NativeBuffer;

/**
 * Where the bytes of a string are that {@link RdbInput#readString} has read: in the input itself, or decompressed in memory of this object's
 * own, outside of the arena. They hold until it is used again. One thread.
 */
final class RdbString implements AutoCloseable {
    private static final int MIN_BYTES = 64;
    private static final int KEPT_BYTES = 1 << 20;

    private final NativeBuffer scratch = new NativeBuffer(MIN_BYTES);
    private long address;
    private int length;
    private int shown;

    /** Absolute. */
    long address() {
        return address;
    }

    int length() {
        return length;
    }

    /** How many bytes there are at the address: all, unless fewer were asked for. */
    int shown() {
        return shown;
    }

    void at(final long newAddress, final int newLength) {
        at(newAddress, newLength, newLength);
    }

    /** Sets where the first {@code newShown} bytes are. */
    void at(final long newAddress, final int newLength, final int newShown) {
        address = newAddress;
        length = newLength;
        shown = newShown;
    }

    /**
     * Absolute address of own memory of at least so many bytes.
     *
     * @throws OutOfMemoryError
     *             when the system refuses.
     */
    long scratch(final long bytes) {
        scratch.ensure(bytes);
        return scratch.address();
    }

    /** Bytes of own memory. */
    long scratchBytes() {
        return scratch.capacity();
    }

    /** Gives memory back that only unusual strings need. */
    void shrink() {
        scratch.shrink(KEPT_BYTES);
    }

    @Override
    public void close() {
        scratch.close();
    }
}
