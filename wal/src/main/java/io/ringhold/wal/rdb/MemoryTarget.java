package io.ringhold.wal.rdb;

import java.nio.ByteBuffer;

import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.memory.NativeBuffer;

/** Keeps the bytes in memory outside of any arena: for the payloads of DUMP. One thread, which closes it. */
public final class MemoryTarget implements RdbTarget, AutoCloseable {
    private static final int KEPT_BYTES = 1 << 16;

    private final NativeBuffer buffer = new NativeBuffer(KEPT_BYTES);
    private long length;

    /**
     * {@inheritDoc}
     *
     * @throws OutOfMemoryError
     *             when the system refuses memory for them; those before them are still there.
     */
    @Override
    public void write(final ByteBuffer source, final long address) {
        final int added = source.remaining();
        buffer.ensure(length + added);
        Memory.copy(address, buffer.address() + length, added);
        length += added;
        source.position(source.limit());
    }

    /** Forgets the bytes, and gives back the memory of an unusual number of them. */
    public void clear() {
        length = 0;
        buffer.shrink(KEPT_BYTES);
    }

    /** Absolute address of the bytes, until the next one comes. */
    public long address() {
        return buffer.address();
    }

    /** How many there are. */
    public long length() {
        return length;
    }

    @Override
    public void close() {
        buffer.close();
    }
}
