package io.ringhold.engine.commands.generic;

import io.ringhold.engine.commands.OffsetList;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.GrowingBlock;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Memory;

/**
 * The elements that SORT sorts, copied into scratch memory, each with what it goes by: a number or a string.
 *
 * <pre>
 *   record:  weight (64 bits) | length of the string (32), -1: none | length of the element (32) | string | element
 * </pre>
 *
 * Engine thread; nothing is on the heap, however many there are.
 */
final class SortRecords {
    private static final int STRING_LENGTH_OFFSET = 8;
    private static final int ELEMENT_LENGTH_OFFSET = 12;
    private static final int HEADER_LENGTH = 16;
    private static final int NO_STRING = -1;
    private static final long INITIAL_BYTES = 4096;

    private final OffsetList order = new OffsetList();
    private final GrowingBlock block = new GrowingBlock(MemoryTag.SCRATCH, INITIAL_BYTES);
    private Arena arena;
    private long used;
    private boolean byString;
    private boolean descending;
    private boolean byElement;

    void begin(final Arena scratchArena) {
        arena = scratchArena;
        block.begin(scratchArena);
        used = 0;
        order.begin(scratchArena);
    }

    /** Adds an element without anything to go by: it counts as 0, and comes before all strings. */
    void add(final long address, final int length) {
        add(address, length, 0, NO_STRING, 0);
    }

    /** Adds an element that goes by a string. */
    void add(final long address, final int length, final long stringAddress, final int stringLength) {
        add(address, length, stringAddress, stringLength, 0);
    }

    /** Adds an element that goes by a number. */
    void add(final long address, final int length, final double weight) {
        add(address, length, 0, NO_STRING, weight);
    }

    private void add(final long address, final int length, final long stringAddress, final int stringLength,
            final double weight) {
        final int kept = Math.max(stringLength, 0);
        final long bytes = HEADER_LENGTH + (long) kept + length;
        if (order.isIncomplete() || !block.reserve(used + bytes)) {
            order.fail();
            return;
        }
        final long at = block.offset() + used;
        arena.putLong(at, Double.doubleToRawLongBits(weight));
        arena.putInt(at + STRING_LENGTH_OFFSET, stringLength);
        arena.putInt(at + ELEMENT_LENGTH_OFFSET, length);
        arena.putBytes(at + HEADER_LENGTH, stringAddress, kept);
        arena.putBytes(at + HEADER_LENGTH + kept, address, length);
        order.add(used);
        used += bytes;
    }

    /** True when there was no memory for all. */
    boolean isIncomplete() {
        return order.isIncomplete();
    }

    long size() {
        return order.size();
    }

    /** Absolute address of an element in order. */
    long elementAddress(final long index) {
        return addressIn(record(index));
    }

    private long record(final long index) {
        return block.offset() + order.get(index);
    }

    private long addressIn(final long record) {
        return arena.address(record + HEADER_LENGTH + Math.max(arena.getInt(record + STRING_LENGTH_OFFSET), 0));
    }

    int elementLength(final long index) {
        return arena.getInt(record(index) + ELEMENT_LENGTH_OFFSET);
    }

    /** Reverses the order. */
    void reverse() {
        long low = 0;
        for (long high = size() - 1; low < high; high--) {
            order.swap(low, high);
            low++;
        }
    }

    /**
     * Sorts by string or number. Elements that go by the same number are sorted by themselves, those that go by the same string when that is
     * asked for; what is equal then stays in its order. Heapsort (J. W. J. Williams, "Algorithm 232",
     * CACM 7, 1964): in place, and as good for any input.
     */
    void sort(final boolean strings, final boolean fromHighest, final boolean equalByElement) {
        byString = strings;
        byElement = equalByElement;
        descending = fromHighest;
        final long size = size();
        for (long i = size / 2 - 1; i >= 0; i--) {
            sink(i, size);
        }
        for (long end = size - 1; end > 0; end--) {
            order.swap(0, end);
            sink(0, end);
        }
    }

    private void sink(final long from, final long end) {
        long at = from;
        while (2 * at + 1 < end) {
            long child = 2 * at + 1;
            if (child + 1 < end && compare(child, child + 1) < 0) {
                child++;
            }
            if (compare(at, child) >= 0) {
                return;
            }
            order.swap(at, child);
            at = child;
        }
    }

    private int compare(final long a, final long b) {
        final long left = record(a);
        final long right = record(b);
        int ascending = byString ? compareStrings(left, right) : compareNumbers(left, right);
        if (ascending == 0 && byElement) {
            ascending = Memory.compare(addressIn(left), arena.getInt(left + ELEMENT_LENGTH_OFFSET),
                    addressIn(right), arena.getInt(right + ELEMENT_LENGTH_OFFSET));
        }
        if (ascending == 0) {
            return Long.compare(left, right);
        }
        return descending ? -ascending : ascending;
    }

    private int compareNumbers(final long left, final long right) {
        final double a = Double.longBitsToDouble(arena.getLong(left));
        final double b = Double.longBitsToDouble(arena.getLong(right));
        if (a != b) {
            return a < b ? -1 : 1;
        }
        return Memory.compare(arena.address(left + HEADER_LENGTH), arena.getInt(left + ELEMENT_LENGTH_OFFSET),
                arena.address(right + HEADER_LENGTH), arena.getInt(right + ELEMENT_LENGTH_OFFSET));
    }

    private int compareStrings(final long left, final long right) {
        final int a = arena.getInt(left + STRING_LENGTH_OFFSET);
        final int b = arena.getInt(right + STRING_LENGTH_OFFSET);
        if (a == NO_STRING || b == NO_STRING) {
            return Integer.compare(Math.min(a, 0), Math.min(b, 0));
        }
        return Memory.compare(arena.address(left + HEADER_LENGTH), a, arena.address(right + HEADER_LENGTH), b);
    }

    /** Gives the memory back. */
    void end() {
        order.end();
        block.end();
    }
}
