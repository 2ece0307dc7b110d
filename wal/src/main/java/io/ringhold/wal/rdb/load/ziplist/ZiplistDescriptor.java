package io.ringhold.wal.rdb.load.ziplist;

/**
 * Layout of a ziplist, which versions before Redis 7.0 have where later ones have a listpack.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |  Bytes in all, this header and the end included               |
 *  +---------------------------------------------------------------+
 *  |  Offset of the last entry, or of the end when there is none   |
 *  +-------------------------------+-------------------------------+
 *  |  Entries; 65535: many, count  |  Entries, one after another  ...
 *  +-------------------------------+-------------------------------+
 *  |  End = 0xff   |
 *  +---------------+
 *
 *  entry:  length of the entry before | encoding and length | bytes
 *
 *  length of the entry before: one byte up to 253; 254, then 32 bits
 *
 *  00llllll  ...                               string of up to 63 bytes
 *  01llllll llllllll  ...                      string of up to 16383 bytes, the high six bits first
 *  10000000 length (32 bits)  ...              string; this length has its high byte first
 *  11000000 / 11010000 / 11100000  ...         integer of 16 / 32 / 64 bits
 *  11110000  ...                               integer of 24 bits
 *  11111110  ...                               integer of 8 bits
 *  1111xxxx                                    x from 1 to 13: the integer x - 1
 * </pre>
 *
 * Other integers and lengths are little-endian.
 *
 * <p>
 * Example: "2", "hi", "-300":
 *
 * <pre>
 *  15 00 00 00 10 00 00 00 03 00 00 f3 02 02 68 69 04 c0 d4 fe ff
 * </pre>
 *
 * <p>
 * Source: S. Raghavan, "Redis RDB File Format" (rdb.fnordig.de), "Ziplist Encoding".
 */
final class ZiplistDescriptor {
    static final int BYTES_OFFSET = 0;
    static final int LAST_OFFSET = 4;
    static final int COUNT_OFFSET = 8;
    static final int HEADER_LENGTH = 10;
    static final int END_LENGTH = 1;

    static final int END = 0xff;
    static final int UNKNOWN_COUNT = 65_535;
    /** In the place of the length of the entry before: it follows in 32 bits. */
    static final int LONG_BEFORE = 254;

    static final int STRING_14_BITS = 0x40;
    static final int STRING_32_BITS = 0x80;
    static final int INTEGER_16_BITS = 0xc0;
    static final int INTEGER_32_BITS = 0xd0;
    static final int INTEGER_64_BITS = 0xe0;
    static final int INTEGER_24_BITS = 0xf0;
    static final int INTEGER_8_BITS = 0xfe;
    /** The encoding of 0, the least integer that has no bytes of its own. */
    static final int SMALLEST_IMMEDIATE = 0xf1;
    static final int LARGEST_IMMEDIATE = 0xfd;

    private ZiplistDescriptor() {}
}
