package io.ringhold.engine.pubsub;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

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
        assertThat(hex(topic + TopicDescriptor.COUNT_OFFSET, 12)).isEqualTo("02 00 00 00 02 00 00 00 61 2a 0d 0a");
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
        assertThat(hex(subscription + SubscriptionDescriptor.TOPIC_OFFSET, 12))
                .isEqualTo(reference(topic) + " 01 00 00 00");
        assertThat(subscriptions.firstOf(topic)).isEqualTo(subscription);
        assertThat(subscriptions.nextOf(topic, subscription)).isZero();
        assertThat(subscriptions.firstOf(subscriber, TopicKind.CHANNEL)).isEqualTo(subscription);
        assertThat(subscriptions.firstOf(subscriber, TopicKind.PATTERN)).isZero();
    }

    private String hex(final long offset, final int length) {
        final byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = arena.getByte(offset + i);
        }
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }

    private static String reference(final long offset) {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < Long.BYTES; i++) {
            text.append(i == 0 ? "" : " ").append(String.format("%02x", offset >>> 8 * i & 0xff));
        }
        return text.toString();
    }
}
