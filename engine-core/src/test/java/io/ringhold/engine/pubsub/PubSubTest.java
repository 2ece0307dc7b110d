package io.ringhold.engine.pubsub;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;

import io.ringhold.engine.client.Session.Closing;
import io.ringhold.engine.testing.ServerHarness;
import io.ringhold.engine.testing.ServerHarness.Client;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PubSubTest {
    private final ServerHarness server = new ServerHarness();
    private final Arena arena = server.engine().clientArena();
    private final PubSub pubSub = server.engine().pubSub();
    private final Client publisher = server.connect();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldSendEachSubscriberItsFormOfAMessage() {
        final Client resp2 = server.connect();
        final Client resp3 = server.connect();
        resp3.run("HELLO 3");
        for (final Client client : List.of(resp2, resp3)) {
            client.run("SUBSCRIBE news");
            client.run("PSUBSCRIBE n*");
            client.run("SSUBSCRIBE news");
            client.received();
        }

        assertThat(publisher.run("PUBLISH news hello")).isEqualTo(":4\r\n");
        assertThat(publisher.run("SPUBLISH news shard")).isEqualTo(":2\r\n");

        final String message = "3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$5\r\nhello\r\n";
        final String matched = "4\r\n$8\r\npmessage\r\n$2\r\nn*\r\n$4\r\nnews\r\n$5\r\nhello\r\n";
        final String shard = "3\r\n$8\r\nsmessage\r\n$4\r\nnews\r\n$5\r\nshard\r\n";
        assertThat(resp2.received()).isEqualTo("*" + message + "*" + matched + "*" + shard);
        assertThat(resp3.received()).isEqualTo(">" + message + ">" + matched + ">" + shard);
    }

    @Test
    void shouldSendMessagesOfAnySize() {
        final Client subscriber = server.connect();
        subscriber.run("PSUBSCRIBE " + "?".repeat(70_000));
        for (final int length : new int[] {0, 1, 16_000, 65_536, 1 << 20, 3 << 20}) {
            final String message = "m".repeat(length);
            final String channel = "c".repeat(70_000);
            assertThat(publisher.execute("PUBLISH", channel, message)).isEqualTo(":1\r\n");
            assertThat(subscriber.received()).isEqualTo("*4\r\n$8\r\npmessage\r\n$70000\r\n" + "?".repeat(70_000)
                    + "\r\n$70000\r\n" + channel + "\r\n$" + length + "\r\n" + message + "\r\n");
        }
        assertThat(arena.usedBytes(MemoryTag.SCRATCH)).as("kept for the next message").isLessThanOrEqualTo(1 << 20);
    }

    @Test
    void shouldSendNothingToClientsThatAreClosing() {
        final Client closing = server.connect();
        closing.run("SUBSCRIBE a");
        closing.session().close(Closing.AFTER_REPLIES);
        assertThat(publisher.run("PUBLISH a x")).isEqualTo(":1\r\n");
        assertThat(closing.received()).isEmpty();
    }

    @Test
    void shouldHaveNoSubscribersAndNoMemoryWhenAllSubscriptionsHaveEnded() {
        final Client client = server.connect();
        final Client other = server.connect();
        assertThat(pubSub.hasSubscribers()).isFalse();
        client.run("SSUBSCRIBE s");
        assertThat(pubSub.hasSubscribers()).isFalse();
        client.run("SUBSCRIBE a b c");
        other.run("PSUBSCRIBE a* b*");
        other.run("SUBSCRIBE a");
        assertThat(pubSub.hasSubscribers()).isTrue();
        assertThat(pubSub.clients()).isEqualTo(2);
        client.run("UNSUBSCRIBE");
        client.run("SUNSUBSCRIBE");
        assertThat(client.session().subscriber()).isNull();
        assertThat(pubSub.clients()).isEqualTo(1);
        pubSub.forget(other.session());
        assertThat(pubSub.clients()).isZero();
        assertThat(pubSub.hasSubscribers()).isFalse();
        assertThat(arena.usedBytes(MemoryTag.SUBSCRIPTIONS)).isZero();
    }

    @Test
    void shouldServeAClientWithAHundredThousandSubscriptions() {
        final Client client = server.connect();
        for (int i = 0; i < 100_000; i += 100) {
            final List<String> command = new ArrayList<>(List.of("SUBSCRIBE"));
            for (int j = i; j < i + 100; j++) {
                command.add("channel:" + j);
            }
            client.execute(command.toArray(String[]::new));
        }
        assertThat(client.session().subscriptions(TopicKind.CHANNEL)).isEqualTo(100_000);
        assertThat(arena.usedBytes(MemoryTag.SUBSCRIPTIONS) / 100_000).as("bytes per subscription").isLessThan(200);
        assertThat(publisher.run("PUBLISH channel:77777 x")).isEqualTo(":1\r\n");
        assertThat(client.received()).endsWith("channel:77777\r\n$1\r\nx\r\n");
        assertThat(client.run("UNSUBSCRIBE")).startsWith("*3\r\n$11\r\nunsubscribe\r\n$9\r\nchannel:0\r\n:99999\r\n")
                .endsWith("$13\r\nchannel:99999\r\n:0\r\n");
        assertThat(arena.usedBytes(MemoryTag.SUBSCRIPTIONS)).isZero();
    }

    @Test
    void shouldForgetEachOfManySubscribersOfAChannel() {
        final List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            final Client client = server.connect();
            clients.add(client);
            client.run("SUBSCRIBE all");
        }
        assertThat(publisher.run("PUBLISH all x")).isEqualTo(":10000\r\n");
        assertThat(clients).allMatch(client -> client.received().endsWith("$3\r\nall\r\n$1\r\nx\r\n"));
        for (int i = 0; i < 10_000; i += 2) {
            pubSub.forget(clients.get(i).session());
        }
        assertThat(publisher.run("PUBLISH all y")).isEqualTo(":5000\r\n");
        assertThat(clients.get(4).received()).isEmpty();
        assertThat(clients.get(5).received()).endsWith("$1\r\ny\r\n");
    }

    @Test
    void shouldKnowWhoHasSubscribedToAChannelItself() {
        final Client client = server.connect();
        client.run("PSUBSCRIBE a*");
        assertThat(publisher.run("PUBSUB NUMSUB ab")).isEqualTo("*2\r\n$2\r\nab\r\n:0\r\n");
        assertThat(isSubscribed(client, "ab")).isFalse();
        client.run("SUBSCRIBE ab");
        assertThat(isSubscribed(client, "ab")).isTrue();
        assertThat(isSubscribed(publisher, "ab")).isFalse();
    }

    private boolean isSubscribed(final Client client, final String channel) {
        final byte[] bytes = channel.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        final long block = arena.allocate(bytes.length, MemoryTag.SCRATCH);
        arena.putArray(block, bytes, 0, bytes.length);
        try {
            return pubSub.isSubscribed(client.session(), arena.address(block), bytes.length);
        } finally {
            arena.free(block);
        }
    }

    @Test
    void shouldRefuseSubscriptionsWhenThereIsNoMemoryForThem() {
        final Client client = server.connect();
        client.run("SUBSCRIBE a");
        final List<String> names = new ArrayList<>();
        for (long bytes = arena.limitBytes(); bytes > 1 << 20;) {
            if (arena.allocate(bytes, MemoryTag.SCRATCH) == 0) {
                bytes /= 2;
            }
        }
        String reply = "";
        for (int i = 0; !reply.contains("OOM") && i < 1_000_000; i++) {
            names.add("channel:" + i);
            reply = client.run("SUBSCRIBE channel:" + i);
        }
        assertThat(reply).startsWith("-OOM command not allowed");
        assertThat(client.session().subscriptions(TopicKind.CHANNEL)).isEqualTo(names.size());
        assertThat(pubSub.topics(TopicKind.CHANNEL).count()).isEqualTo(names.size());
        pubSub.forget(client.session());
        assertThat(arena.usedBytes(MemoryTag.SUBSCRIPTIONS)).isZero();
    }

    @Test
    void shouldAgreeWithPlainCollectionsWhenManyComeAndGo() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("PubSubTest -Dringhold.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        final Map<Client, TreeSet<String>> model = new HashMap<>();
        final List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            final Client client = server.connect();
            client.run("HELLO 3");
            clients.add(client);
            model.put(client, new TreeSet<>());
        }
        for (int step = 0; step < 20_000; step++) {
            final Client client = clients.get(random.nextInt(clients.size()));
            final String channel = "c" + random.nextInt(300);
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3 -> {
                    client.run("SUBSCRIBE " + channel);
                    model.get(client).add(channel);
                }
                case 4, 5, 6 -> {
                    client.run("UNSUBSCRIBE " + channel);
                    model.get(client).remove(channel);
                }
                case 7 -> {
                    if (random.nextInt(20) == 0) {
                        pubSub.forget(client.session());
                        model.get(client).clear();
                    }
                }
                default -> {
                    final long expected = model.values().stream().filter(names -> names.contains(channel)).count();
                    assertThat(publisher.run("PUBLISH " + channel + " x")).isEqualTo(":" + expected + "\r\n");
                    clients.forEach(each -> assertThat(each.received().isEmpty())
                            .isNotEqualTo(model.get(each).contains(channel)));
                }
            }
            assertThat(client.session().subscriptions(TopicKind.CHANNEL)).isEqualTo(model.get(client).size());
        }
        final TreeSet<String> all = new TreeSet<>();
        model.values().forEach(all::addAll);
        assertThat(pubSub.topics(TopicKind.CHANNEL).count()).isEqualTo(all.size());
        clients.forEach(client -> pubSub.forget(client.session()));
        assertThat(arena.usedBytes(MemoryTag.SUBSCRIPTIONS)).isZero();
    }
}
