package io.ringhold.engine.pubsub;

import java.nio.charset.StandardCharsets;

import io.ringhold.engine.testing.HexDump;
import io.ringhold.engine.testing.ServerHarness;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.keys.KeyHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Asserts the worked examples in the Javadoc of the descriptors. */
class DescriptorTest {
    private final ServerHarness server = new ServerHarness();
    private final Arena arena = server.engine().clientArena();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldLayATopicOutAsTheDescriptorShows() {
        server.connect().run("PSUBSCRIBE a*");
        server.connect().run("PSUBSCRIBE a*");
        final Topics patterns = server.engine().pubSub().topics(TopicKind.PATTERN);
        final long topic = patterns.first();
        assertThat(HexDump.of(arena, topic + TopicDescriptor.COUNT_OFFSET, 12))
                .isEqualTo("02 00 00 00 02 00 00 00 61 2a 0d 0a");
        assertThat(patterns.next(topic)).isZero();
        assertThat(arena.getLong(topic + Long.BYTES))
                .isEqualTo(new KeyHash(1, 2).hash(patterns.nameAddress(topic), patterns.nameLength(topic)));
    }

    @Test
    void shouldLayASubscriptionOutAsTheDescriptorShows() {
        final Topics topics = new Topics(arena, new KeyHash());
        final Subscriptions subscriptions = new Subscriptions(arena);
        final Subscribers subscribers = new Subscribers(arena);
        subscribers.add(server.connect().session());
        final Subscriber subscriber = subscribers.add(server.connect().session());
        final byte[] name = "news".getBytes(StandardCharsets.US_ASCII);
        final long copy = arena.allocate(name.length, MemoryTag.SCRATCH);
        arena.putArray(copy, name, 0, name.length);
        final long topic = topics.findOrAdd(arena.address(copy), name.length);
        assertThat(subscriptions.add(topic, subscriber, TopicKind.CHANNEL)).isTrue();

        final long subscription = subscriptions.find(topic, subscriber);
        assertThat(HexDump.of(arena, subscription + SubscriptionDescriptor.TOPIC_OFFSET, 12))
                .isEqualTo(HexDump.reference(topic) + " 01 00 00 00");
        assertThat(subscriptions.firstOf(topic)).isEqualTo(subscription);
        assertThat(subscriptions.nextOf(topic, subscription)).isZero();
        assertThat(subscriptions.firstOf(subscriber, TopicKind.CHANNEL)).isEqualTo(subscription);
        assertThat(subscriptions.firstOf(subscriber, TopicKind.PATTERN)).isZero();
    }
}
