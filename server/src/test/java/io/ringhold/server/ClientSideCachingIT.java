package io.ringhold.server;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.support.caching.CacheAccessor;
import io.lettuce.core.support.caching.CacheFrontend;
import io.lettuce.core.support.caching.ClientSideCaching;
import io.ringhold.server.oracle.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.csc.Cache;
import redis.clients.jedis.csc.DefaultCache;

import static org.assertj.core.api.Assertions.assertThat;

/** The caches that client libraries have. */
class ClientSideCachingIT {
    private static final long PATIENCE_SECONDS = 20;

    private static ServerProcess server;

    @BeforeAll
    static void start() {
        server = ServerProcess.ringhold();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Jedis asks whether a server is Redis 7.4 unless told not to. */
    private static final class CompatibleCache extends DefaultCache {
        CompatibleCache() {
            super(1_000);
        }

        @Override
        public boolean compatibilityMode() {
            return true;
        }
    }

    private static redis.clients.jedis.RedisClient jedis(final Cache cache) {
        final var builder = redis.clients.jedis.RedisClient.builder().hostAndPort("127.0.0.1", server.port())
                .clientConfig(DefaultJedisClientConfig.builder().protocol(RedisProtocol.RESP3).build());
        return cache == null ? builder.build() : builder.cache(cache).build();
    }

    @Test
    void shouldKeepTheCacheOfJedisUpToDate() {
        final Cache cache = new CompatibleCache();
        try (redis.clients.jedis.RedisClient caching = jedis(cache);
                redis.clients.jedis.RedisClient other = jedis(null)) {
            other.mset("a", "1", "b", "2");
            for (int i = 0; i < 10; i++) {
                assertThat(caching.get("a")).isEqualTo("1");
                assertThat(caching.mget("a", "b")).isEqualTo(List.of("1", "2"));
            }
            assertThat(cache.getStats().getHitCount()).isEqualTo(18);
            other.set("a", "changed");
            await(() -> "changed".equals(caching.get("a")));
            assertThat(caching.mget("a", "b")).isEqualTo(List.of("changed", "2"));
            other.del("b");
            await(() -> caching.get("b") == null);
            other.flushAll();
            await(() -> caching.get("a") == null);
            assertThat(cache.getStats().getInvalidationCount()).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void shouldKeepTheCacheOfLettuceUpToDate() throws Exception {
        final RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", server.port()));
        try (StatefulRedisConnection<String, String> connection = client.connect();
                StatefulRedisConnection<String, String> other = client.connect()) {
            other.sync().set("lettuce", "1");
            final Map<String, String> cache = new ConcurrentHashMap<>();
            try (CacheFrontend<String, String> frontend = ClientSideCaching.enable(CacheAccessor.forMap(cache),
                    connection, TrackingArgs.Builder.enabled())) {
                assertThat(frontend.get("lettuce")).isEqualTo("1");
                assertThat(cache).containsEntry("lettuce", "1");
                other.sync().set("lettuce", "2");
                await(() -> !cache.containsKey("lettuce"));
                assertThat(frontend.get("lettuce")).isEqualTo("2");
                other.sync().pexpire("lettuce", 1);
                await(() -> frontend.get("lettuce") == null); // PEXPIRE is told of first
                assertThat(frontend.get("computed", () -> "value")).isEqualTo("value");
                assertThat(other.sync().get("computed")).isEqualTo("value");
            }
        } finally {
            client.shutdown();
        }
    }

    @Test
    void shouldTellLettuceOfPrefixes() throws Exception {
        final RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", server.port()));
        try (StatefulRedisConnection<String, String> connection = client.connect();
                StatefulRedisConnection<String, String> other = client.connect()) {
            final LinkedBlockingQueue<Object> invalidated = new LinkedBlockingQueue<>();
            connection.addListener(message -> {
                if (message.getType().equals("invalidate")) {
                    invalidated.add(message.getContent(StringCodec.UTF8::decodeKey).get(1));
                }
            });
            connection.sync().clientTracking(TrackingArgs.Builder.enabled().bcast().prefixes("user:", "item:"));
            other.sync().mset(Map.of("user:1", "v"));
            assertThat(invalidated.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(List.of("user:1"));
            other.sync().set("other", "v");
            other.sync().set("item:1", "v");
            assertThat(invalidated.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(List.of("item:1"));
        } finally {
            client.shutdown();
        }
    }

    private static void await(final BooleanSupplier condition) {
        final Instant deadline = Instant.now().plusSeconds(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
