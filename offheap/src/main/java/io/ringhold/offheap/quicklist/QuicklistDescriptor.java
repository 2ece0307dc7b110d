package io.ringhold.offheap.quicklist;

/**
 * Layouts of a quicklist's root, of its nodes, and of a node's listpack when that is compressed.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |  Root: first node (64 bits), 0 when there is none             |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |  Last node (64 bits)                                          |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |  Elements (64 bits)                                           |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |  Nodes (64 bits)                                              |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *
 *  +---------------------------------------------------------------+
 *  |  Node: previous node (64 bits), 0 when this is the first      |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |  Next node (64 bits), 0 when this is the last                 |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |  Listpack, or what it is compressed to (64 bits)              |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |  Elements (32 bits)                                           |
 *  +---------------------------------------------------------------+
 *  |  Bytes of the stream when it is compressed, or 0 (32 bits)    |
 *  +---------------------------------------------------------------+
 *
 *  +---------------------------------------------------------------+
 *  |  Compressed: bytes of the listpack (32 bits)                  |
 *  +---------------------------------------------------------------+
 *  |  LZF stream                                                  ...
 * </pre>
 *
 * References are offsets in the arena; integers are little-endian.
 *
 * <p>
 * Example: a node at 0x1000, alone, with a listpack of three elements at 0x2040, and its root:
 *
 * <pre>
 *  00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 40 20 00 00 00 00 00 00 03 00 00 00 00 00 00 00
 *  00 10 00 00 00 00 00 00 00 10 00 00 00 00 00 00 03 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00
 * </pre>
 *
 * A listpack of 87 bytes, whose only element is 77 times "a", is compressed to 16; the last field of its node is 10 00 00 00:
 *
 * <pre>
 *  57 00 00 00 08 57 00 00 00 01 00 e0 4d 61 e0 43 00 01 4f ff
 * </pre>
 */
public final class QuicklistDescriptor {
    public static final int FIRST_OFFSET = 0;
    public static final int LAST_OFFSET = 8;
    public static final int SIZE_OFFSET = 16;
    public static final int NODES_OFFSET = 24;
    public static final int ROOT_LENGTH = 32;

    public static final int PREVIOUS_OFFSET = 0;
    public static final int NEXT_OFFSET = 8;
    public static final int LISTPACK_OFFSET = 16;
    public static final int COUNT_OFFSET = 24;
    public static final int COMPRESSED_BYTES_OFFSET = 28;
    public static final int NODE_LENGTH = 32;

    public static final int LISTPACK_BYTES_OFFSET = 0;
    public static final int STREAM_OFFSET = 4;

    private QuicklistDescriptor() {}
}
