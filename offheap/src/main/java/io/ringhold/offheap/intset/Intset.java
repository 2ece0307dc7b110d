package io.ringhold.offheap.intset;

import java.util.random.RandomGenerator;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Memory;

import static io.ringhold.offheap.intset.IntsetDescriptor.COUNT_OFFSET;
import static io.ringhold.offheap.intset.IntsetDescriptor.ENCODING_OFFSET;
import static io.ringhold.offheap.intset.IntsetDescriptor.HEADER_LENGTH;

/**
 * Works on the intsets of an arena; layout: {@link IntsetDescriptor}. An intset is a block, and an integer is named by its index in
 * ascending order.
 *
 * <p>
 * What changes an intset returns the block that holds it from then on. Adding and removing take time in proportion to the
 * count: 10,000 integers are some microseconds. The thread that owns the arena; allocates nothing on the heap.
 */
public final class Intset {
    private static final int SHORTEST = Short.BYTES;

    private final Arena arena;
    private final MemoryTag tag;

    /**
     * @param tag
     *            of the blocks.
     */
    public Intset(final Arena arena, final MemoryTag tag) {
        this.arena = arena;
        this.tag = tag;
    }

    /** An intset without integers, or 0 when there is no memory. */
    public long create() {
        final long block = arena.allocate(HEADER_LENGTH, tag);
        if (block != 0) {
            arena.putInt(block + ENCODING_OFFSET, SHORTEST);
            arena.putInt(block + COUNT_OFFSET, 0);
        }
        return block;
    }

    public void free(final long block) {
        arena.free(block);
    }

    public int count(final long block) {
        return arena.getInt(block + COUNT_OFFSET);
    }

    /** Bytes of the format, with the header; the block may be larger. */
    public long bytes(final long block) {
        return HEADER_LENGTH + (long) count(block) * width(block);
    }

    /** Absolute address of the format's bytes. */
    public long address(final long block) {
        return arena.address(block);
    }

    /** The index of a value, or {@code -1 - i} when it is not there, i being the index that it would get. */
    public int find(final long block, final long value) {
        final int width = width(block);
        int low = 0;
        int high = count(block) - 1;
        while (low <= high) {
            final int middle = low + high >>> 1;
            final long found = get(block, width, middle);
            if (found == value) {
                return middle;
            }
            if (found < value) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1 - low;
    }

    public boolean contains(final long block, final long value) {
        return find(block, value) >= 0;
    }

    /**
     * The integer at an index.
     *
     * @param index
     *            0 to the count, exclusive; not checked.
     */
    public long get(final long block, final int index) {
        return get(block, width(block), index);
    }

    /** Any of the integers, each as likely as the others; there must be one. */
    public long random(final long block, final RandomGenerator source) {
        return get(block, source.nextInt(count(block)));
    }

    /**
     * Puts a value in that is not there, and widens all when it needs that.
     *
     * @return the block from then on, or 0 when there is no memory: nothing has changed then.
     */
    public long add(final long block, final long value) {
        final int width = width(block);
        final int needed = widthOf(value);
        if (needed > width) {
            return widen(block, width, needed, value);
        }
        final int count = count(block);
        final int index = -1 - find(block, value);
        final long moved = arena.reallocate(block, HEADER_LENGTH + (count + 1L) * width, tag);
        if (moved != 0) {
            final long at = offset(moved, width, index);
            arena.copy(at + width, at, (long) (count - index) * width);
            put(moved, width, index, value);
            arena.putInt(moved + COUNT_OFFSET, count + 1);
        }
        return moved;
    }

    /** Takes out the integer at an index; cannot fail. */
    public long remove(final long block, final int index) {
        final int width = width(block);
        final int count = count(block);
        final long at = offset(block, width, index);
        arena.copy(at, at + width, (long) (count - 1 - index) * width);
        arena.putInt(block + COUNT_OFFSET, count - 1);
        final long moved = arena.reallocate(block, bytes(block), tag);
        return moved == 0 ? block : moved;
    }

    /**
     * A copy of bytes in the format, which must be valid.
     *
     * @param address
     *            absolute.
     * @return its block, or 0 when there is no memory.
     */
    public long load(final long address, final long lengthBytes) {
        final long block = arena.allocate(lengthBytes, tag);
        if (block != 0) {
            arena.putBytes(block, address, lengthBytes);
        }
        return block;
    }

    /**
     * True when the bytes are an intset, all of its integers ascending; an empty one is valid too.
     *
     * @param address
     *            absolute.
     */
    public static boolean isValid(final long address, final long lengthBytes) {
        if (lengthBytes < HEADER_LENGTH) {
            return false;
        }
        final int width = Memory.getInt(address + ENCODING_OFFSET);
        final long count = Memory.getInt(address + COUNT_OFFSET);
        if (width != Short.BYTES && width != Integer.BYTES && width != Long.BYTES || count < 0
                || HEADER_LENGTH + count * width != lengthBytes) {
            return false;
        }
        for (int i = 1; i < count; i++) {
            if (load(address, width, i - 1) >= load(address, width, i)) {
                return false;
            }
        }
        return true;
    }

    /** The value is below or above all others, since none of them is so wide. */
    private long widen(final long block, final int oldWidth, final int width, final long value) {
        final int count = count(block);
        final long moved = arena.reallocate(block, HEADER_LENGTH + (count + 1L) * width, tag);
        if (moved != 0) {
            final int shift = value < 0 ? 1 : 0;
            for (int i = count - 1; i >= 0; i--) {
                put(moved, width, i + shift, get(moved, oldWidth, i));
            }
            put(moved, width, value < 0 ? 0 : count, value);
            arena.putInt(moved + ENCODING_OFFSET, width);
            arena.putInt(moved + COUNT_OFFSET, count + 1);
        }
        return moved;
    }

    private int width(final long block) {
        return arena.getInt(block + ENCODING_OFFSET);
    }

    private static int widthOf(final long value) {
        if (value == (short) value) {
            return Short.BYTES;
        }
        return value == (int) value ? Integer.BYTES : Long.BYTES;
    }

    private static long offset(final long block, final int width, final int index) {
        return block + HEADER_LENGTH + (long) index * width;
    }

    private long get(final long block, final int width, final int index) {
        final long at = offset(block, width, index);
        return switch (width) {
            case Short.BYTES -> arena.getShort(at);
            case Integer.BYTES -> arena.getInt(at);
            default -> arena.getLong(at);
        };
    }

    private static long load(final long address, final int width, final int index) {
        final long at = offset(address, width, index);
        return switch (width) {
            case Short.BYTES -> Memory.getShort(at);
            case Integer.BYTES -> Memory.getInt(at);
            default -> Memory.getLong(at);
        };
    }

    private void put(final long block, final int width, final int index, final long value) {
        final long at = offset(block, width, index);
        switch (width) {
            case Short.BYTES -> arena.putShort(at, (short) value);
            case Integer.BYTES -> arena.putInt(at, (int) value);
            default -> arena.putLong(at, value);
        }
    }
}
