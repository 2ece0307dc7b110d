package io.ringhold.offheap.arena;

/**
 * Layout of an arena's header, the first {@link #HEADER_LENGTH} bytes. All numbers are little-endian; page numbers
 * count 64 KiB pages from the base, and page 0 means none.
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------------------------------------------------------+
 *   |                      magic "RINGHOLD"                         |  0
 *   |                                                               |
 *   +---------------------------------------------------------------+
 *   |                         version                               |  8
 *   +---------------------------------------------------------------+
 *   |                 pages of the whole range                      | 12
 *   +---------------------------------------------------------------+
 *   |                      first data page                          | 16
 *   +---------------------------------------------------------------+
 *   |             top: the first page never used or                 | 20
 *   |              given back, with none used behind                |
 *   +---------------------------------------------------------------+
 *   |             highest top ever (descriptors touched)            | 24
 *   +---------------------------------------------------------------+
 *   |               spans that are empty and kept                   | 28
 *   +---------------------------------------------------------------+
 *   |                       limit, bytes                            | 32
 *   |                                                               |
 *   +---------------------------------------------------------------+
 *   |               used bytes: live blocks + metadata              | 40
 *   |                                                               |
 *   +---------------------------------------------------------------+
 *   |                  most used bytes ever                         | 48
 *   |                                                               |
 *   +---------------------------------------------------------------+
 *   |              bytes held by spans and large blocks             | 56
 *   |                                                               |
 *   +---------------------------------------------------------------+
 *   |               bytes of dirty free runs                        | 64
 *   |                                                               |
 *   +---------------------------------------------------------------+
 *   |                     metadata bytes                            | 72
 *   |                                                               |
 *   +---------------------------------------------------------------+
 *   |        bytes of pages in use or dirty; limited                | 80
 *   |                                                               |
 *   +---------------------------------------------------------------+
 *   |                 spans that are being evacuated                | 88
 *   +---------------------------------------------------------------+
 *   |                            unused                             | 92
 *   +---------------------------------------------------------------+
 *   |   bitmaps of the bins in use: clean 2 x 64, dirty 2 x 64      | 96
 *  ...                                                             ...
 *   +---------------------------------------------------------------+
 *   |   32 tags: used bytes (64), number of blocks (64)             | 128
 *  ...                                                             ...
 *   +---------------------------------------------------------------+
 *   |   first free run of each bin: clean 128 x 32, dirty 128 x 32  | 1024
 *  ...                                                             ...
 *   +---------------------------------------------------------------+
 *   |   slots: first span with room, 32 tags x 128 classes x 32     | 2048
 *  ...                                                             ...
 *   +---------------------------------------------------------------+
 *   |   the same for spans that are being evacuated                 | 18432
 *  ...                                                             ...
 *   +---------------------------------------------------------------+  34816
 * </pre>
 *
 * A new arena of 1 MiB (16 pages, data from page 2) begins
 * {@code 52 49 4E 47 48 4F 4C 44 01 00 00 00 10 00 00 00 02 00 00 00 02 00 00 00 02 00 00 00 00 00 00 00}.
 */
public final class ArenaDescriptor {
    /** A page: the unit of spans, large blocks and free runs. */
    public static final int PAGE_SHIFT = 16;
    public static final int PAGE_LENGTH = 1 << PAGE_SHIFT;

    /** References must fit 42 bits. */
    public static final int REFERENCE_BITS = 42;
    public static final long MAX_ARENA_BYTES = 1L << REFERENCE_BITS;
    /** Every block starts at a multiple of this. */
    public static final int ALIGNMENT = 8;
    /** The reference to nothing. */
    public static final long NULL = 0;

    public static final long MAGIC = 0x444C_4F48_474E_4952L;
    public static final int VERSION = 1;

    public static final int MAGIC_OFFSET = 0;
    public static final int VERSION_OFFSET = 8;
    public static final int PAGE_COUNT_OFFSET = 12;
    public static final int FIRST_DATA_PAGE_OFFSET = 16;
    public static final int TOP_PAGE_OFFSET = 20;
    public static final int HIGHEST_TOP_PAGE_OFFSET = 24;
    public static final int EMPTY_SPANS_OFFSET = 28;
    public static final int LIMIT_BYTES_OFFSET = 32;
    public static final int USED_BYTES_OFFSET = 40;
    public static final int HIGH_WATER_BYTES_OFFSET = 48;
    public static final int SPAN_BYTES_OFFSET = 56;
    public static final int DIRTY_FREE_BYTES_OFFSET = 64;
    public static final int METADATA_BYTES_OFFSET = 72;

    public static final int HELD_PAGE_BYTES_OFFSET = 80;
    public static final int EVACUATED_SPANS_OFFSET = 88;

    public static final int BIN_BITMAPS_OFFSET = 96;
    public static final int BITMAP_LENGTH = 16;

    public static final int TAGS_OFFSET = 128;
    public static final int TAG_LENGTH = 16;
    public static final int TAG_BLOCKS_OFFSET = 8;

    public static final int BINS_OFFSET = 1024;
    public static final int BIN_COUNT = 128;
    public static final int BINS_LENGTH = BIN_COUNT * Integer.BYTES;

    public static final int SLOTS_OFFSET = 2048;
    public static final int TAG_LIMIT = 32;
    public static final int CLASS_LIMIT = 128;
    public static final int SLOTS_LENGTH = TAG_LIMIT * CLASS_LIMIT * Integer.BYTES;
    public static final int EVACUATED_SLOTS_OFFSET = SLOTS_OFFSET + SLOTS_LENGTH;
    public static final int HEADER_LENGTH = EVACUATED_SLOTS_OFFSET + SLOTS_LENGTH;

    /** Where the page descriptors begin. */
    public static final int PAGES_OFFSET = PAGE_LENGTH;

    /** The system's page: large blocks and metadata are accounted for in these. */
    static final int SYSTEM_PAGE_LENGTH = 4096;

    private ArenaDescriptor() {}

    /** Where the slot of a size class and a tag stands: the number of the first span that has room. */
    public static long slotOffset(final int sizeClass, final int tagId) {
        return SLOTS_OFFSET + (((long) tagId * CLASS_LIMIT + sizeClass) << 2);
    }

    /** Where the number of the first evacuated span of a slot stands. */
    static long evacuatedOffset(final long slot) {
        return slot + SLOTS_LENGTH;
    }

    /** Where the account of a tag stands. */
    public static long tagOffset(final int tagId) {
        return TAGS_OFFSET + (long) tagId * TAG_LENGTH;
    }

    static long roundToSystemPage(final long bytes) {
        return (bytes + SYSTEM_PAGE_LENGTH - 1) & -SYSTEM_PAGE_LENGTH;
    }
}
