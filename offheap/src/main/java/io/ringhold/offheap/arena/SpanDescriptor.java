package io.ringhold.offheap.arena;

/**
 * Layout of the descriptor of a span's first page: a span holds blocks of one size class and one tag. Of its other
 * pages only the first 8 bytes are set. The blocks stand one after another from the start of the first page; a freed block
 * holds the offset of the next freed one in its first 8 bytes. A span that is being evacuated is in another list of its slot, from which
 * nothing is allocated.
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------+---------------+---------------+---------------+
 *   |    kind = 2   |  size class   |      tag      |   evacuated   |  0
 *   +---------------+---------------+---------------+---------------+
 *   |            head: this page                                    |  4
 *   +---------------------------------------------------------------+
 *   |            number of pages                                    |  8
 *   +---------------------------------------------------------------+
 *   |            capacity: how many blocks fit                      | 12
 *   +---------------------------------------------------------------+
 *   |            previous span of the slot's list                   | 16
 *   +---------------------------------------------------------------+
 *   |            next span of the slot's list                       | 20
 *   +---------------------------------------------------------------+
 *   |            bytes of one block                                 | 24
 *   |                                                               |
 *   +---------------------------------------------------------------+
 *   |            first freed block, or 0                            | 32
 *   |                                                               |
 *   +---------------------------------------------------------------+
 *   |            first block never used since the span began        | 40
 *   |                                                               |
 *   +---------------------------------------------------------------+
 *   |            number of live blocks                              | 48
 *   +---------------------------------------------------------------+
 *   |            unused                                             | 52
 *  ...                                                             ...
 *   +---------------------------------------------------------------+  64
 * </pre>
 *
 * The span at page 2 with the first two of its 24-byte KEYS blocks live, after a third was freed:
 *
 * <pre>
 *   02 02 01 00 02 00 00 00  01 00 00 00 AA 0A 00 00
 *   00 00 00 00 00 00 00 00  18 00 00 00 00 00 00 00
 *   30 00 02 00 00 00 00 00  48 00 02 00 00 00 00 00
 *   02 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00
 * </pre>
 */
public final class SpanDescriptor {
    public static final int SIZE_CLASS_OFFSET = 1;
    public static final int CAPACITY_OFFSET = 12;
    public static final int FREE_BLOCK_OFFSET = 32;
    public static final int FRESH_BLOCK_OFFSET = 40;
    public static final int LIVE_BLOCKS_OFFSET = 48;

    private SpanDescriptor() {}
}
