package io.ringhold.offheap.listpack;

/**
 * Layout of a listpack.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |  Bytes in all, this header and the end included               |
 *  +-------------------------------+-------------------------------+
 *  |  Elements; 65535: many, count |  Elements, one after another ...
 *  +-------------------------------+-------------------------------+
 *  |  End = 0xff   |
 *  +---------------+
 *
 *  element:  encoding and length | bytes | back length
 *
 *  0xxxxxxx                                    integer of 7 bits, 0 to 127
 *  10llllll  ...                               string of up to 63 bytes
 *  110xxxxx xxxxxxxx                           integer of 13 bits, the high five first, two's complement
 *  1110llll llllllll  ...                      string of up to 4095 bytes, the length's high four bits first
 *  11110000 length (32 bits)  ...              string
 *  11110001 / 0010 / 0011 / 0100  ...          integer of 16 / 24 / 32 / 64 bits
 * </pre>
 *
 * Integers and lengths of whole bytes are little-endian. The back length is that of the element without it, in groups of seven bits, the
 * high ones first; each but the first byte has its high bit set, so that it can be read backwards.
 *
 * <p>
 * Example: "hi", "-1", "1024":
 *
 * <pre>
 *  11 00 00 00 03 00 82 68 69 03 df ff 02 c4 00 02 ff
 * </pre>
 *
 * <p>
 * Source: the listpack specification that Redis publishes ("Listpack specification version 1.0").
 */
public final class ListpackDescriptor {
    public static final int BYTES_OFFSET = 0;
    public static final int COUNT_OFFSET = 4;
    public static final int HEADER_LENGTH = 6;
    public static final int END_LENGTH = 1;
    /** Bytes of a listpack without elements. */
    public static final int EMPTY_LENGTH = HEADER_LENGTH + END_LENGTH;

    /** The end of the listpack, where an element's encoding would stand. */
    public static final int END = 0xff;
    /** The count that says that the elements have to be counted. */
    public static final int UNKNOWN_COUNT = 65_535;

    static final int STRING_6_BITS = 0x80;
    static final int INTEGER_13_BITS = 0xc0;
    static final int STRING_12_BITS = 0xe0;
    static final int STRING_32_BITS = 0xf0;
    static final int INTEGER_16_BITS = 0xf1;
    static final int INTEGER_24_BITS = 0xf2;
    static final int INTEGER_32_BITS = 0xf3;
    static final int INTEGER_64_BITS = 0xf4;

    private ListpackDescriptor() {}
}
