package io.ringhold.server.transport;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import io.ringhold.engine.resp.InputBuffer;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;

/**
 * Read buffers of a transport. Those of the standard size are kept, the one used last is given out first, so that a busy
 * server reads into memory that is in the cache; a buffer that has grown is freed. Transport thread.
 */
final class InputBufferPool {
    /** Bytes that one read takes at most. */
    static final int STANDARD_BYTES = 128 * 1024;

    private static final int MAX_KEPT = 64;

    private static final VarHandle STANDARD;

    static {
        try {
            STANDARD = MethodHandles.lookup().findVarHandle(InputBufferPool.class, "standardMemoryBytes", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Arena arena;
    private final InputBuffer[] free = new InputBuffer[MAX_KEPT];
    private int count;
    /** What all buffers took when they were made. */
    private long standardMemoryBytes;

    InputBufferPool(final Arena arena) {
        this.arena = arena;
    }

    /** An empty buffer, or null when there is no memory. */
    InputBuffer take() {
        if (count == 0) {
            return create();
        }
        final InputBuffer buffer = free[--count];
        free[count] = null;
        return buffer;
    }

    private InputBuffer create() {
        final InputBuffer buffer = InputBuffer.create(arena, STANDARD_BYTES);
        if (buffer != null) {
            STANDARD.setOpaque(this, standardMemoryBytes + InputBuffer.memoryBytes(STANDARD_BYTES));
        }
        return buffer;
    }

    void give(final InputBuffer buffer) {
        if (count == MAX_KEPT || !buffer.isStandard(STANDARD_BYTES)) {
            buffer.free();
            STANDARD.setOpaque(this, standardMemoryBytes - InputBuffer.memoryBytes(STANDARD_BYTES));
            return;
        }
        buffer.clear();
        free[count++] = buffer;
    }

    /** Memory that buffers have grown by, as it was a moment ago; any thread. */
    long grownBytes() {
        return Math.max(0, arena.usedBytes(MemoryTag.CLIENT_INPUT) - (long) STANDARD.getOpaque(this));
    }
}
