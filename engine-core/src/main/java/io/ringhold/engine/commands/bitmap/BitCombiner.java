package io.ringhold.engine.commands.bitmap;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Memory;

/**
 * Combines pieces of bitmaps as BITOP does, source by source; a source that is shorter than the piece counts as if
 * zeros followed.
 *
 * <pre>
 *  scratch block:  accumulator (a piece) | second (a piece): the first source, or the bits seen more than once
 * </pre>
 *
 * DIFF, DIFF1 and ANDOR gather all sources but the first by OR, and combine with the first at the end. Engine thread;
 * allocates nothing on the heap.
 */
final class BitCombiner {
    /** What BITOP can do. The names are the command's words. */
    enum Operator {
        AND, OR, XOR, NOT, DIFF, DIFF1, ANDOR, ONE;

        /** True when the first source plays another part than the others. */
        boolean setsFirstApart() {
            return this == DIFF || this == DIFF1 || this == ANDOR;
        }
    }

    /** Bytes of a piece; a multiple of 8. */
    static final int PIECE_BYTES = 16 * 1024;

    private Arena arena;
    private Operator operator;
    private long block;
    private long accumulator;
    private long second;
    private int length;

    /** Takes scratch memory; false when there is none. */
    boolean begin(final Arena scratchArena, final Operator newOperator) {
        arena = scratchArena;
        operator = newOperator;
        block = arena.allocate(2 * PIECE_BYTES, MemoryTag.SCRATCH);
        if (block == 0) {
            return false;
        }
        accumulator = arena.address(block);
        second = accumulator + PIECE_BYTES;
        return true;
    }

    /** Gives the scratch memory back. */
    void end() {
        arena.free(block);
    }

    /** Begins a piece of so many bytes. */
    void beginPiece(final int lengthBytes) {
        length = lengthBytes;
        Memory.fill(accumulator, PIECE_BYTES, (byte) 0);
        Memory.fill(second, PIECE_BYTES, (byte) 0);
    }

    /**
     * Adds a source.
     *
     * @param available
     *            how many of the piece's bytes the source has; may be 0, and then the address is not looked at.
     */
    void source(final boolean first, final long address, final int available) {
        if (first && operator != Operator.ONE) {
            if (available > 0) {
                Memory.copy(address, operator.setsFirstApart() ? second : accumulator, available);
            }
            return;
        }
        final int words = available & -Long.BYTES;
        for (int i = 0; i < words; i += Long.BYTES) {
            combine(i, Memory.getLong(address + i));
        }
        if (words < available) {
            combine(words, tail(address + words, available - words));
        }
        if (operator == Operator.AND) {
            final int cleared = available + 7 & -Long.BYTES;
            Memory.fill(accumulator + cleared, PIECE_BYTES - cleared, (byte) 0);
        }
    }

    private static long tail(final long address, final int bytes) {
        long word = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            word = word << 8 | Memory.getByte(address + i) & 0xff;
        }
        return word;
    }

    private void combine(final int at, final long word) {
        final long held = Memory.getLong(accumulator + at);
        final long combined = switch (operator) {
            case AND -> held & word;
            case XOR -> held ^ word;
            default -> held | word;
        };
        if (operator == Operator.ONE) {
            Memory.putLong(second + at, Memory.getLong(second + at) | held & word);
        }
        Memory.putLong(accumulator + at, combined);
    }

    /** Finishes the piece and says where it is; what stands behind its length has no meaning. */
    long endPiece() {
        switch (operator) {
            case NOT, DIFF, DIFF1, ANDOR, ONE -> finish();
            case AND, OR, XOR -> {
                return accumulator;
            }
        }
        return accumulator;
    }

    private void finish() {
        for (int i = 0; i < length; i += Long.BYTES) {
            final long held = Memory.getLong(accumulator + i);
            final long other = Memory.getLong(second + i);
            Memory.putLong(accumulator + i, switch (operator) {
                case NOT -> ~held;
                case DIFF -> other & ~held;
                case ANDOR -> other & held;
                default -> held & ~other;
            });
        }
    }
}
