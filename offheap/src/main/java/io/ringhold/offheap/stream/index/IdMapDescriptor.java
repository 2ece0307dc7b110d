package io.ringhold.offheap.stream.index;

/**
 * Layout of a map from ids to values: a header that lies in a block of its owner, and the nodes of a B+-tree.
 *
 * <pre>
 *  header
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |  Offset of the root node; 0: the map is empty                 |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |  Number of ids                                                |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *
 *  node, a block
 *  +-------------------------------+-------------------------------+
 *  |  Records                      |  Level; 0: a leaf             |
 *  +-------------------------------+-------------------------------+
 *  |  Unused                                                       |
 *  +---------------------------------------------------------------+
 *  |  Records of 24 bytes, in ascending order                     ...
 *
 *  record
 *  +---------------------------------------------------------------+
 *  |  Milliseconds of the id                                       |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |  Sequence of the id                                           |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |  In a leaf the value, else the offset of a node of the level  |
 *  |  below                                                        |
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * All integers are little-endian. Above the leaves a record's id is at or below the least id of its node, and above all ids of the
 * record before; that of a node's first record means nothing. A node's block has room for as many records as it needs or a few
 * more, never for more than {@value #MAX_RECORDS}. No node is empty.
 *
 * <p>
 * Example: a leaf that maps 1-2 to 7 and 256-0 to 8:
 *
 * <pre>
 *  02 00 00 00 00 00 00 00
 *  01 00 00 00 00 00 00 00 02 00 00 00 00 00 00 00 07 00 00 00 00 00 00 00
 *  00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 08 00 00 00 00 00 00 00
 * </pre>
 */
public final class IdMapDescriptor {
    public static final int ROOT_OFFSET = 0;
    public static final int SIZE_OFFSET = 8;
    /** Bytes of the header. */
    public static final int HEADER_LENGTH = 16;

    public static final int COUNT_OFFSET = 0;
    public static final int LEVEL_OFFSET = 2;
    /** Bytes of a node before its records. */
    public static final int NODE_HEADER_LENGTH = 8;

    public static final int MS_OFFSET = 0;
    public static final int SEQ_OFFSET = 8;
    public static final int VALUE_OFFSET = 16;
    public static final int RECORD_LENGTH = 24;

    /** Most records of a node: it then fills a block of 1536 bytes but for 16. */
    public static final int MAX_RECORDS = 63;

    private IdMapDescriptor() {}
}
