package io.ringhold.engine.util;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.GrowingBlock;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Decimal;
import io.ringhold.offheap.memory.Memory;

/** Bytes in the arena that are written one after the other; a large buffer is given back when it is cleared. Engine thread. */
public final class GrowingBuffer {
    private static final int INITIAL_BYTES = 256;
    private static final int MAX_KEPT_BYTES = 1 << 20;

    private final GrowingBlock block;
    private long length;
    private boolean incomplete;

    /**
     * @param tag
     *            what its memory counts as.
     */
    public GrowingBuffer(final Arena arena, final MemoryTag tag) {
        block = new GrowingBlock(tag, INITIAL_BYTES, MAX_KEPT_BYTES);
        block.begin(arena);
    }

    /** Forgets what was written. */
    public void clear() {
        length = 0;
        incomplete = false;
        block.trim(MAX_KEPT_BYTES);
    }

    /** Forgets what was written, and gives all memory back. */
    public void free() {
        clear();
        block.end();
    }

    /** Absolute; good until more is written. */
    public long address() {
        return block.address();
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
            Memory.copy(address, end(), count);
            length += count;
        }
    }

    /** Adds four bytes in the machine's order. */
    public void integer(final int value) {
        if (reserve(Integer.BYTES)) {
            Memory.putInt(end(), value);
            length += Integer.BYTES;
        }
    }

    /** Adds Latin-1 text. */
    public void text(final String text) {
        if (reserve(text.length())) {
            final long at = end();
            for (int i = 0; i < text.length(); i++) {
                Memory.putByte(at + i, (byte) text.charAt(i));
            }
            length += text.length();
        }
    }

    /** Adds a line of RESP that is a type and a number. */
    public void line(final char type, final long number) {
        if (reserve(Decimal.MAX_LENGTH + 3)) {
            Memory.putByte(end(), (byte) type);
            length = Decimal.write(end() + 1, number) - block.address();
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
        Memory.putByte(end(), (byte) '\r');
        Memory.putByte(end() + 1, (byte) '\n');
        length += 2;
    }

    /** Absolute address behind what was written. */
    private long end() {
        return block.address() + length;
    }

    private boolean reserve(final long more) {
        incomplete = incomplete || !block.reserve(length + more);
        return !incomplete;
    }
}
