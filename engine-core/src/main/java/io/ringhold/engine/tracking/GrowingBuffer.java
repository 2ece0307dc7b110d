package io.ringhold.engine.tracking;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.GrowingBlock;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Decimal;
import io.ringhold.offheap.memory.Memory;

/** Bytes in the arena that are written one after the other; a large buffer is given back when it is cleared. Engine thread. */
final class GrowingBuffer {
    private static final int INITIAL_BYTES = 256;
    private static final int MAX_KEPT_BYTES = 1 << 20;

    private final GrowingBlock block = new GrowingBlock(MemoryTag.TRACKING, INITIAL_BYTES, MAX_KEPT_BYTES);
    private long length;
    private boolean incomplete;

    GrowingBuffer(final Arena arena) {
        block.begin(arena);
    }

    /** Forgets what was written. */
    void clear() {
        length = 0;
        incomplete = false;
        block.trim(MAX_KEPT_BYTES);
    }

    /** Absolute; good until more is written. */
    long address() {
        return block.address();
    }

    /** Bytes written. */
    long length() {
        return length;
    }

    /** True when something could not be written for want of memory. */
    boolean isIncomplete() {
        return incomplete;
    }

    /** Adds bytes in memory. */
    void bytes(final long address, final long count) {
        if (reserve(count)) {
            Memory.copy(address, end(), count);
            length += count;
        }
    }

    /** Adds four bytes in the machine's order. */
    void integer(final int value) {
        if (reserve(Integer.BYTES)) {
            Memory.putInt(end(), value);
            length += Integer.BYTES;
        }
    }

    /** Adds Latin-1 text. */
    void text(final String text) {
        if (reserve(text.length())) {
            final long at = end();
            for (int i = 0; i < text.length(); i++) {
                Memory.putByte(at + i, (byte) text.charAt(i));
            }
            length += text.length();
        }
    }

    /** Adds a line of RESP that is a type and a number. */
    void line(final char type, final long number) {
        if (reserve(Decimal.MAX_LENGTH + 3)) {
            Memory.putByte(end(), (byte) type);
            length = Decimal.write(end() + 1, number) - block.address();
            lineEnd();
        }
    }

    /** Adds a bulk string. */
    void bulk(final long address, final long count) {
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
