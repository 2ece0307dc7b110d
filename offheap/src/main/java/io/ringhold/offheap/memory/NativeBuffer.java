package io.ringhold.offheap.memory;

import java.util.function.LongUnaryOperator;

import org.agrona.UnsafeApi;

/**
 * Scratch memory outside of any arena, which grows: for threads that may not allocate in the arena that they read. One thread; its
 * owner closes it.
 */
public final class NativeBuffer implements AutoCloseable {
    private final LongUnaryOperator system;
    private long address;
    private long capacity;

    /**
     * @param capacityBytes
     *            at first, at least 1.
     */
    public NativeBuffer(final long capacityBytes) {
        this(capacityBytes, UnsafeApi::allocateMemory);
    }

    /**
     * @param system
     *            gives so many bytes, or throws {@link OutOfMemoryError}.
     */
    NativeBuffer(final long capacityBytes, final LongUnaryOperator system) {
        this.system = system;
        this.address = system.applyAsLong(capacityBytes);
        this.capacity = capacityBytes;
        Memory.register(address, capacityBytes);
    }

    /** Absolute address of the first byte, until the buffer grows. */
    public long address() {
        return address;
    }

    public long capacity() {
        return capacity;
    }

    /**
     * Makes room; what is there stays, perhaps elsewhere.
     *
     * @throws OutOfMemoryError
     *             when the system refuses; nothing has changed then.
     */
    public void ensure(final long lengthBytes) {
        if (lengthBytes > capacity) {
            final long grown = Math.max(lengthBytes, capacity * 2);
            final long moved = system.applyAsLong(grown);
            Memory.register(moved, grown);
            Memory.copy(address, moved, capacity);
            close();
            address = moved;
            capacity = grown;
        }
    }

    /** Gives memory back that is above a size; the content is lost then. When the system refuses the smaller piece, nothing changes. */
    public void shrink(final long capacityBytes) {
        if (capacity <= capacityBytes) {
            return;
        }
        final long smaller;
        try {
            smaller = system.applyAsLong(capacityBytes);
        } catch (final OutOfMemoryError _) {
            return; // what there is serves as well, until the next time
        }
        close();
        address = smaller;
        capacity = capacityBytes;
        Memory.register(address, capacity);
    }

    /** Frees it; it must not be used any more. */
    @Override
    public void close() {
        Memory.unregister(address);
        UnsafeApi.freeMemory(address);
    }
}
