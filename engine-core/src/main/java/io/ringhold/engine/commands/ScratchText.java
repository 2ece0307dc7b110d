package io.ringhold.engine.commands;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.GrowingBlock;
import io.ringhold.offheap.arena.MemoryTag;

/** Latin-1 text in scratch memory that lives as long as one command: a reply whose length must be known first. Engine thread; nothing is on the heap. */
public final class ScratchText {
    private static final long INITIAL_BYTES = 4096;

    private final GrowingBlock block = new GrowingBlock(MemoryTag.SCRATCH, INITIAL_BYTES);
    private Arena arena;
    private long length;
    private boolean incomplete;

    /** Begins an empty text. */
    public void begin(final Arena scratchArena) {
        arena = scratchArena;
        block.begin(scratchArena);
        length = 0;
        incomplete = false;
    }

    /** Adds text; without memory for it the text becomes incomplete. */
    public void append(final CharSequence more) {
        if (incomplete || !block.reserve(length + more.length())) {
            incomplete = true;
            return;
        }
        final long at = block.offset() + length;
        for (int i = 0; i < more.length(); i++) {
            arena.putByte(at + i, (byte) more.charAt(i));
        }
        length += more.length();
    }

    /** True when not all found room. */
    public boolean isIncomplete() {
        return incomplete;
    }

    /** Absolute address of the text. */
    public long address() {
        return block.address();
    }

    /** Length of the text in bytes. */
    public long length() {
        return length;
    }

    /** Gives the memory back. */
    public void end() {
        block.end();
    }
}
