package io.ringhold.engine.commands;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;

/** Latin-1 text in scratch memory that lives as long as one command: a reply whose length must be known first. Engine thread; nothing is on the heap. */
public final class ScratchText {
    private static final long INITIAL_BYTES = 4096;

    private Arena arena;
    private long block;
    private long length;
    private boolean incomplete;

    /** Begins an empty text. */
    public void begin(final Arena scratchArena) {
        arena = scratchArena;
        block = 0;
        length = 0;
        incomplete = false;
    }

    /** Adds text; without memory for it the text becomes incomplete. */
    public void append(final CharSequence more) {
        if (incomplete || !reserve(length + more.length())) {
            incomplete = true;
            return;
        }
        for (int i = 0; i < more.length(); i++) {
            arena.putByte(block + length + i, (byte) more.charAt(i));
        }
        length += more.length();
    }

    /** True when not all found room. */
    public boolean isIncomplete() {
        return incomplete;
    }

    /** Absolute address of the text. */
    public long address() {
        return block == 0 ? 0 : arena.address(block);
    }

    /** Length of the text in bytes. */
    public long length() {
        return length;
    }

    /** Gives the memory back. */
    public void end() {
        if (block != 0) {
            arena.free(block);
            block = 0;
        }
    }

    private boolean reserve(final long bytes) {
        if (block != 0 && bytes <= arena.usableSize(block)) {
            return true;
        }
        final long wanted = Math.max(INITIAL_BYTES, 2 * bytes);
        final long moved = block == 0
                ? arena.allocate(wanted, MemoryTag.SCRATCH)
                : arena.reallocate(block, wanted, MemoryTag.SCRATCH);
        if (moved == 0) {
            return false;
        }
        block = moved;
        return true;
    }
}
