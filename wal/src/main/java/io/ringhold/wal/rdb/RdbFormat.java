package io.ringhold.wal.rdb;

/**
 * The format of RDB files and of what DUMP gives: opcodes, types of values, lengths.
 *
 * <pre>
 *  file
 *  +-------------------+-------------------------------------+---------------+-----------------+
 *  | "REDIS" "0010"    |  records                            |  EOF (255)    |  CRC-64, 8 bytes|
 *  +-------------------+-------------------------------------+---------------+-----------------+
 *
 *  record: an opcode with its operands, or a key
 *  +-----------+---------------+---------------+    +-----+------------------------+
 *  | AUX       |  name, string |  value, string|    | FREQ|  frequency, 1 byte     |
 *  +-----------+---------------+---------------+    +-----+------------------------+
 *  | SELECTDB  |  database, length             |    | IDLE|  seconds, length       |
 *  +-----------+---------------+---------------+    +-----+------------------------+----------+
 *  | RESIZEDB  |  keys, length | expiring, len.|    | EXPIRETIME_MS  |  Unix time, 8 bytes    |
 *  +-----------+---------------+---------------+    +----------------+------------------------+
 *
 *  key, to which the expiry, idle time and frequency before it belong
 *  +-----------+---------------+----------------------------+
 *  | type      |  name, string |  value, as the type says   |
 *  +-----------+---------------+----------------------------+
 *
 *  length                                      string
 *  00llllll                        6 bits      length | bytes
 *  01llllll llllllll               14 bits     11000000 | 8 bits             integer that its decimal text stands for
 *  10000000 32 bits                            11000001 | 16 bits
 *  10000001 64 bits                            11000010 | 32 bits
 *  11xxxxxx  a string in a special form        11000011 | length compressed | length | LZF
 * </pre>
 *
 * Lengths have their high byte first; all other integers, times and doubles are little-endian. The checksum is {@link Crc64} of all
 * before it, 0 when it was not computed. What DUMP gives is a type, the value, the version in 2 bytes and the checksum.
 *
 * <p>
 * Example: an empty file of version 10:
 *
 * <pre>
 *  52 45 44 49 53 30 30 31 30 ff a9 fd 37 fe 89 a7 7e eb
 * </pre>
 *
 * <p>
 * Source: the public descriptions of the format: S. Krishnan, "Redis RDB File Format" (rdb.fnordig.de), its version history
 * ("RDB Version History", redis-rdb-tools wiki), and the pages of Redis on DUMP, RESTORE and OBJECT.
 */
public final class RdbFormat {
    /** First bytes of a file, before the version as {@value #VERSION_DIGITS} decimal digits. */
    public static final String MAGIC = "REDIS";
    public static final int VERSION_DIGITS = 4;
    public static final int HEADER_LENGTH = 9;
    public static final int CHECKSUM_LENGTH = 8;
    /** The version and the checksum behind a value of DUMP. */
    public static final int DUMP_FOOTER_LENGTH = 10;

    /** Version of Redis 7.0. */
    public static final int VERSION_7_0 = 10;
    /** Version of Redis 7.2: sets as listpacks, active times of consumers. */
    public static final int VERSION_7_2 = 11;
    /** Version of Redis 7.4: fields of hashes that expire. */
    public static final int VERSION_7_4 = 12;
    /** The first version with a checksum. */
    public static final int VERSION_CHECKSUM = 5;

    public static final int OPCODE_SLOT_INFO = 244;
    public static final int OPCODE_FUNCTION2 = 245;
    /** Functions as candidates of Redis 7.0 had them. */
    public static final int OPCODE_FUNCTION_PRE_GA = 246;
    public static final int OPCODE_MODULE_AUX = 247;
    public static final int OPCODE_IDLE = 248;
    public static final int OPCODE_FREQ = 249;
    public static final int OPCODE_AUX = 250;
    public static final int OPCODE_RESIZEDB = 251;
    public static final int OPCODE_EXPIRETIME_MS = 252;
    /** An expiry in seconds, 4 bytes. */
    public static final int OPCODE_EXPIRETIME = 253;
    public static final int OPCODE_SELECTDB = 254;
    public static final int OPCODE_EOF = 255;

    /** A string. */
    public static final int TYPE_STRING = 0;
    /** Count, strings. */
    public static final int TYPE_LIST = 1;
    /** Count, strings. */
    public static final int TYPE_SET = 2;
    /** Count, pairs of a string and a score as text: length in one byte, or one of {@code SCORE_*}. */
    public static final int TYPE_ZSET = 3;
    /** Count, pairs of strings. */
    public static final int TYPE_HASH = 4;
    /** Count, pairs of a string and a score as double. */
    public static final int TYPE_ZSET_2 = 5;
    public static final int TYPE_MODULE_PRE_GA = 6;
    public static final int TYPE_MODULE_2 = 7;
    /** A string that is a zipmap of fields and values. */
    public static final int TYPE_HASH_ZIPMAP = 9;
    /** A string that is a ziplist. */
    public static final int TYPE_LIST_ZIPLIST = 10;
    /** A string that is an intset. */
    public static final int TYPE_SET_INTSET = 11;
    /** A string that is a ziplist of members and scores. */
    public static final int TYPE_ZSET_ZIPLIST = 12;
    /** A string that is a ziplist of fields and values. */
    public static final int TYPE_HASH_ZIPLIST = 13;
    /** Count, strings that are ziplists. */
    public static final int TYPE_LIST_QUICKLIST = 14;
    /** A stream as Redis 5.0 has it. */
    public static final int TYPE_STREAM_LISTPACKS = 15;
    /** A string that is a listpack of fields and values. */
    public static final int TYPE_HASH_LISTPACK = 16;
    /** A string that is a listpack of members and scores. */
    public static final int TYPE_ZSET_LISTPACK = 17;
    /** Count, pairs of {@code CONTAINER_*} as length and string. */
    public static final int TYPE_LIST_QUICKLIST_2 = 18;
    /** A stream as Redis 7.0 has it. */
    public static final int TYPE_STREAM_LISTPACKS_2 = 19;
    /** A string that is a listpack of members; from version 11. */
    public static final int TYPE_SET_LISTPACK = 20;
    /** A stream as Redis 7.2 has it; from version 11. */
    public static final int TYPE_STREAM_LISTPACKS_3 = 21;
    /** {@link #TYPE_HASH_METADATA} without the earliest expiry and with expiries as they are; of candidates of Redis 7.4. */
    public static final int TYPE_HASH_METADATA_PRE_GA = 22;
    /** {@link #TYPE_HASH_LISTPACK_EX} without the earliest expiry; of candidates of Redis 7.4. */
    public static final int TYPE_HASH_LISTPACK_EX_PRE_GA = 23;
    /**
     * The earliest expiry of a field (8 bytes), count, then of each field: a length that is 0 when it does not expire and otherwise 1 more
     * than its expiry is behind the earliest, the field, the value; from version 12.
     */
    public static final int TYPE_HASH_METADATA = 24;
    /**
     * The earliest expiry of a field (8 bytes), then a string that is a listpack of fields, values and expiries, in the order of the expiries
     * and those without one, whose expiry is 0, behind all others; from version 12.
     */
    public static final int TYPE_HASH_LISTPACK_EX = 25;

    /** The string is one element. */
    public static final int CONTAINER_PLAIN = 1;
    /** The string is a listpack of elements. */
    public static final int CONTAINER_PACKED = 2;

    /** The two high bits of a length's first byte. */
    public static final int LENGTH_MASK = 0xc0;
    public static final int LENGTH_6_BITS = 0x00;
    public static final int LENGTH_14_BITS = 0x40;
    /** The whole byte before a length of 32 bits. */
    public static final int LENGTH_32_BITS = 0x80;
    /** The whole byte before a length of 64 bits. */
    public static final int LENGTH_64_BITS = 0x81;
    /** Not a length: a string in one of the forms {@code ENCODING_*}, which the low six bits tell. */
    public static final int LENGTH_ENCODED = 0xc0;
    public static final int ENCODING_INT8 = 0;
    public static final int ENCODING_INT16 = 1;
    public static final int ENCODING_INT32 = 2;
    public static final int ENCODING_LZF = 3;

    /** In the place of a score's length: not a number. */
    public static final int SCORE_NAN = 253;
    /** In the place of a score's length: plus infinity. */
    public static final int SCORE_POSITIVE_INFINITY = 254;
    /** In the place of a score's length: minus infinity. */
    public static final int SCORE_NEGATIVE_INFINITY = 255;

    /** What a module wrote of its own, each a length: the end. */
    public static final int MODULE_OPCODE_EOF = 0;
    public static final int MODULE_OPCODE_SINT = 1;
    public static final int MODULE_OPCODE_UINT = 2;
    public static final int MODULE_OPCODE_FLOAT = 3;
    public static final int MODULE_OPCODE_DOUBLE = 4;
    public static final int MODULE_OPCODE_STRING = 5;

    /** Bytes of an id in a stream's parts: milliseconds and sequence, each with its high byte first. */
    public static final int STREAM_ID_LENGTH = 16;

    private RdbFormat() {}
}
