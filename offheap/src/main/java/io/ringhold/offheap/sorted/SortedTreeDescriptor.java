package io.ringhold.offheap.sorted;

/**
 * Layout of a sorted tree.
 *
 * <pre>
 *  root                                        leaf
 *  +-------------------------------------+     +-------------------------------------+
 *  |  Offset of the top node (64 bits)   |     |  References in use (32 bits)        |
 *  +-------------------------------------+     |  0 (32 bits)                        |
 *  |  Height: levels of inner nodes (32) |     +-------------------------------------+
 *  |  Leaves (32)                        |     |  Offset of the leaf before, or 0    |
 *  |  Inner nodes (32)                   |     +-------------------------------------+
 *  |  0 (32)                             |     |  Offset of the leaf behind, or 0    |
 *  +-------------------------------------+     +-------------------------------------+
 *                                              |  Offset of an element               |
 *  inner node                                  |  ... 61 of them                     |
 *  +-------------------------------------+     +-------------------------------------+
 *  |  Children in use (32 bits)          |
 *  |  0 (32 bits)                        |
 *  +-------------------------------------+
 *  |  Offset of a child (64 bits)        |
 *  |  Elements below it (64 bits)        |
 *  |  Score of its first element         |
 *  |  Offset of its first element        |
 *  |  ... 31 of them                     |
 *  +-------------------------------------+
 * </pre>
 *
 * Integers are little-endian. The tail of an element is its score, a double of 8 bytes. Elements are in the order of their scores, those of
 * one score in that of their members as unsigned bytes.
 *
 * <p>
 * Example: the leaf at 0x12000 of a tree with the two elements at 0x12340 and 0x12380:
 *
 * <pre>
 *  root  00 20 01 00 00 00 00 00  00 00 00 00 01 00 00 00  00 00 00 00 00 00 00 00
 *  leaf  02 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00
 *        40 23 01 00 00 00 00 00  80 23 01 00 00 00 00 00  ...
 * </pre>
 *
 * <p>
 * Example: the inner node above the leaves at 0x12000, with 61 elements from 0x12340 with score 0.0, and at 0x12400, with the element at
 * 0x15000 with score 61.0:
 *
 * <pre>
 *  02 00 00 00 00 00 00 00
 *  00 20 01 00 00 00 00 00  3d 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  40 23 01 00 00 00 00 00
 *  00 24 01 00 00 00 00 00  01 00 00 00 00 00 00 00  00 00 00 00 00 80 4e 40  00 50 01 00 00 00 00 00
 * </pre>
 */
public final class SortedTreeDescriptor {
    public static final int TOP_OFFSET = 0;
    public static final int HEIGHT_OFFSET = 8;
    public static final int LEAVES_OFFSET = 12;
    public static final int INNER_NODES_OFFSET = 16;
    public static final int ROOT_LENGTH = 24;

    public static final int COUNT_OFFSET = 0;

    public static final int PREVIOUS_OFFSET = 8;
    public static final int NEXT_OFFSET = 16;
    public static final int REFERENCES_OFFSET = 24;
    public static final int LEAF_CAPACITY = 61;
    public static final int LEAF_LENGTH = REFERENCES_OFFSET + LEAF_CAPACITY * Long.BYTES;

    public static final int CHILDREN_OFFSET = 8;
    public static final int CHILD_LENGTH = 32;
    public static final int CHILD_COUNT_OFFSET = 8;
    public static final int CHILD_SCORE_OFFSET = 16;
    public static final int CHILD_FIRST_OFFSET = 24;
    public static final int INNER_CAPACITY = 31;
    public static final int INNER_LENGTH = CHILDREN_OFFSET + INNER_CAPACITY * CHILD_LENGTH;

    private SortedTreeDescriptor() {}
}
