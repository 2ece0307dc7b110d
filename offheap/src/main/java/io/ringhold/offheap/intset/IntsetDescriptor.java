package io.ringhold.offheap.intset;

/**
 * Layout of an intset.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |  Encoding: bytes of each integer, 2, 4 or 8                   |
 *  +---------------------------------------------------------------+
 *  |  Integers                                                     |
 *  +---------------------------------------------------------------+
 *  |  Integers, ascending, each once                              ...
 * </pre>
 *
 * All numbers are little-endian, the integers signed. The encoding is that of the widest integer which there ever was.
 *
 * <p>
 * Example: -1, 5 and 1000:
 *
 * <pre>
 *  02 00 00 00 03 00 00 00 ff ff 05 00 e8 03
 * </pre>
 *
 * <p>
 * Source: the description of the intset encoding of sets in the public documentation of the RDB file format ("Redis RDB File
 * Format", Sripathi Krishnan).
 */
public final class IntsetDescriptor {
    public static final int ENCODING_OFFSET = 0;
    public static final int COUNT_OFFSET = 4;
    /** Bytes of an intset without integers. */
    public static final int HEADER_LENGTH = 8;

    private IntsetDescriptor() {}
}
