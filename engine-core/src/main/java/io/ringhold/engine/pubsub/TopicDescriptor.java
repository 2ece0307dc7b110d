package io.ringhold.engine.pubsub;

/**
 * A channel or a pattern that has subscribers.
 *
 * <pre>
 *    0  next in the bucket
 *    8  hash
 *   16  link in the list of all of the kind
 *   32  anchor of the list of its subscriptions
 *   48  number of subscriptions   | 52 length of the name
 *   56  name, and a line end behind it, for messages to copy both
 * </pre>
 */
final class TopicDescriptor {
    static final int LINK_OFFSET = 16;
    static final int SUBSCRIPTIONS_OFFSET = 32;
    static final int COUNT_OFFSET = 48;
    static final int NAME_LENGTH_OFFSET = 52;
    static final int NAME_OFFSET = 56;
    static final int LINE_END_LENGTH = 2;
    /** As a little-endian short. */
    static final short LINE_END = 0x0a0d;

    private TopicDescriptor() {}
}
