package io.ringhold.engine.keyspace;

/**
 * Layout of the root of members with scores: large sorted sets, and the times at which fields of hashes expire.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |  Dict (64 bits)                                               |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |  Tree (64 bits)                                               |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * References are offsets in the arena of a dict and a sorted tree, which refer to the same elements; integers are little-endian.
 *
 * <p>
 * Example: dict at 0x1040, tree at 0x2080:
 *
 * <pre>
 *  40 10 00 00 00 00 00 00 80 20 00 00 00 00 00 00
 * </pre>
 */
public final class ScoredMembersDescriptor {
    public static final int DICT_OFFSET = 0;
    public static final int TREE_OFFSET = 8;
    public static final int ROOT_LENGTH = 16;

    private ScoredMembersDescriptor() {}
}
