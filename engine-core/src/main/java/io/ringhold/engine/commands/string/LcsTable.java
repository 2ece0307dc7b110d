package io.ringhold.engine.commands.string;

import io.ringhold.engine.resp.ReplyWriter;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Memory;

/**
 * The table of dynamic programming for the longest common subsequence: cell (i, j) holds its length for the first i
 * bytes of A and the first j bytes of B. Walked back from the end it gives the subsequence and the stretches that
 * match; where both ways are equally good it goes back in B, as Redis does.
 *
 * <pre>
 *  block:  cells (|A|+1) x (|B|+1), 32 bits each | subsequence, min(|A|, |B|) bytes | copies of short strings
 * </pre>
 *
 * The copies are of strings as short as a number's text, whose place is used again by the next string that is looked
 * at. All in scratch memory; engine thread.
 */
final class LcsTable {
    private static final int SHORT_BYTES = 32;

    private final Arena arena;
    private final long block;
    private final long cells;
    private final long lengthA;
    private final long lengthB;
    private long addressA;
    private long addressB;
    // the stretch found last by nextMatch: it ends before (i, j)
    private long i;
    private long j;
    private long startA;
    private long startB;
    private long matchLength;

    private LcsTable(final Arena arena, final long block, final long lengthA, final long lengthB) {
        this.arena = arena;
        this.block = block;
        this.cells = arena.address(block);
        this.lengthA = lengthA;
        this.lengthB = lengthB;
    }

    /** Bytes of the cells; saturated. */
    static long sizeOf(final long lengthA, final long lengthB) {
        final long rows = lengthA + 1;
        final long columns = lengthB + 1;
        return Math.multiplyHigh(rows, columns * Integer.BYTES) != 0 ? Long.MAX_VALUE : rows * columns * Integer.BYTES;
    }

    /** A table for strings of these lengths; null when there is no memory. */
    static LcsTable allocate(final Arena arena, final long lengthA, final long lengthB) {
        final long bytes = sizeOf(lengthA, lengthB) + Math.min(lengthA, lengthB) + 2 * SHORT_BYTES;
        final long block = arena.allocate(bytes, MemoryTag.SCRATCH);
        return block == 0 ? null : new LcsTable(arena, block, lengthA, lengthB);
    }

    void free() {
        arena.free(block);
    }

    /** Sets A. */
    void first(final long address) {
        addressA = kept(address, lengthA, copies());
    }

    /** Sets B. */
    void second(final long address) {
        addressB = kept(address, lengthB, copies() + SHORT_BYTES);
    }

    private static long kept(final long address, final long length, final long copy) {
        if (length > SHORT_BYTES) {
            return address;
        }
        Memory.copy(address, copy, length);
        return copy;
    }

    private long copies() {
        return subsequenceAddress() + Math.min(lengthA, lengthB);
    }

    /** Computes all cells. */
    void fill() {
        final long rowBytes = (lengthB + 1) * Integer.BYTES;
        Memory.fill(cells, rowBytes, (byte) 0);
        for (long row = 1; row <= lengthA; row++) {
            final byte a = Memory.getByte(addressA + row - 1);
            long cell = cells + row * rowBytes;
            Memory.putInt(cell, 0);
            int left = 0;
            int diagonal = 0;
            for (long column = 0; column < lengthB; column++) {
                cell += Integer.BYTES;
                final int above = Memory.getInt(cell - rowBytes);
                left = a == Memory.getByte(addressB + column) ? diagonal + 1 : Math.max(above, left);
                diagonal = above;
                Memory.putInt(cell, left);
            }
        }
    }

    private int cell(final long row, final long column) {
        return Memory.getInt(cells + (row * (lengthB + 1) + column) * Integer.BYTES);
    }

    /** Length of the subsequence. */
    int length() {
        return cell(lengthA, lengthB);
    }

    /** Where {@link #writeSubsequence} writes to. */
    long subsequenceAddress() {
        return cells + sizeOf(lengthA, lengthB);
    }

    void writeSubsequence() {
        long to = subsequenceAddress() + length();
        rewind();
        while (nextMatch()) {
            to -= matchLength;
            Memory.copy(addressA + startA, to, matchLength);
        }
    }

    /** How many stretches of at least so many bytes match. */
    long countMatches(final long minLength) {
        long count = 0;
        rewind();
        while (nextMatch()) {
            if (matchLength >= minLength) {
                count++;
            }
        }
        return count;
    }

    /** Replies with the stretches, the last first, each as its first and last index in A and in B. */
    void writeMatches(final ReplyWriter reply, final long minLength, final boolean withLength) {
        rewind();
        while (nextMatch()) {
            if (matchLength >= minLength) {
                reply.array(withLength ? 3 : 2);
                reply.array(2);
                reply.integer(startA);
                reply.integer(startA + matchLength - 1);
                reply.array(2);
                reply.integer(startB);
                reply.integer(startB + matchLength - 1);
                if (withLength) {
                    reply.integer(matchLength);
                }
            }
        }
    }

    private void rewind() {
        i = lengthA;
        j = lengthB;
    }

    private boolean isMatch() {
        return Memory.getByte(addressA + i - 1) == Memory.getByte(addressB + j - 1);
    }

    /** Goes back to the next stretch of bytes that are next to each other in both strings. */
    private boolean nextMatch() {
        while (i > 0 && j > 0 && !isMatch()) {
            if (cell(i - 1, j) > cell(i, j - 1)) {
                i--;
            } else {
                j--;
            }
        }
        matchLength = 0;
        while (i > 0 && j > 0 && isMatch()) {
            i--;
            j--;
            matchLength++;
        }
        startA = i;
        startB = j;
        return matchLength > 0;
    }
}
