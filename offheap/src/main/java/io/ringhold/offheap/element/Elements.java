package io.ringhold.offheap.element;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Memory;

import static io.ringhold.offheap.element.ElementDescriptor.LONG_HEADER_LENGTH;
import static io.ringhold.offheap.element.ElementDescriptor.LONG_LENGTH_OFFSET;
import static io.ringhold.offheap.element.ElementDescriptor.LONG_MARK;
import static io.ringhold.offheap.element.ElementDescriptor.MAX_SHORT_LENGTH;
import static io.ringhold.offheap.element.ElementDescriptor.SHORT_HEADER_LENGTH;

/**
 * Works on the elements of an arena; layout: {@link ElementDescriptor}. An element is named by its block's offset. The thread
 * that owns the arena; allocates nothing on the heap.
 */
public final class Elements {
    private final Arena arena;
    private final MemoryTag tag;

    /**
     * @param tag
     *            of the blocks.
     */
    public Elements(final Arena arena, final MemoryTag tag) {
        this.arena = arena;
        this.tag = tag;
    }

    /**
     * A new element, whose tail is undefined.
     *
     * @param memberAddress
     *            absolute.
     * @return its offset, or 0 when there is no memory.
     */
    public long create(final long memberAddress, final int memberLength, final long tailBytes) {
        final int header = headerLength(memberLength);
        final long element = arena.allocate(bytesOf(memberLength, tailBytes), tag);
        if (element == 0) {
            return 0;
        }
        if (header == SHORT_HEADER_LENGTH) {
            arena.putByte(element, (byte) memberLength);
        } else {
            arena.putByte(element, (byte) LONG_MARK);
            arena.putInt(element + LONG_LENGTH_OFFSET, memberLength);
        }
        arena.putBytes(element + header, memberAddress, memberLength);
        return element;
    }

    /**
     * Gives the tail another size; what it holds stays as far as it fits.
     *
     * @return the element's offset from then on, or 0 when there is no memory: nothing has changed then.
     */
    public long resizeTail(final long element, final long tailBytes) {
        return arena.reallocate(element, tailOffset(element) - element + tailBytes, tag);
    }

    /** Bytes that an element needs, its tail included. */
    public static long bytesOf(final int memberLength, final long tailBytes) {
        return headerLength(memberLength) + (long) memberLength + tailBytes;
    }

    public int memberLength(final long element) {
        final int length = arena.getByte(element) & 0xff;
        return length == LONG_MARK ? arena.getInt(element + LONG_LENGTH_OFFSET) : length;
    }

    /** Absolute address of the member's bytes. */
    public long memberAddress(final long element) {
        return arena.address(element + headerOf(element));
    }

    /** Offset in the arena of the tail. */
    public long tailOffset(final long element) {
        return element + headerOf(element) + memberLength(element);
    }

    /** True when the member is the given bytes. */
    public boolean isMember(final long element, final long address, final int length) {
        return memberLength(element) == length && Memory.equals(memberAddress(element), address, length);
    }

    /** Compares the member with bytes, as unsigned; a shorter one that the other begins with comes first. */
    public int compareMember(final long element, final long address, final int length) {
        return Memory.compare(memberAddress(element), memberLength(element), address, length);
    }

    /** Bytes of memory that the element takes. */
    public long usedBytes(final long element) {
        return arena.usableSize(element);
    }

    public void free(final long element) {
        arena.free(element);
    }

    public Arena arena() {
        return arena;
    }

    private int headerOf(final long element) {
        return (arena.getByte(element) & 0xff) == LONG_MARK ? LONG_HEADER_LENGTH : SHORT_HEADER_LENGTH;
    }

    private static int headerLength(final int memberLength) {
        return memberLength <= MAX_SHORT_LENGTH ? SHORT_HEADER_LENGTH : LONG_HEADER_LENGTH;
    }
}
