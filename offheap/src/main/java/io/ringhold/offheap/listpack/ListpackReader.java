package io.ringhold.offheap.listpack;

import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.memory.Memory;

import static io.ringhold.offheap.listpack.ListpackDescriptor.BYTES_OFFSET;
import static io.ringhold.offheap.listpack.ListpackDescriptor.COUNT_OFFSET;
import static io.ringhold.offheap.listpack.ListpackDescriptor.END_LENGTH;
import static io.ringhold.offheap.listpack.ListpackDescriptor.HEADER_LENGTH;
import static io.ringhold.offheap.listpack.ListpackDescriptor.UNKNOWN_COUNT;

/**
 * Visits the elements of a listpack through a view; layout: {@link ListpackDescriptor}. The view's thread; allocates nothing on the heap.
 */
public final class ListpackReader {
    /** Encoding and length of a string, or the whole of an integer. */
    private static final int MAX_HEAD_LENGTH = 9;

    private final MemoryView view;
    private long block;
    private int bytes;
    private int position;
    private int length;
    private boolean integer;
    private long value;
    private int stringHeader;
    private int stringLength;

    public ListpackReader(final MemoryView view) {
        this.view = view;
    }

    /** Goes to a listpack, before its first element. */
    public void open(final long newBlock) {
        block = newBlock;
        bytes = view.getInt(newBlock + BYTES_OFFSET);
        position = HEADER_LENGTH;
        length = 0;
    }

    /** Bytes of the listpack; its block may be larger. */
    public int bytes() {
        return bytes;
    }

    /** Number of elements; goes through them when the listpack does not tell, and is to be called before the first {@link #next}. */
    public int count() {
        final int noted = view.getShort(block + COUNT_OFFSET) & 0xffff;
        if (noted != UNKNOWN_COUNT) {
            return noted;
        }
        int counted = 0;
        while (next()) {
            counted++;
        }
        position = HEADER_LENGTH;
        length = 0;
        return counted;
    }

    /** Goes to the next element; false when there is none: then {@link #position} is the end. */
    public boolean next() {
        position += length;
        length = 0;
        final int rest = bytes - position;
        if (rest <= END_LENGTH) {
            return false;
        }
        final long address = view.view(block + position, Math.min(rest, MAX_HEAD_LENGTH));
        final int first = Memory.getByte(address) & 0xff;
        integer = ListpackElement.isInteger(first);
        if (integer) {
            value = ListpackElement.integer(address, first);
        } else {
            stringHeader = ListpackElement.stringHeader(first);
            stringLength = ListpackElement.stringLength(address, first);
        }
        final int encoded = ListpackElement.length(address);
        length = encoded + ListpackElement.backLength(encoded);
        return true;
    }

    /** Where the element is in the listpack. */
    public int position() {
        return position;
    }

    /** Whether the element is kept as an integer. */
    public boolean isInteger() {
        return integer;
    }

    /** The number of an element that is kept as one. */
    public long integer() {
        return value;
    }

    /** Offset in the arena of the bytes of an element that is a string. */
    public long stringOffset() {
        return block + position + stringHeader;
    }

    /** Length of an element that is a string. */
    public int stringLength() {
        return stringLength;
    }
}
