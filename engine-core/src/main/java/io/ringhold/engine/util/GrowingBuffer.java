package io.ringhold.engine.util;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Decimal;
import io.ringhold.offheap.memory.Memory;

/** Bytes in the arena that are written one after the other; a large buffer is given back when it is cleared. Engine thread. */
public final class GrowingBuffer {
    private static final int INITIAL_BYTES = 256;
    private static final int MAX_KEPT_BYTES = 1 << 20;

    private final Arena arena;
    private final MemoryTag tag;
    private long block;
    private long start;
    private long capacity;
    private long length;
    private boolean incomplete;

    /**
     * @param tag
     *            what its memory counts as.
     */
    public GrowingBuffer(final Arena arena, final MemoryTag tag) {
        this.arena = arena;
        this.tag = tag;
    }

    /** Forgets what was written. */
    public void clear() {
        length = 0;
        incomplete = false;
        if (capacity > MAX_KEPT_BYTES) {
            arena.free(block);
            block = 0;
            capacity = 0;
        }
    }

    /** Forgets what was written, and gives all memory back. */
    public void free() {
        clear();
        if (capacity != 0) {
            arena.free(block);
            block = 0;
            capacity = 0;
        }
    }

    /** Absolute; good until more is written. */
    public long address() {
        return start;
    }

    /** Bytes written. */
    public long length() {
        return length;
    }

    /** True when something could not be written for want of memory. */
    public boolean isIncomplete() {
        return incomplete;
    }

    /** Adds bytes in memory. */
    public void bytes(final long address, final long count) {
        if (reserve(count)) {
            Memory.copy(address, start + length, count);
            length += count;
        }
    }

    /** Adds four bytes in the machine's order. */
    public void integer(final int value) {
        if (reserve(Integer.BYTES)) {
            Memory.putInt(start + length, value);
            length += Integer.BYTES;
        }
    }

    /** Adds Latin-1 text. */
    public void text(final String text) {
        if (reserve(text.length())) {
            for (int i = 0; i < text.length(); i++) {
                Memory.putByte(start + length + i, (byte) text.charAt(i));
            }
            length += text.length();
        }
    }

    /** Adds a line of RESP that is a type and a number. */
    public void line(final char type, final long number) {
        if (reserve(Decimal.MAX_LENGTH + 3)) {
            Memory.putByte(start + length, (byte) type);
            length = Decimal.write(start + length + 1, number) - start;
            lineEnd();
        }
    }

    /** Adds a bulk string. */
    public void bulk(final long address, final long count) {
        line('$', count);
        if (reserve(count + 2)) {
            bytes(address, count);
            lineEnd();
        }
    }

    private void lineEnd() {
        Memory.putByte(start + length, (byte) '\r');
        Memory.putByte(start + length + 1, (byte) '\n');
        length += 2;
    }

    private boolean reserve(final long more) {
        if (!incomplete && length + more > capacity) {
            grow(length + more);
        }
        return !incomplete;
    }

    private void grow(final long bytes) {
        final long wanted = Math.max(INITIAL_BYTES, bytes + Math.min(bytes, MAX_KEPT_BYTES));
        final long moved = block == 0
                ? arena.allocate(wanted, tag)
                : arena.reallocate(block, wanted, tag);
        if (moved == 0) {
            incomplete = true;
            return;
        }
        block = moved;
        start = arena.address(block);
        capacity = arena.usableSize(block);
    }
}
