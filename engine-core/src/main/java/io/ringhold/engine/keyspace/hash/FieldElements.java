package io.ringhold.engine.keyspace.hash;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.element.Elements;

import static io.ringhold.engine.keyspace.hash.FieldElementDescriptor.LONG_HEADER_LENGTH;
import static io.ringhold.engine.keyspace.hash.FieldElementDescriptor.LONG_LENGTH_OFFSET;
import static io.ringhold.engine.keyspace.hash.FieldElementDescriptor.LONG_MARK;
import static io.ringhold.engine.keyspace.hash.FieldElementDescriptor.MAX_SHORT_LENGTH;
import static io.ringhold.engine.keyspace.hash.FieldElementDescriptor.SHORT_HEADER_LENGTH;

/**
 * Elements whose tail is a value: what the dict of a large hash refers to; layout: {@link FieldElementDescriptor}. Engine thread;
 * allocates nothing on the heap.
 */
final class FieldElements {
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
        return length == LONG_MARK ? arena.getInt(tail + LONG_LENGTH_OFFSET) : length;
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
            arena.putInt(tail + LONG_LENGTH_OFFSET, valueLength);
            arena.putBytes(tail + LONG_HEADER_LENGTH, valueAddress, valueLength);
        }
    }

    static long tailLength(final int valueLength) {
        return (valueLength <= MAX_SHORT_LENGTH ? SHORT_HEADER_LENGTH : LONG_HEADER_LENGTH) + (long) valueLength;
    }
}
