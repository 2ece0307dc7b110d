package io.ringhold.engine.pubsub;

/**
 * Layout of a channel or pattern that has subscribers.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |  Next in the bucket, and hash (128 bits), of RecordTable     ...
 *  +---------------------------------------------------------------+
 *  |  Link in the list of all topics of the kind (128 bits)       ...
 *  +---------------------------------------------------------------+
 *  |  Anchor of the list of the topic's subscriptions (128 bits)  ...
 *  +---------------------------------------------------------------+
 *  |  Number of subscriptions (32 bits)                            |
 *  +---------------------------------------------------------------+
 *  |  Length of the name (32 bits)                                 |
 *  +---------------------------------------------------------------+
 *  |  Name, and a line end behind it                              ...
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * References are offsets in the arena, integers are little-endian. The line end lets a message copy both at once. Links and anchors are of
 * {@link Links}.
 *
 * <p>
 * Example: a pattern "a*" with two subscriptions, from the number on:
 *
 * <pre>
 *  02 00 00 00 02 00 00 00 61 2a 0d 0a
 * </pre>
 */
final class TopicDescriptor {
    static final int LINK_OFFSET = 16;
    static final int SUBSCRIPTIONS_OFFSET = 32;
    static final int COUNT_OFFSET = 48;
    static final int NAME_LENGTH_OFFSET = 52;
    static final int NAME_OFFSET = 56;
    static final int LINE_END_LENGTH = 2;
    /** CR LF as an integer. */
    static final short LINE_END = 0x0a0d;

    private TopicDescriptor() {}
}
