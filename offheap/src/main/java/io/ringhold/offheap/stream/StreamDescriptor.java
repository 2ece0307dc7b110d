package io.ringhold.offheap.stream;

/**
 * Layout of a stream's root, a block.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |  Header of the map from keys to nodes (16 bytes)             ...
 *  +---------------------------------------------------------------+
 *  |  Entries that are not deleted (64 bits)                      ...
 *  +---------------------------------------------------------------+
 *  |  Last id: milliseconds (64 bits)                             ...
 *  +---------------------------------------------------------------+
 *  |  Last id: sequence (64 bits)                                 ...
 *  +---------------------------------------------------------------+
 *  |  Greatest id deleted: milliseconds (64 bits)                 ...
 *  +---------------------------------------------------------------+
 *  |  Greatest id deleted: sequence (64 bits)                     ...
 *  +---------------------------------------------------------------+
 *  |  Entries ever added (64 bits)                                ...
 *  +---------------------------------------------------------------+
 *  |  Reference to the table of groups (64 bits)                  ...
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * Integers are little-endian. The map is of {@link io.ringhold.offheap.stream.index.IdMapDescriptor}; its values are offsets of listpacks of
 * {@link StreamNodeDescriptor}. The table is of {@link io.ringhold.offheap.stream.index.NameTableDescriptor}, its elements are of
 * {@link GroupDescriptor}.
 *
 * <p>
 * Example: a stream to which 5-1, 6-0 and 7-0 were added, and 6-0 was deleted; behind the map's header:
 *
 * <pre>
 *  02 00 00 00 00 00 00 00 07 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
 *  06 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 03 00 00 00 00 00 00 00
 *  00 00 00 00 00 00 00 00
 * </pre>
 */
public final class StreamDescriptor {
    public static final int NODES_OFFSET = 0;
    public static final int LENGTH_OFFSET = 16;
    public static final int LAST_MS_OFFSET = 24;
    public static final int LAST_SEQ_OFFSET = 32;
    public static final int MAX_DELETED_MS_OFFSET = 40;
    public static final int MAX_DELETED_SEQ_OFFSET = 48;
    public static final int ENTRIES_ADDED_OFFSET = 56;
    public static final int GROUPS_OFFSET = 64;
    /** Bytes of a root. */
    public static final int ROOT_LENGTH = 72;

    private StreamDescriptor() {}
}
