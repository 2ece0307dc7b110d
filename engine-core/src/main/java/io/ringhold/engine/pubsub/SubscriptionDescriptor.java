package io.ringhold.engine.pubsub;

/**
 * Layout of a subscription: that a client listens to a topic.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |  Next in the bucket, and hash (128 bits), of RecordTable     ...
 *  +---------------------------------------------------------------+
 *  |  Link in the list of the topic's subscriptions (128 bits)    ...
 *  +---------------------------------------------------------------+
 *  |  Link in the list of the client's, of one kind (128 bits)    ...
 *  +---------------------------------------------------------------+
 *  |  Topic (64 bits)                                              |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |  Number of the client (32 bits)                               |
 *  +---------------------------------------------------------------+
 *  |  Not used                                                     |
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * References are offsets in the arena, integers are little-endian. The hash is of topic and client, the number that of
 * {@link Subscribers}. Links are of {@link Links}.
 *
 * <p>
 * Example: the client with the number 1 and the topic at 0x1040, from the topic on:
 *
 * <pre>
 *  40 10 00 00 00 00 00 00 01 00 00 00
 * </pre>
 */
final class SubscriptionDescriptor {
    static final int TOPIC_LINK_OFFSET = 16;
    static final int CLIENT_LINK_OFFSET = 32;
    static final int TOPIC_OFFSET = 48;
    static final int CLIENT_OFFSET = 56;
    static final int LENGTH = 64;

    private SubscriptionDescriptor() {}
}
