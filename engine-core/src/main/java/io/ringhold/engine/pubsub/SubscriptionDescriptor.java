package io.ringhold.engine.pubsub;

/**
 * That a client has subscribed to a topic.
 *
 * <pre>
 *    0  next in the bucket
 *    8  hash, of topic and client
 *   16  link in the topic's list
 *   32  link in the client's list
 *   48  topic
 *   56  number of the client | 60 not used
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
