package io.ringhold.offheap.listpack;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Decimal;
import io.ringhold.offheap.memory.Memory;

import static io.ringhold.offheap.listpack.ListpackDescriptor.BYTES_OFFSET;
import static io.ringhold.offheap.listpack.ListpackDescriptor.COUNT_OFFSET;
import static io.ringhold.offheap.listpack.ListpackDescriptor.EMPTY_LENGTH;
import static io.ringhold.offheap.listpack.ListpackDescriptor.END;
import static io.ringhold.offheap.listpack.ListpackDescriptor.END_LENGTH;
import static io.ringhold.offheap.listpack.ListpackDescriptor.HEADER_LENGTH;
import static io.ringhold.offheap.listpack.ListpackDescriptor.INTEGER_13_BITS;
import static io.ringhold.offheap.listpack.ListpackDescriptor.INTEGER_16_BITS;
import static io.ringhold.offheap.listpack.ListpackDescriptor.INTEGER_24_BITS;
import static io.ringhold.offheap.listpack.ListpackDescriptor.INTEGER_32_BITS;
import static io.ringhold.offheap.listpack.ListpackDescriptor.INTEGER_64_BITS;
import static io.ringhold.offheap.listpack.ListpackDescriptor.STRING_12_BITS;
import static io.ringhold.offheap.listpack.ListpackDescriptor.STRING_32_BITS;
import static io.ringhold.offheap.listpack.ListpackDescriptor.STRING_6_BITS;
import static io.ringhold.offheap.listpack.ListpackDescriptor.UNKNOWN_COUNT;

/**
 * Works on the listpacks of an arena; layout: {@link ListpackDescriptor}. A listpack is a block; an element is named by its position, the
 * bytes from the block's beginning. {@value #NONE} is no element. A string that reads as an integer is kept as one, and looks
 * the same to whoever views it.
 *
 * <p>
 * Whatever changes a listpack returns the block that holds it from then on, or 0 when there is no memory; then nothing has changed.
 * Positions up to the change stay, others do not. The thread that owns the arena; allocates nothing on the heap.
 */
public final class Listpack {
    /** No element. */
    public static final int NONE = 0;
    /** Most bytes that a listpack may take. */
    public static final long MAX_BYTES = 1L << 30;

    private static final int SCRATCH_BYTES = 24;
    /** A string as long as this, or longer, is one that no listpack has room for; so the sum of two elements is an int. */
    private static final int TOO_LONG = (int) MAX_BYTES - 11;

    private final Arena arena;
    private final MemoryTag tag;
    private final long scratch;
    private long viewAddress;
    private int viewLength;
    private boolean encodedInteger;
    private long encodedValue;
    private int encodedLength;

    /**
     * @param tag
     *            of the blocks.
     */
    public Listpack(final Arena arena, final MemoryTag tag) {
        this.arena = arena;
        this.tag = tag;
        final long block = arena.allocate(SCRATCH_BYTES, MemoryTag.SCRATCH);
        if (block == 0) {
            throw new IllegalStateException("no memory in the arena");
        }
        this.scratch = arena.address(block);
    }

    /** A listpack without elements. */
    public long create() {
        return create(EMPTY_LENGTH);
    }

    /** A listpack without elements, in a block with room for {@code bytes}. */
    public long create(final int bytes) {
        final long block = arena.allocate(bytes, tag);
        if (block != 0) {
            header(block, EMPTY_LENGTH, 0);
            arena.putByte(block + HEADER_LENGTH, (byte) END);
        }
        return block;
    }

    /** A copy. */
    public long copy(final long block) {
        return createFrom(arena.address(block), bytes(block));
    }

    /** A listpack of bytes that {@link ListpackCheck} has found to be one. */
    public long createFrom(final long address, final int bytes) {
        final long copy = arena.allocate(bytes, tag);
        if (copy != 0) {
            arena.putBytes(copy, address, bytes);
        }
        return copy;
    }

    /** Bytes that the listpack takes. */
    public int bytes(final long block) {
        return arena.getInt(block + BYTES_OFFSET);
    }

    /** Number of elements; counts them when there are more than the header can say. */
    public int count(final long block) {
        final int count = arena.getShort(block + COUNT_OFFSET) & 0xffff;
        return count == UNKNOWN_COUNT ? countFrom(block, first(block)) : count;
    }

    /** Bytes that {@link #insert} would add for a string; for one that is too long for any listpack, more than there is room for. */
    public int addedBytes(final long address, final int length) {
        encode(address, length);
        return encodedLength + ListpackElement.backLength(encodedLength);
    }

    /** Bytes that {@link #insertInteger} would add. */
    public static int addedBytes(final long value) {
        final int length = ListpackElement.lengthOf(value);
        return length + ListpackElement.backLength(length);
    }

    /** The first element. */
    public int first(final long block) {
        return elementAt(block, HEADER_LENGTH);
    }

    /** The last element. */
    public int last(final long block) {
        return previous(block, end(block));
    }

    /** Where an element behind the last would be: for {@link #insert} only. */
    public int end(final long block) {
        return bytes(block) - END_LENGTH;
    }

    /** The element behind another. */
    public int next(final long block, final int position) {
        return elementAt(block, behind(block, position));
    }

    /** The element before another, or before the end. */
    public int previous(final long block, final int position) {
        if (position == HEADER_LENGTH) {
            return NONE;
        }
        final int length = ListpackElement.lengthBefore(arena.address(block + position));
        return position - length - ListpackElement.backLength(length);
    }

    /** The element at a position, or {@value #NONE} when that is the end. */
    public int elementAt(final long block, final int position) {
        return isElement(block, position) ? position : NONE;
    }

    /** The element of an index; negative ones count from the end. */
    public int seek(final long block, final int index) {
        final int count = arena.getShort(block + COUNT_OFFSET) & 0xffff;
        if (count != UNKNOWN_COUNT) {
            if (index >= count || index < -count) {
                return NONE;
            }
            final int fromStart = index < 0 ? index + count : index;
            return fromStart > count / 2
                    ? seekBackward(block, count - fromStart - 1)
                    : seekForward(block, fromStart);
        }
        return index < 0 ? seekBackward(block, -index - 1) : seekForward(block, index);
    }

    /** True when the element is kept as an integer. */
    public boolean isInteger(final long block, final int position) {
        return ListpackElement.isInteger(arena.getByte(block + position) & 0xff);
    }

    /** The number of an element that is kept as an integer. */
    public long integer(final long block, final int position) {
        return ListpackElement.integer(arena.address(block + position), arena.getByte(block + position) & 0xff);
    }

    /** Makes {@link #viewAddress} and {@link #viewLength} tell an element's bytes, until the next view or change. */
    public void view(final long block, final int position) {
        final long address = arena.address(block + position);
        final int first = arena.getByte(block + position) & 0xff;
        if (ListpackElement.isInteger(first)) {
            viewAddress = scratch;
            viewLength = (int) (Decimal.write(scratch, ListpackElement.integer(address, first)) - scratch);
        } else {
            viewAddress = address + ListpackElement.stringHeader(first);
            viewLength = ListpackElement.stringLength(address, first);
        }
    }

    /** Absolute address of the bytes viewed last. */
    public long viewAddress() {
        return viewAddress;
    }

    /** Length of the bytes viewed last. */
    public int viewLength() {
        return viewLength;
    }

    /** True when an element equals a string. */
    public boolean isEqual(final long block, final int position, final long address, final int length) {
        encode(address, length);
        return isEncoded(block, position, address, length);
    }

    /**
     * The first element that equals a string.
     *
     * @param from
     *            position of the first to look at, or {@value #NONE}.
     * @param skip
     *            how many elements to pass over after each that was looked at: 1 to look at keys of pairs only.
     */
    public int find(final long block, final int from, final long address, final int length, final int skip) {
        encode(address, length);
        int position = from;
        while (position != NONE) {
            if (isEncoded(block, position, address, length)) {
                return position;
            }
            for (int i = 0; i <= skip && position != NONE; i++) {
                position = next(block, position);
            }
        }
        return NONE;
    }

    /**
     * Inserts a string before an element, which then is at {@code position + }{@link #addedBytes}; or behind the last.
     *
     * @param position
     *            of the element, or {@link #end}.
     */
    public long insert(final long block, final int position, final long address, final int length) {
        encode(address, length);
        return replaceBytes(block, position, 0, address, length, 1);
    }

    /** Inserts an integer; otherwise as {@link #insert}. */
    public long insertInteger(final long block, final int position, final long value) {
        encodeInteger(value);
        return replaceBytes(block, position, 0, 0, 0, 1);
    }

    /** Adds a string behind the last element. */
    public long append(final long block, final long address, final int length) {
        return insert(block, end(block), address, length);
    }

    /** Adds an integer behind the last element. */
    public long appendInteger(final long block, final long value) {
        return insertInteger(block, end(block), value);
    }

    /** Puts a string in an element's place. */
    public long replace(final long block, final int position, final long address, final int length) {
        encode(address, length);
        return replaceBytes(block, position, behind(block, position) - position, address, length, 0);
    }

    /** Puts an integer in an element's place. */
    public long replaceInteger(final long block, final int position, final long value) {
        encodeInteger(value);
        return replaceBytes(block, position, behind(block, position) - position, 0, 0, 0);
    }

    /** Takes elements out, beginning with one, as many as there are up to {@code howMany}; the next one is at {@code position} then. */
    public long delete(final long block, final int position, final int howMany) {
        int behind = position;
        int deleted = 0;
        while (deleted < howMany && isElement(block, behind)) {
            behind = behind(block, behind);
            deleted++;
        }
        return cut(block, position, behind, deleted);
    }

    /** Moves the elements from a position on into a new listpack, which is returned; 0 when there is no memory. */
    public long split(final long block, final int position) {
        final int moved = countFrom(block, position);
        final int bytes = end(block) - position;
        final long other = arena.allocate(EMPTY_LENGTH + (long) bytes, tag);
        if (other == 0) {
            return 0;
        }
        header(other, EMPTY_LENGTH + bytes, moved);
        arena.copy(other + HEADER_LENGTH, block + position, bytes + END_LENGTH);
        final long kept = cut(block, position, position + bytes, moved);
        if (kept != block) {
            throw new IllegalStateException("a listpack has moved that was to stay");
        }
        return other;
    }

    /** Appends the elements of another listpack, which stays as it is. */
    public long appendAll(final long block, final long other) {
        final int added = bytes(other) - EMPTY_LENGTH;
        final int before = bytes(block);
        final int count = count(block) + count(other);
        final long grown = room(block, before + (long) added);
        if (grown != 0) {
            arena.copy(grown + before - END_LENGTH, other + HEADER_LENGTH, added + END_LENGTH);
            header(grown, before + added, count);
        }
        return grown;
    }

    /** Makes room for so many more bytes, which inserts then find; returns the block from then on, or 0 when there is no memory. */
    public long withRoom(final long block, final long addedBytes) {
        return room(block, bytes(block) + addedBytes);
    }

    /** Gives what a block has beyond the listpack back to the arena, where that is worth it. */
    public long trim(final long block) {
        final long trimmed = arena.reallocate(block, bytes(block), tag);
        return trimmed == 0 ? block : trimmed;
    }

    /** Frees the block. */
    public void free(final long block) {
        arena.free(block);
    }

    /** The same elements, each in its shortest form, in a block of their own; the old one is the caller's. 0 when there is no memory. */
    public long recode(final long block) {
        // the shortest form is never longer, so that no step needs memory
        final long recoded = create(bytes(block));
        if (recoded != 0) {
            for (int at = first(block); at != NONE; at = next(block, at)) {
                view(block, at);
                append(recoded, viewAddress, viewLength);
            }
        }
        return recoded;
    }

    private boolean isElement(final long block, final int position) {
        return (arena.getByte(block + position) & 0xff) != END;
    }

    private int behind(final long block, final int position) {
        final int length = ListpackElement.length(arena.address(block + position));
        return position + length + ListpackElement.backLength(length);
    }

    private int countFrom(final long block, final int position) {
        int count = 0;
        for (int at = position; at != NONE && isElement(block, at); at = behind(block, at)) {
            count++;
        }
        return count;
    }

    private int seekForward(final long block, final int index) {
        int position = first(block);
        for (int i = 0; i < index && position != NONE; i++) {
            position = next(block, position);
        }
        return position;
    }

    private int seekBackward(final long block, final int index) {
        int position = last(block);
        for (int i = 0; i < index && position != NONE; i++) {
            position = previous(block, position);
        }
        return position;
    }

    private void header(final long block, final int bytes, final int count) {
        arena.putInt(block + BYTES_OFFSET, bytes);
        arena.putShort(block + COUNT_OFFSET, (short) Math.min(count, UNKNOWN_COUNT));
    }

    private void encode(final long address, final int length) {
        if (length <= Decimal.MAX_LENGTH && Decimal.isInteger(address, length)) {
            encodeInteger(Decimal.parse(address, length));
        } else {
            encodedInteger = false;
            encodedLength = ListpackElement.lengthOfString(Math.min(length, TOO_LONG));
        }
    }

    private void encodeInteger(final long value) {
        encodedInteger = true;
        encodedValue = value;
        encodedLength = ListpackElement.lengthOf(value);
    }

    private boolean isEncoded(final long block, final int position, final long address, final int length) {
        final long at = arena.address(block + position);
        final int first = arena.getByte(block + position) & 0xff;
        if (ListpackElement.isInteger(first)) {
            return encodedInteger && ListpackElement.integer(at, first) == encodedValue;
        }
        return !encodedInteger && ListpackElement.stringLength(at, first) == length
                && Memory.equals(at + ListpackElement.stringHeader(first), address, length);
    }

    /** Puts what has been encoded in the place of {@code oldBytes} bytes. */
    private long replaceBytes(final long block, final int position, final int oldBytes, final long address,
            final int length, final int added) {
        final int newBytes = encodedLength + ListpackElement.backLength(encodedLength);
        final int bytes = bytes(block);
        final long total = (long) bytes - oldBytes + newBytes;
        final int count = arena.getShort(block + COUNT_OFFSET) & 0xffff;
        final long grown = total > bytes ? room(block, total) : block;
        if (grown == 0) {
            return 0;
        }
        final int tail = position + oldBytes;
        if (newBytes != oldBytes) {
            arena.copy(grown + position + newBytes, grown + tail, bytes - tail);
            header(grown, (int) total, count == UNKNOWN_COUNT ? UNKNOWN_COUNT : count + added);
        }
        write(grown + position, address, length);
        return grown;
    }

    private long room(final long block, final long bytes) {
        if (bytes > MAX_BYTES) {
            return 0;
        }
        return bytes <= arena.usableSize(block) ? block : arena.reallocate(block, bytes, tag);
    }

    private long cut(final long block, final int from, final int to, final int elements) {
        if (elements == 0) {
            return block;
        }
        final int bytes = bytes(block);
        final int header = arena.getShort(block + COUNT_OFFSET) & 0xffff;
        arena.copy(block + from, block + to, bytes - to);
        header(block, bytes - (to - from), header);
        final int count = header == UNKNOWN_COUNT ? countFrom(block, first(block)) : header - elements;
        header(block, bytes - (to - from), count);
        return block;
    }

    private void write(final long offset, final long address, final int length) {
        if (encodedInteger) {
            writeInteger(offset);
        } else {
            writeString(offset, address, length);
        }
        final int groups = ListpackElement.backLength(encodedLength);
        for (int i = 0; i < groups; i++) {
            final int group = encodedLength >>> 7 * (groups - 1 - i) & 0x7f;
            arena.putByte(offset + encodedLength + i, (byte) (i == 0 ? group : group | 0x80));
        }
    }

    private void writeInteger(final long offset) {
        switch (encodedLength) {
            case 1 -> arena.putByte(offset, (byte) encodedValue);
            case 2 -> {
                arena.putByte(offset, (byte) (INTEGER_13_BITS | encodedValue >>> 8 & 0x1f));
                arena.putByte(offset + 1, (byte) encodedValue);
            }
            case 3 -> {
                arena.putByte(offset, (byte) INTEGER_16_BITS);
                arena.putShort(offset + 1, (short) encodedValue);
            }
            case 4 -> {
                arena.putByte(offset, (byte) INTEGER_24_BITS);
                arena.putShort(offset + 1, (short) encodedValue);
                arena.putByte(offset + 3, (byte) (encodedValue >>> 16));
            }
            case 5 -> {
                arena.putByte(offset, (byte) INTEGER_32_BITS);
                arena.putInt(offset + 1, (int) encodedValue);
            }
            default -> {
                arena.putByte(offset, (byte) INTEGER_64_BITS);
                arena.putLong(offset + 1, encodedValue);
            }
        }
    }

    private void writeString(final long offset, final long address, final int length) {
        final int header = encodedLength - length;
        switch (header) {
            case 1 -> arena.putByte(offset, (byte) (STRING_6_BITS | length));
            case 2 -> {
                arena.putByte(offset, (byte) (STRING_12_BITS | length >>> 8));
                arena.putByte(offset + 1, (byte) length);
            }
            default -> {
                arena.putByte(offset, (byte) STRING_32_BITS);
                arena.putInt(offset + 1, length);
            }
        }
        arena.putBytes(offset + header, address, length);
    }
}
