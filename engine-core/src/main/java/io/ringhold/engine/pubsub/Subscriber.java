package io.ringhold.engine.pubsub;

import io.ringhold.engine.client.Session;

/** What a client has subscribed to; made with its first subscription, forgotten with its last. Engine thread. */
public final class Subscriber {
    static final long ANCHORS_LENGTH = (long) TopicKind.COUNT * Links.LENGTH;

    final Session session;
    /** By which its subscriptions know it. */
    final int number;
    /** Block of the anchors of its lists of subscriptions, one for each kind. */
    final long anchors;
    private long bytes = ANCHORS_LENGTH;
    private final int[] counts = new int[TopicKind.COUNT];

    Subscriber(final Session session, final int number, final long anchors) {
        this.session = session;
        this.number = number;
        this.anchors = anchors;
    }

    /** How many topics of a kind it has subscribed to. */
    public int count(final TopicKind kind) {
        return counts[kind.index()];
    }

    void count(final TopicKind kind, final int more) {
        counts[kind.index()] += more;
    }

    /** Memory of its subscriptions. */
    long bytes() {
        return bytes;
    }

    void bytes(final long more) {
        bytes += more;
    }

    boolean hasNone() {
        return counts[0] + counts[1] + counts[2] == 0;
    }

    long anchor(final TopicKind kind) {
        return anchors + (long) kind.index() * Links.LENGTH;
    }
}
