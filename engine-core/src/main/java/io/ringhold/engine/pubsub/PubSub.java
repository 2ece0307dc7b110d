package io.ringhold.engine.pubsub;

import io.ringhold.engine.client.Session;
import io.ringhold.engine.client.Session.Closing;
import io.ringhold.engine.client.SessionState;
import io.ringhold.engine.pipeline.Pushes;
import io.ringhold.engine.util.GlobPattern;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.keys.KeyHash;

/**
 * Publish and subscribe: who listens to which channels and patterns, and the delivery of messages to them. Engine thread; publishing
 * allocates nothing on the heap.
 *
 * <p>
 * A client gets a message once for its channel and once more for each of its patterns that matches, channels first, patterns in the order
 * in which they got their first subscribers.
 */
public final class PubSub implements SessionState {
    private static final String MESSAGE = "message";
    private static final String SHARD_MESSAGE = "smessage";
    /** A message counts once more for every so many receivers, as a power of two. */
    private static final int LOAD_SHIFT = 7;

    private final Arena arena;
    private final Topics channels;
    private final Topics patterns;
    private final Topics shardChannels;
    private final Subscribers subscribers;
    private final Subscriptions subscriptions;
    private final Message message;
    private Pushes pushes;
    private long load;

    /**
     * @param arena
     *            of the clients, for names, subscriptions and messages.
     */
    public PubSub(final Arena arena, final KeyHash keyHash) {
        this.arena = arena;
        this.channels = new Topics(arena, keyHash);
        this.patterns = new Topics(arena, keyHash);
        this.shardChannels = new Topics(arena, keyHash);
        this.subscribers = new Subscribers(arena);
        this.subscriptions = new Subscriptions(arena);
        this.message = new Message(arena);
    }

    /** Sets how messages are sent; before the first. */
    public void pushes(final Pushes sender) {
        pushes = sender;
    }

    /** True when anybody listens to channels or patterns; otherwise publishing to a channel has no effect. */
    public boolean hasSubscribers() {
        return channels.count() + patterns.count() != 0;
    }

    /**
     * Sends a message to those who have subscribed to a channel or to a pattern that it matches.
     *
     * @param channelAddress
     *            absolute, as the message's.
     * @return the number of messages, as PUBLISH replies it; 0 also when there is no memory to encode it.
     */
    public int publish(final long channelAddress, final int channelLength, final long messageAddress,
            final int messageLength) {
        if (!hasSubscribers()) {
            return 0;
        }
        // encoded for the first who gets it: most messages of a server have no receiver
        boolean encoded = false;
        int receivers = 0;
        final long channel = channels.find(channelAddress, channelLength);
        if (channel != 0) {
            if (!message.encode(MESSAGE, channelAddress, channelLength, messageAddress, messageLength)) {
                return 0;
            }
            encoded = true;
            receivers = deliver(channels, channel);
        }
        for (long pattern = patterns.first(); pattern != 0; pattern = patterns.next(pattern)) {
            final long address = patterns.nameAddress(pattern);
            final int length = patterns.nameLength(pattern);
            if (GlobPattern.matches(address, length, channelAddress, channelLength)) {
                if (!encoded && !message.encode(MESSAGE, channelAddress, channelLength, messageAddress,
                        messageLength)) {
                    return 0;
                }
                encoded = true;
                message.toPattern(address, length);
                receivers += deliver(patterns, pattern);
            }
        }
        if (encoded) {
            message.end();
        }
        return receivers;
    }

    /** As {@link #publish}, to those who have subscribed to a sharded channel. */
    public int publishToShard(final long channelAddress, final int channelLength, final long messageAddress,
            final int messageLength) {
        final long channel = shardChannels.find(channelAddress, channelLength);
        if (channel == 0 || !message.encode(SHARD_MESSAGE, channelAddress, channelLength, messageAddress,
                messageLength)) {
            return 0;
        }
        final int receivers = deliver(shardChannels, channel);
        message.end();
        return receivers;
    }

    /** Subscribes a client, unless it has already; false when there is no memory for that. */
    public boolean subscribe(final Session session, final TopicKind kind, final long nameAddress,
            final int nameLength) {
        final Subscriber subscriber = session.subscriber() == null ? subscribers.add(session) : session.subscriber();
        if (subscriber == null) {
            return false;
        }
        final long topic = topics(kind).findOrAdd(nameAddress, nameLength);
        if (topic != 0 && subscriptions.find(topic, subscriber) != 0) {
            return true;
        }
        final boolean added = topic != 0 && subscriptions.add(topic, subscriber, kind);
        if (added) {
            topics(kind).countSubscribers(topic, 1);
            subscriber.count(kind, 1);
            subscriber.bytes(bytes(topic));
        } else if (topic != 0) {
            topics(kind).removeIfUnused(topic);
        }
        subscribers.removeIfUnused(subscriber);
        return added;
    }

    /** Ends a subscription, if there is one. */
    public void unsubscribe(final Session session, final TopicKind kind, final long nameAddress,
            final int nameLength) {
        final long subscription = find(session, kind, nameAddress, nameLength);
        if (subscription != 0) {
            remove(session.subscriber(), kind, subscription);
        }
    }

    /** The topic of a kind to which a client has subscribed first, or 0. */
    public long firstTopic(final Session session, final TopicKind kind) {
        final Subscriber subscriber = session.subscriber();
        final long subscription = subscriber == null ? 0 : subscriptions.firstOf(subscriber, kind);
        return subscription == 0 ? 0 : subscriptions.topic(subscription);
    }

    /** True when the client has subscribed to the channel itself, not only to a pattern. */
    public boolean isSubscribed(final Session session, final long channelAddress, final int channelLength) {
        return find(session, TopicKind.CHANNEL, channelAddress, channelLength) != 0;
    }

    /** Ends all subscriptions of a client without telling it: it has gone, or wants to begin anew. */
    @Override
    public void forget(final Session session) {
        final Subscriber subscriber = session.subscriber();
        if (subscriber == null) {
            return;
        }
        for (final TopicKind kind : TopicKind.values()) {
            for (int left = subscriber.count(kind); left > 0; left--) {
                remove(subscriber, kind, subscriptions.firstOf(subscriber, kind));
            }
        }
    }

    @Override
    public long memoryBytes(final Session session) {
        return session.subscriber() == null ? 0 : session.subscriber().bytes();
    }

    @Override
    public long memoryBytes() {
        return arena.usedBytes(MemoryTag.SUBSCRIPTIONS);
    }

    /**
     * Bytes of messages published so far, each counted once, and once more for every 128 receivers: a measure of when to send what is
     * written. The more get a message, the more is won by sending several at a time, and the more memory they take meanwhile.
     */
    public long load() {
        return load;
    }

    /** Clients that have subscriptions. */
    public int clients() {
        return subscribers.count();
    }

    /** The topics of a kind that have subscribers. */
    public Topics topics(final TopicKind kind) {
        return switch (kind) {
            case CHANNEL -> channels;
            case PATTERN -> patterns;
            case SHARD_CHANNEL -> shardChannels;
        };
    }

    private int deliver(final Topics topics, final long topic) {
        final int receivers = topics.subscribers(topic);
        load += message.length() * (1 + (receivers >> LOAD_SHIFT));
        long subscription = subscriptions.firstOf(topic);
        while (subscription != 0) {
            final Session session = subscribers.get(subscriptions.client(subscription)).session;
            if (session.closing() == Closing.NO) {
                pushes.begin(session);
                message.writeTo(session);
                pushes.end(session);
            }
            subscription = subscriptions.nextOf(topic, subscription);
        }
        return receivers;
    }

    private long find(final Session session, final TopicKind kind, final long nameAddress, final int nameLength) {
        final Subscriber subscriber = session.subscriber();
        final long topic = subscriber == null ? 0 : topics(kind).find(nameAddress, nameLength);
        return topic == 0 ? 0 : subscriptions.find(topic, subscriber);
    }

    private void remove(final Subscriber subscriber, final TopicKind kind, final long subscription) {
        final Topics topics = topics(kind);
        final long topic = subscriptions.topic(subscription);
        subscriber.bytes(-bytes(topic));
        subscriptions.remove(subscription);
        topics.countSubscribers(topic, -1);
        topics.removeIfUnused(topic);
        subscriber.count(kind, -1);
        subscribers.removeIfUnused(subscriber);
    }

    /** What a subscription adds to the memory of its client, which bears the topic as if nobody else had subscribed to it. */
    private long bytes(final long topic) {
        return SubscriptionDescriptor.LENGTH + arena.usableSize(topic);
    }
}
