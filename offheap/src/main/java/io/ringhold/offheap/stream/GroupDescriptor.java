package io.ringhold.offheap.stream;

/**
 * Layout of a consumer group: an element of {@link io.ringhold.offheap.element.ElementDescriptor} whose member is the group's name, and whose
 * tail is this.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |  Last id delivered: milliseconds (64 bits)                   ...
 *  +---------------------------------------------------------------+
 *  |  Last id delivered: sequence (64 bits)                       ...
 *  +---------------------------------------------------------------+
 *  |  Entries read (64 bits); -1: not known                       ...
 *  +---------------------------------------------------------------+
 *  |  Header of the map of pending entries (16 bytes)             ...
 *  +---------------------------------------------------------------+
 *  |  Reference to the table of consumers (64 bits)               ...
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * Integers are little-endian, nothing is aligned. The map is of {@link io.ringhold.offheap.stream.index.IdMapDescriptor}, its values are
 * offsets of blocks of {@link PendingDescriptor}; the table is of {@link io.ringhold.offheap.stream.index.NameTableDescriptor}.
 *
 * <p>
 * Example: group "g", last id 5-1, 3 entries read, nothing pending, no consumers:
 *
 * <pre>
 *  01 67
 *  05 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 03 00 00 00 00 00 00 00
 *  00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
 * </pre>
 */
public final class GroupDescriptor {
    public static final int LAST_MS_OFFSET = 0;
    public static final int LAST_SEQ_OFFSET = 8;
    public static final int ENTRIES_READ_OFFSET = 16;
    public static final int PENDING_OFFSET = 24;
    public static final int CONSUMERS_OFFSET = 40;
    /** Bytes of the tail. */
    public static final int TAIL_LENGTH = 48;

    private GroupDescriptor() {}
}
