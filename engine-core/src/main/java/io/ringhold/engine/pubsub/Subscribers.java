package io.ringhold.engine.pubsub;

import java.util.Arrays;

import io.ringhold.engine.client.Session;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import org.agrona.collections.IntArrayList;

/** The clients that have subscriptions, by numbers that are used again. */
final class Subscribers {
    private final Arena arena;
    private final Links links;
    private final IntArrayList free = new IntArrayList();
    private Subscriber[] subscribers = new Subscriber[16];
    private int numbers;

    Subscribers(final Arena arena) {
        this.arena = arena;
        this.links = new Links(arena);
    }

    /** How many there are. */
    int count() {
        return numbers - free.size();
    }

    Subscriber get(final int number) {
        return subscribers[number];
    }

    /** Makes a client a subscriber, of nothing yet; null when there is no memory. */
    Subscriber add(final Session session) {
        final long anchors = arena.allocate(Subscriber.ANCHORS_LENGTH, MemoryTag.SUBSCRIPTIONS);
        if (anchors == 0) {
            return null;
        }
        final int number = free.isEmpty() ? numbers++ : free.removeAt(free.size() - 1);
        if (number == subscribers.length) {
            subscribers = Arrays.copyOf(subscribers, 2 * number);
        }
        final Subscriber subscriber = new Subscriber(session, number, anchors);
        for (final TopicKind kind : TopicKind.values()) {
            links.clear(subscriber.anchor(kind));
        }
        subscribers[number] = subscriber;
        session.subscriber(subscriber);
        return subscriber;
    }

    /** Forgets a subscriber that has no subscriptions. */
    void removeIfUnused(final Subscriber subscriber) {
        if (subscriber.hasNone()) {
            subscriber.session.subscriber(null);
            subscribers[subscriber.number] = null;
            free.addInt(subscriber.number);
            arena.free(subscriber.anchors);
        }
    }
}
