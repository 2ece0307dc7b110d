package io.ringhold.engine.keyspace.hash;

/**
 * Layout of the block that a large hash whose fields expire is named by (encoding {@link io.ringhold.engine.keyspace.ValueType#ENCODING_HASHTABLE_EX}).
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |  Dict of fields (64 bits)                                     |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |  Times (64 bits)                                              |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * References are offsets in the arena, integers are little-endian. The dict's elements are of {@link FieldElementDescriptor}. The times are of
 * {@link io.ringhold.engine.keyspace.ScoredMembersDescriptor}: their members are the names of the fields that expire, their scores Unix times in ms.
 *
 * <p>
 * Example: dict at 0x1040, times at 0x2080:
 *
 * <pre>
 *  40 10 00 00 00 00 00 00 80 20 00 00 00 00 00 00
 * </pre>
 */
public final class TimedHashDescriptor {
    public static final int DICT_OFFSET = 0;
    public static final int TIMES_OFFSET = 8;
    public static final int LENGTH = 16;

    private TimedHashDescriptor() {}
}
