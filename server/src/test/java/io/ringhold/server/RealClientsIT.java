package io.ringhold.server;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.TransactionResult;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.ringhold.server.oracle.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.resps.ScanResult;

import static org.assertj.core.api.Assertions.assertThat;

/** Clients that people use, as they come: they greet, pipeline, scan and disconnect in their own ways. */
class RealClientsIT {
    private static ServerProcess server;

    @BeforeAll
    static void start() {
        server = ServerProcess.ringhold();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void shouldServeJedis() {
        try (redis.clients.jedis.RedisClient jedis = redis.clients.jedis.RedisClient.builder()
                .hostAndPort("127.0.0.1", server.port()).build()) {
            jedis.flushAll();
            assertThat(jedis.set("jedis", "value", SetParams.setParams().ex(100).nx())).isEqualTo("OK");
            assertThat(jedis.get("jedis")).isEqualTo("value");
            assertThat(jedis.ttl("jedis")).isBetween(98L, 100L);
            final List<Response<Long>> counts = new ArrayList<>();
            try (Pipeline pipeline = jedis.pipelined()) {
                for (int i = 0; i < 1_000; i++) {
                    counts.add(pipeline.incr("counter"));
                    pipeline.set("key:" + i, "v" + i);
                }
            }
            assertThat(counts.getLast().get()).isEqualTo(1_000);
            assertThat(scan(jedis)).hasSize(1_000);
        }
    }

    @Test
    void shouldServeTransactionsOfJedis() {
        try (redis.clients.jedis.RedisClient jedis = redis.clients.jedis.RedisClient.builder()
                .hostAndPort("127.0.0.1", server.port()).build()) {
            jedis.set("jedis:stock", "10");
            try (AbstractTransaction transaction = jedis.multi()) {
                final Response<Long> left = transaction.decrBy("jedis:stock", 3);
                transaction.sadd("jedis:orders", "a", "b");
                assertThat(transaction.exec()).containsExactly(7L, 2L);
                assertThat(left.get()).isEqualTo(7);
            }
            try (AbstractTransaction transaction = jedis.transaction(false)) {
                assertThat(transaction.watch("jedis:stock")).isEqualTo("OK");
                jedis.incr("jedis:stock"); // over another connection
                transaction.multi();
                transaction.set("jedis:stock", "0");
                assertThat(transaction.exec()).isNull();
            }
            try (AbstractTransaction transaction = jedis.multi()) {
                transaction.set("jedis:stock", "0");
                assertThat(transaction.discard()).isEqualTo("OK");
            }
            assertThat(jedis.get("jedis:stock")).isEqualTo("8");
        }
    }

    private static Set<String> scan(final redis.clients.jedis.RedisClient jedis) {
        final Set<String> keys = new HashSet<>();
        String cursor = ScanParams.SCAN_POINTER_START;
        do {
            final ScanResult<String> page = jedis.scan(cursor, new ScanParams().match("key:*").count(100));
            keys.addAll(page.getResult());
            cursor = page.getCursor();
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
        return keys;
    }

    @Test
    void shouldServeLettuce() throws Exception {
        final RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", server.port()));
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            final RedisCommands<String, String> redis = connection.sync();
            assertThat(redis.set("lettuce", "value", SetArgs.Builder.px(50_000))).isEqualTo("OK");
            assertThat(redis.get("lettuce")).isEqualTo("value");
            assertThat(redis.pttl("lettuce")).isBetween(40_000L, 50_000L);
            redis.setbit("bits", 7, 1);
            assertThat(redis.bitcount("bits")).isEqualTo(1);
            final List<RedisFuture<Long>> counts = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                counts.add(connection.async().incr("lettuce:counter"));
            }
            assertThat(counts.getLast().get()).isEqualTo(1_000);
            assertThat(redis.info("server")).contains("redis_version");
            assertThat(redis.clientList()).contains("lib-name=Lettuce");
        } finally {
            client.shutdown();
        }
    }

    /** Jedis' PING awaits its reply only after it was sent, which it can do with RESP2 alone. */
    @ParameterizedTest
    @EnumSource(value = RedisProtocol.class, names = {"RESP2", "RESP3"})
    void shouldPublishToJedis(final RedisProtocol protocol) throws InterruptedException {
        final BlockingQueue<String> events = new LinkedBlockingQueue<>();
        final JedisPubSub listener = new JedisPubSub() {
            @Override
            public void onSubscribe(final String channel, final int count) {
                events.add("subscribed " + channel + " " + count);
            }

            @Override
            public void onPSubscribe(final String pattern, final int count) {
                events.add("psubscribed " + pattern + " " + count);
            }

            @Override
            public void onMessage(final String channel, final String message) {
                events.add(channel + ": " + message);
            }

            @Override
            public void onPMessage(final String pattern, final String channel, final String message) {
                events.add(pattern + " " + channel + ": " + message);
            }

            @Override
            public void onPong(final String text) {
                events.add("pong " + text);
            }
        };
        try (redis.clients.jedis.RedisClient jedis = redis.clients.jedis.RedisClient.builder()
                .hostAndPort("127.0.0.1", server.port())
                .clientConfig(DefaultJedisClientConfig.builder().protocol(protocol).build()).build()) {
            final Thread subscriber = Thread.ofVirtual().start(() -> jedis.subscribe(listener, "news"));
            assertThat(next(events)).isEqualTo("subscribed news 1");
            listener.psubscribe("n*");
            assertThat(next(events)).isEqualTo("psubscribed n* 2");
            assertThat(jedis.publish("news", "hello")).isEqualTo(2);
            assertThat(next(events)).isEqualTo("news: hello");
            assertThat(next(events)).isEqualTo("n* news: hello");
            if (protocol == RedisProtocol.RESP2) {
                listener.ping("there");
                assertThat(next(events)).isEqualTo("pong there");
            }
            listener.punsubscribe();
            listener.unsubscribe();
            subscriber.join();
            assertThat(jedis.publish("news", "nobody")).isZero();
        }
    }

    @Test
    void shouldPublishToLettuce() throws InterruptedException {
        final BlockingQueue<String> events = new LinkedBlockingQueue<>();
        final RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", server.port()));
        try (StatefulRedisPubSubConnection<String, String> subscriber = client.connectPubSub();
                StatefulRedisConnection<String, String> publisher = client.connect()) {
            subscriber.addListener(new RedisPubSubAdapter<>() {
                @Override
                public void message(final String channel, final String message) {
                    events.add(channel + ": " + message);
                }

                @Override
                public void message(final String pattern, final String channel, final String message) {
                    events.add(pattern + " " + channel + ": " + message);
                }

                @Override
                public void smessage(final String shardChannel, final String message) {
                    events.add("shard " + shardChannel + ": " + message);
                }
            });
            subscriber.sync().subscribe("lettuce");
            subscriber.sync().psubscribe("let*");
            subscriber.sync().ssubscribe("lettuce");
            assertThat(publisher.sync().publish("lettuce", "hello")).isEqualTo(2);
            assertThat(next(events)).isEqualTo("lettuce: hello");
            assertThat(next(events)).isEqualTo("let* lettuce: hello");
            assertThat(publisher.sync().spublish("lettuce", "part")).isEqualTo(1);
            assertThat(next(events)).isEqualTo("shard lettuce: part");
            assertThat(publisher.sync().pubsubNumsub("lettuce")).containsEntry("lettuce", 1L);
            assertThat(subscriber.sync().get("commands go on with RESP3")).isNull();
            subscriber.sync().unsubscribe("lettuce");
            assertThat(publisher.sync().pubsubChannels()).doesNotContain("lettuce");
        } finally {
            client.shutdown();
        }
    }

    @Test
    void shouldServeTransactionsOfLettuce() {
        final RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", server.port()));
        try (StatefulRedisConnection<String, String> connection = client.connect();
                StatefulRedisConnection<String, String> other = client.connect()) {
            final RedisCommands<String, String> redis = connection.sync();
            redis.set("lettuce:stock", "10");
            assertThat(redis.multi()).isEqualTo("OK");
            redis.decrby("lettuce:stock", 3);
            redis.lpush("lettuce:stock", "no list");
            redis.hset("lettuce:order", Map.of("item", "1", "amount", "3"));
            final TransactionResult result = redis.exec();
            assertThat(result.wasDiscarded()).isFalse();
            assertThat(result.stream()).element(0).isEqualTo(7L);
            assertThat(result.stream()).element(1).isInstanceOf(RedisCommandExecutionException.class);
            assertThat(result.stream()).element(2).isEqualTo(2L);

            assertThat(redis.watch("lettuce:stock")).isEqualTo("OK");
            other.sync().incr("lettuce:stock");
            redis.multi();
            redis.set("lettuce:stock", "0");
            assertThat(redis.exec().wasDiscarded()).isTrue();
            assertThat(redis.get("lettuce:stock")).isEqualTo("8");
        } finally {
            client.shutdown();
        }
    }

    private static String next(final BlockingQueue<String> events) throws InterruptedException {
        return events.poll(20, TimeUnit.SECONDS);
    }
}
