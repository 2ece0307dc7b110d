package io.ringhold.engine.keyspace.hash;

/**
 * Layout of the tail of an element of a large hash: the field's value. The member is the field's name, as
 * {@link io.ringhold.offheap.element.ElementDescriptor} has it.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------+-----------------------------------------------+
 *  |    Length     |  Value                                       ...
 *  +---------------+-----------------------------------------------+
 *
 *  +---------------+-----------------------------------------------+
 *  |  254 = long   |  Length (32 bits)                            ...
 *  +---------------+-----------------------------------------------+
 *  |               |  Value                                       ...
 * </pre>
 *
 * Integers are little-endian; nothing is aligned.
 *
 * <p>
 * Example: field "f" with the value "v1", the whole element:
 *
 * <pre>
 *  01 66 02 76 31
 * </pre>
 */
public final class FieldElementDescriptor {
    public static final int LENGTH_OFFSET = 0;
    public static final int LONG_LENGTH_OFFSET = 1;
    public static final int SHORT_HEADER_LENGTH = 1;
    public static final int LONG_HEADER_LENGTH = 5;

    /** Longest value whose length fits the first byte. */
    public static final int MAX_SHORT_LENGTH = 253;
    /** Stands in the first byte when the length follows. */
    public static final int LONG_MARK = 254;

    private FieldElementDescriptor() {}
}
