package io.ringhold.offheap.element;

import io.ringhold.offheap.cow.MemoryView;

import static io.ringhold.offheap.element.ElementDescriptor.LONG_HEADER_LENGTH;
import static io.ringhold.offheap.element.ElementDescriptor.LONG_LENGTH_OFFSET;
import static io.ringhold.offheap.element.ElementDescriptor.LONG_MARK;
import static io.ringhold.offheap.element.ElementDescriptor.SHORT_HEADER_LENGTH;

/**
 * Reads elements through a view; layout: {@link ElementDescriptor}. The view's thread; allocates nothing on the heap.
 */
public final class ElementReader {
    private final MemoryView view;
    private long memberOffset;
    private int memberLength;

    public ElementReader(final MemoryView view) {
        this.view = view;
    }

    /** Goes to an element. */
    public void open(final long element) {
        final int length = view.getByte(element) & 0xff;
        final boolean isLong = length == LONG_MARK;
        memberLength = isLong ? view.getInt(element + LONG_LENGTH_OFFSET) : length;
        memberOffset = element + (isLong ? LONG_HEADER_LENGTH : SHORT_HEADER_LENGTH);
    }

    /** Offset in the arena of the member's bytes. */
    public long memberOffset() {
        return memberOffset;
    }

    public int memberLength() {
        return memberLength;
    }

    /** Offset in the arena of the tail. */
    public long tailOffset() {
        return memberOffset + memberLength;
    }
}
