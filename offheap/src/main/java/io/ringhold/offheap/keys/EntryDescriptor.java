package io.ringhold.offheap.keys;

/**
 * Layout of an entry: the one block that holds a key, what is known about it, and its value or a reference to that.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------+-------+---------------+-------------------------------+
 *  | Type  | Encod.|     Flags     |      Access, low 16 bits      |
 *  +-------+-------+---------------+---------------+---------------+
 *  |      Access, high 16 bits     |  Key length   | Value length  |
 *  +---------------+---------------+---------------+---------------+
 *  |  Key length (32 bits), only with LONG_FLAG                    |
 *  +---------------------------------------------------------------+
 *  |  Value length (32 bits), only with LONG_FLAG                  |
 *  +---------------------------------------------------------------+
 *  |  Expiry, Unix time in ms (64 bits), only with EXPIRY_FLAG     |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |  Key                                                         ...
 *  +---------------------------------------------------------------+
 *  |  Value                                                       ...
 * </pre>
 *
 * All integers are little-endian (the machine's order). What the access field means is the engine's business: a clock for LRU,
 * or a clock and a counter for LFU. With LONG_FLAG the two length bytes in the header are 0. The value is the bytes themselves; with {@link #EXTERNAL_FLAG} it is
 * 16 bytes: the offset of a block in the arena and a length that the type defines.
 *
 * <p>
 * Example: key "k1", value "hi" (type 0, encoding 8 = embstr), access 0x04030201, no expiry:
 *
 * <pre>
 *  80 00 01 02 03 04 02 02 6b 31 68 69
 * </pre>
 */
public final class EntryDescriptor {
    /** Type in the low, encoding in the high four bits. */
    public static final int TYPE_OFFSET = 0;
    public static final int FLAGS_OFFSET = 1;
    public static final int ACCESS_OFFSET = 2;
    public static final int KEY_LENGTH_OFFSET = 6;
    public static final int VALUE_LENGTH_OFFSET = 7;
    public static final int HEADER_LENGTH = 8;

    public static final int LONG_KEY_LENGTH_OFFSET = 8;
    public static final int LONG_VALUE_LENGTH_OFFSET = 12;
    public static final int LONG_LENGTHS_LENGTH = 8;

    public static final int EXPIRY_LENGTH = 8;

    public static final int EXTERNAL_REFERENCE_OFFSET = 0;
    public static final int EXTERNAL_LENGTH_OFFSET = 8;
    public static final int EXTERNAL_LENGTH = 16;

    /** The entry holds an expiry. */
    public static final int EXPIRY_FLAG = 1;
    /** Lengths stand behind the header in 32 bits each. */
    public static final int LONG_FLAG = 2;
    /** The value stands in a block of its own. */
    public static final int EXTERNAL_FLAG = 4;

    /** Longest key or value whose length fits the header. */
    public static final int MAX_SHORT_LENGTH = 255;

    private EntryDescriptor() {}
}
