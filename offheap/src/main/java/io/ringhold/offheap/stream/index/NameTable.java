package io.ringhold.offheap.stream.index;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.BlockMover;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.element.Elements;

import static io.ringhold.offheap.stream.index.NameTableDescriptor.COUNT_OFFSET;
import static io.ringhold.offheap.stream.index.NameTableDescriptor.REFERENCES_OFFSET;
import static io.ringhold.offheap.stream.index.NameTableDescriptor.REFERENCE_LENGTH;

/**
 * Works on the tables of named blocks of an arena; layout: {@link NameTableDescriptor}. A table is named by the offset of the reference to it. A
 * change moves what is behind it, eight bytes for each name: meant for some thousands. The thread that owns the arena; allocates
 * nothing on the heap.
 */
public final class NameTable {
    private final Arena arena;
    private final Elements elements;

    /** The elements, which are of the same arena, are what the tables refer to. */
    public NameTable(final Arena arena, final Elements elements) {
        this.arena = arena;
        this.elements = elements;
    }

    /** Number of names. */
    public int count(final long slot) {
        final long table = arena.getLong(slot);
        return table == 0 ? 0 : arena.getInt(table + COUNT_OFFSET);
    }

    /** The element of an index. */
    public long at(final long slot, final int index) {
        return arena.getLong(reference(arena.getLong(slot), index));
    }

    /** The index of a name, or, when it is not there, minus one and minus the index where it would be. */
    public int find(final long slot, final long address, final int length) {
        int low = 0;
        int high = count(slot) - 1;
        while (low <= high) {
            final int middle = (low + high) >>> 1;
            final int order = elements.compareMember(at(slot, middle), address, length);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1 - low;
    }

    /** The element of a name, or 0. */
    public long get(final long slot, final long address, final int length) {
        final int index = find(slot, address, length);
        return index < 0 ? 0 : at(slot, index);
    }

    /** Puts an element where {@link #find} says that it belongs; false when there is no memory. */
    public boolean insert(final long slot, final int index, final long element) {
        final int count = count(slot);
        final long table = room(arena.getLong(slot), count + 1);
        if (table == 0) {
            return false;
        }
        final long at = reference(table, index);
        arena.copy(at + REFERENCE_LENGTH, at, (long) (count - index) * REFERENCE_LENGTH);
        arena.putLong(at, element);
        arena.putInt(table + COUNT_OFFSET, count + 1);
        arena.putLong(slot, table);
        return true;
    }

    /** Takes an element out, and leaves its block to the caller. */
    public void remove(final long slot, final int index) {
        final long table = arena.getLong(slot);
        final int count = arena.getInt(table + COUNT_OFFSET) - 1;
        if (count == 0) {
            arena.free(table);
            arena.putLong(slot, 0);
            return;
        }
        final long at = reference(table, index);
        arena.copy(at, at + REFERENCE_LENGTH, (long) (count - index) * REFERENCE_LENGTH);
        arena.putInt(table + COUNT_OFFSET, count);
    }

    /** Bytes of memory that a table takes into which so many names were put in ascending order. */
    public static long usedBytesOf(final long count) {
        if (count == 0) {
            return 0;
        }
        long bytes = Arena.usableSizeFor(bytesOf(1));
        while (bytesOf(count) > bytes) {
            final long grown = (bytes - REFERENCES_OFFSET) / REFERENCE_LENGTH + 1;
            bytes = Arena.usableSizeFor(bytesOf(withSpare(grown)));
        }
        return bytes;
    }

    /** Moves the table's block. */
    public void relocate(final long slot, final BlockMover mover) {
        final long table = arena.getLong(slot);
        final long moved = table == 0 ? 0 : mover.move(table);
        if (moved != table) {
            arena.putLong(slot, moved);
        }
    }

    /** Moves the element of an index, and returns where it is. */
    public long relocateAt(final long slot, final int index, final BlockMover mover) {
        final long element = at(slot, index);
        final long moved = mover.move(element);
        if (moved != element) {
            arena.putLong(reference(arena.getLong(slot), index), moved);
        }
        return moved;
    }

    private long room(final long table, final int count) {
        if (table == 0) {
            final long created = arena.allocate(bytesOf(1), MemoryTag.STREAM);
            if (created != 0) {
                arena.putLong(created, 0);
            }
            return created;
        }
        return bytesOf(count) <= arena.usableSize(table)
                ? table
                : arena.reallocate(table, bytesOf(withSpare(count)), MemoryTag.STREAM);
    }

    private static long reference(final long table, final int index) {
        return table + REFERENCES_OFFSET + (long) index * REFERENCE_LENGTH;
    }

    /** For how many names a table is made when it grows. */
    private static long withSpare(final long count) {
        return count + count / 4;
    }

    private static long bytesOf(final long count) {
        return REFERENCES_OFFSET + count * REFERENCE_LENGTH;
    }
}
