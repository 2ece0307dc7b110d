package io.ringhold.engine.pubsub;

/** What clients subscribe to. */
public enum TopicKind {
    /** A channel, by its name. */
    CHANNEL(0, "subscribe", "unsubscribe"),
    /** All channels whose names match a glob-style pattern. */
    PATTERN(1, "psubscribe", "punsubscribe"),
    /** A channel of a slot of a cluster: apart from the ordinary ones, and known to no pattern. */
    SHARD_CHANNEL(2, "ssubscribe", "sunsubscribe");

    /** How many kinds there are. */
    static final int COUNT = 3;

    private final int index;
    private final String subscribed;
    private final String unsubscribed;

    TopicKind(final int index, final String subscribed, final String unsubscribed) {
        this.index = index;
        this.subscribed = subscribed;
        this.unsubscribed = unsubscribed;
    }

    /** From 0 to less than {@link #COUNT}. */
    int index() {
        return index;
    }

    /** First word of the message that confirms a subscription. */
    public String subscribed() {
        return subscribed;
    }

    /** First word of the message that confirms the end of one. */
    public String unsubscribed() {
        return unsubscribed;
    }
}
