package io.ringhold.engine.keyspace;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.element.Elements;

/**
 * Elements whose tail is a value: what the dict of a large hash refers to.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------+-----------------------------------------------+
 *  |    Length     |  Value                                       ...
 *  +---------------+-----------------------------------------------+
 *
 *  +---------------+-----------------------------------------------+
 *  |  254 = long   |  Length (32 bits)                            ...
 *  +---------------+-----------------------------------------------+
 *  |               |  Value                                       ...
 * </pre>
 *
 * Integers are little-endian; nothing is aligned. Field "f" with the value "v1" is the element {@code 01 66 02 76 31}. Engine thread;
 * allocates nothing on the heap.
 */
final class FieldElements {
    private static final int MAX_SHORT_LENGTH = 253;
    private static final int LONG_MARK = 254;
    private static final int SHORT_HEADER_LENGTH = 1;
    private static final int LONG_HEADER_LENGTH = 5;

    private final Elements elements;
    private final Arena arena;

    FieldElements(final Elements elements) {
        this.elements = elements;
        this.arena = elements.arena();
    }

    /** A new element, or 0 when there is no memory. */
    long create(final long fieldAddress, final int fieldLength, final long valueAddress, final int valueLength) {
        final long element = elements.create(fieldAddress, fieldLength, tailLength(valueLength));
        if (element != 0) {
            put(element, valueAddress, valueLength);
        }
        return element;
    }

    /** Puts another value into an element; returns where it is from then on, or 0 when there is no memory and nothing has changed. */
    long replace(final long element, final long valueAddress, final int valueLength) {
        final long moved = elements.resizeTail(element, tailLength(valueLength));
        if (moved != 0) {
            put(moved, valueAddress, valueLength);
        }
        return moved;
    }

    int valueLength(final long element) {
        final long tail = elements.tailOffset(element);
        final int length = arena.getByte(tail) & 0xff;
        return length == LONG_MARK ? arena.getInt(tail + 1) : length;
    }

    /** Absolute address of the value's bytes. */
    long valueAddress(final long element) {
        final long tail = elements.tailOffset(element);
        final int header = (arena.getByte(tail) & 0xff) == LONG_MARK ? LONG_HEADER_LENGTH : SHORT_HEADER_LENGTH;
        return arena.address(tail + header);
    }

    private void put(final long element, final long valueAddress, final int valueLength) {
        final long tail = elements.tailOffset(element);
        if (valueLength <= MAX_SHORT_LENGTH) {
            arena.putByte(tail, (byte) valueLength);
            arena.putBytes(tail + SHORT_HEADER_LENGTH, valueAddress, valueLength);
        } else {
            arena.putByte(tail, (byte) LONG_MARK);
            arena.putInt(tail + 1, valueLength);
            arena.putBytes(tail + LONG_HEADER_LENGTH, valueAddress, valueLength);
        }
    }

    private static long tailLength(final int valueLength) {
        return (valueLength <= MAX_SHORT_LENGTH ? SHORT_HEADER_LENGTH : LONG_HEADER_LENGTH) + (long) valueLength;
    }
}
