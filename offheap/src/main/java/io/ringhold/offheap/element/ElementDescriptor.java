package io.ringhold.offheap.element;

/**
 * Layout of an element: a member (of a set or sorted set) or field (of a hash), and behind it what its owner keeps with it, the tail.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------+-----------------------------------------------+
 *  |    Length     |  Member                                      ...
 *  +---------------+-----------------------------------------------+
 *  |  Tail                                                        ...
 *
 *  +---------------+-----------------------------------------------+
 *  |  254 = long   |  Length (32 bits)                            ...
 *  +---------------+-----------------------------------------------+
 *  |               |  Member                                      ...
 * </pre>
 *
 * Integers are little-endian. Nothing is aligned.
 *
 * <p>
 * Example: member "hi", a tail of two bytes "v1":
 *
 * <pre>
 *  02 68 69 76 31
 * </pre>
 */
public final class ElementDescriptor {
    public static final int LENGTH_OFFSET = 0;
    public static final int LONG_LENGTH_OFFSET = 1;
    public static final int SHORT_HEADER_LENGTH = 1;
    public static final int LONG_HEADER_LENGTH = 5;

    /** Longest member whose length fits the first byte. */
    public static final int MAX_SHORT_LENGTH = 253;
    /** Stands in the first byte when the length follows. */
    public static final int LONG_MARK = 254;

    private ElementDescriptor() {}
}
