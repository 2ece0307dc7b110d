package io.ringhold.offheap.stream.index;

/**
 * Layout of a table of named blocks: a block, to whose offset its owner has a reference; 0 there stands for an empty table.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |  Number of references                                         |
 *  +---------------------------------------------------------------+
 *  |  Unused                                                       |
 *  +---------------------------------------------------------------+
 *  |  References (64 bits each), in the order of the names        ...
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * Integers are little-endian. A reference is the offset of an element of {@link io.ringhold.offheap.element.ElementDescriptor}, whose member is
 * the name. Names are ordered by their bytes as unsigned numbers.
 *
 * <p>
 * Example: two blocks, "a" at offset 65536 and "b" at 65544:
 *
 * <pre>
 *  02 00 00 00 00 00 00 00 00 00 01 00 00 00 00 00 08 00 01 00 00 00 00 00
 * </pre>
 */
public final class NameTableDescriptor {
    public static final int COUNT_OFFSET = 0;
    public static final int REFERENCES_OFFSET = 8;
    public static final int REFERENCE_LENGTH = 8;

    private NameTableDescriptor() {}
}
