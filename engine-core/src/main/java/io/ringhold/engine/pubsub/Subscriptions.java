package io.ringhold.engine.pubsub;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;

import static io.ringhold.engine.pubsub.SubscriptionDescriptor.CLIENT_LINK_OFFSET;
import static io.ringhold.engine.pubsub.SubscriptionDescriptor.CLIENT_OFFSET;
import static io.ringhold.engine.pubsub.SubscriptionDescriptor.LENGTH;
import static io.ringhold.engine.pubsub.SubscriptionDescriptor.TOPIC_LINK_OFFSET;
import static io.ringhold.engine.pubsub.SubscriptionDescriptor.TOPIC_OFFSET;

/** Who has subscribed to what; layout in {@link SubscriptionDescriptor}. */
final class Subscriptions {
    private static final long TOPIC_FACTOR = 0x9e3779b97f4a7c15L;
    private static final long CLIENT_FACTOR = 0xc2b2ae3d27d4eb4fL;

    private final Arena arena;
    private final Links links;
    private final RecordTable table;

    Subscriptions(final Arena arena) {
        this.arena = arena;
        this.links = new Links(arena);
        this.table = new RecordTable(arena);
    }

    /** The subscription of a client to a topic, or 0. */
    long find(final long topic, final Subscriber subscriber) {
        final long hash = hash(topic, subscriber.number);
        long subscription = table.first(hash);
        while (subscription != 0 && !(topic(subscription) == topic && client(subscription) == subscriber.number)) {
            subscription = table.next(subscription);
        }
        return subscription;
    }

    /** Adds a subscription that is not there; false when there is no memory. */
    boolean add(final long topic, final Subscriber subscriber, final TopicKind kind) {
        final long subscription = arena.allocate(LENGTH, MemoryTag.SUBSCRIPTIONS);
        if (subscription == 0) {
            return false;
        }
        if (!table.add(subscription, hash(topic, subscriber.number))) {
            arena.free(subscription);
            return false;
        }
        arena.putLong(subscription + TOPIC_OFFSET, topic);
        arena.putInt(subscription + CLIENT_OFFSET, subscriber.number);
        links.append(Topics.subscriptions(topic), subscription + TOPIC_LINK_OFFSET);
        links.append(subscriber.anchor(kind), subscription + CLIENT_LINK_OFFSET);
        return true;
    }

    void remove(final long subscription) {
        table.remove(subscription);
        links.remove(subscription + TOPIC_LINK_OFFSET);
        links.remove(subscription + CLIENT_LINK_OFFSET);
        arena.free(subscription);
    }

    /** A topic's first subscription, or 0. */
    long firstOf(final long topic) {
        return ofTopic(topic, links.next(Topics.subscriptions(topic)));
    }

    /** What follows a subscription among those of its topic, or 0. */
    long nextOf(final long topic, final long subscription) {
        return ofTopic(topic, links.next(subscription + TOPIC_LINK_OFFSET));
    }

    /** A client's oldest subscription of a kind, or 0. */
    long firstOf(final Subscriber subscriber, final TopicKind kind) {
        final long anchor = subscriber.anchor(kind);
        final long link = links.next(anchor);
        return link == anchor ? 0 : link - CLIENT_LINK_OFFSET;
    }

    long topic(final long subscription) {
        return arena.getLong(subscription + TOPIC_OFFSET);
    }

    /** Number of the client. */
    int client(final long subscription) {
        return arena.getInt(subscription + CLIENT_OFFSET);
    }

    private static long ofTopic(final long topic, final long link) {
        return link == Topics.subscriptions(topic) ? 0 : link - TOPIC_LINK_OFFSET;
    }

    private static long hash(final long topic, final int client) {
        final long mixed = topic * TOPIC_FACTOR + client * CLIENT_FACTOR;
        return mixed ^ mixed >>> 32;
    }
}
