package io.ringhold.engine.commands;

import io.ringhold.engine.resp.Ascii;
import io.ringhold.engine.util.LongDouble;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Memory;

/** The numbers that INCRBYFLOAT and HINCRBYFLOAT add, as text in memory. */
public final class FloatText {
    private FloatText() {}

    /** The number that a text is, or null when it is none. */
    public static LongDouble parse(final long address, final long length) {
        return length > LongDouble.MAX_TEXT ? null : LongDouble.parse(Ascii.text(address, (int) length));
    }

    /** Writes a text into a new block of scratch memory, which the caller frees; 0 when there is no memory. */
    public static long write(final Arena arena, final String text) {
        final long block = arena.allocate(text.length(), MemoryTag.SCRATCH);
        if (block != 0) {
            final long address = arena.address(block);
            for (int i = 0; i < text.length(); i++) {
                Memory.putByte(address + i, (byte) text.charAt(i));
            }
        }
        return block;
    }
}
