package io.ringhold.server.transport;

import io.ringhold.engine.resp.InputBuffer;
import io.ringhold.offheap.arena.Arena;

/**
 * Read buffers of a transport. Those of the standard size are kept, the one used last is given out first, so that a busy
 * server reads into memory that is in the cache; a buffer that has grown is freed. Transport thread.
 */
final class InputBufferPool {
    /** Bytes that one read takes at most. */
    static final int STANDARD_BYTES = 128 * 1024;

    private static final int MAX_KEPT = 64;

    private final Arena arena;
    private final InputBuffer[] free = new InputBuffer[MAX_KEPT];
    private int count;

    InputBufferPool(final Arena arena) {
        this.arena = arena;
    }

    /** An empty buffer, or null when there is no memory. */
    InputBuffer take() {
        if (count == 0) {
            return InputBuffer.create(arena, STANDARD_BYTES);
        }
        final InputBuffer buffer = free[--count];
        free[count] = null;
        return buffer;
    }

    void give(final InputBuffer buffer) {
        if (count == MAX_KEPT || !buffer.isStandard(STANDARD_BYTES)) {
            buffer.free();
            return;
        }
        buffer.clear();
        free[count++] = buffer;
    }
}
