package io.ringhold.offheap.stream;

/**
 * Layout of a consumer: an element of {@link io.ringhold.offheap.element.ElementDescriptor} whose member is the consumer's name, and whose
 * tail is this.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |  When it was last seen, in milliseconds (64 bits)            ...
 *  +---------------------------------------------------------------+
 *  |  When it last got something (64 bits); -1: never             ...
 *  +---------------------------------------------------------------+
 *  |  Header of the map of pending entries (16 bytes)             ...
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * Integers are little-endian, nothing is aligned. The map is of {@link io.ringhold.offheap.stream.index.IdMapDescriptor}; its values are
 * those that the group's map has for the same ids.
 *
 * <p>
 * Example: consumer "c", seen at 256, never active, nothing pending:
 *
 * <pre>
 *  01 63
 *  00 01 00 00 00 00 00 00 ff ff ff ff ff ff ff ff
 *  00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
 * </pre>
 */
public final class ConsumerDescriptor {
    public static final int SEEN_MS_OFFSET = 0;
    public static final int ACTIVE_MS_OFFSET = 8;
    public static final int PENDING_OFFSET = 16;
    /** Bytes of the tail. */
    public static final int TAIL_LENGTH = 32;

    private ConsumerDescriptor() {}
}
