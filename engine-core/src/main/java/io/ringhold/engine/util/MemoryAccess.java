package io.ringhold.engine.util;

import java.nio.ByteOrder;

import io.ringhold.offheap.memory.Memory;
import net.openhft.hashing.Access;

/**
 * Lets the hash functions of zero-allocation-hashing read absolute addresses through {@link Memory}, so that bounds checks see what they
 * read. The input object is not used: null. Any thread.
 */
public final class MemoryAccess extends Access<Void> {
    /** The only one; it has no state. */
    public static final MemoryAccess INSTANCE = new MemoryAccess();

    private MemoryAccess() {}

    @Override
    public int getByte(final Void input, final long address) {
        return Memory.getByte(address);
    }

    @Override
    public int getUnsignedByte(final Void input, final long address) {
        return Memory.getByte(address) & 0xff;
    }

    @Override
    public int getShort(final Void input, final long address) {
        return Memory.getShort(address);
    }

    @Override
    public int getUnsignedShort(final Void input, final long address) {
        return Memory.getShort(address) & 0xffff;
    }

    @Override
    public int getInt(final Void input, final long address) {
        return Memory.getInt(address);
    }

    @Override
    public long getUnsignedInt(final Void input, final long address) {
        return Memory.getInt(address) & 0xffffffffL;
    }

    @Override
    public long getLong(final Void input, final long address) {
        return Memory.getLong(address);
    }

    @Override
    public ByteOrder byteOrder(final Void input) {
        return ByteOrder.LITTLE_ENDIAN;
    }

    @Override
    protected Access<Void> reverseAccess() {
        throw new UnsupportedOperationException("memory is little-endian");
    }
}
