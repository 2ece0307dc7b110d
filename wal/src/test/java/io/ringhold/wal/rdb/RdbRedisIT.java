package io.ringhold.wal.rdb;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.ringhold.engine.config.option.MaxmemoryPolicy;
import io.ringhold.offheap.cow.LiveView;
import io.ringhold.offheap.lzf.Lzf;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.memory.NativeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Debian's redis-server and redis-check-rdb read what is written. */
class RdbRedisIT {
    private static final RdbOptions OPTIONS = RdbOptions.of(RdbFormat.VERSION_7_0);

    @TempDir
    private Path dir;

    @BeforeAll
    static void needTools() {
        RedisServer.need("redis-server", "redis-check-rdb");
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, true", "true, false"})
    void shouldBeLoadedByRedisWithAllThatTheServerHolds(final boolean compresses, final boolean lowThresholds)
            throws Exception {
        final Random random = new Random(RdbFixture.seed("RdbRedisIT " + compresses + " " + lowThresholds));
        try (RdbFixture fixture = new RdbFixture(lowThresholds ? RandomKeys.LOW_THRESHOLDS : new String[0])) {
            fixture.fill(random, 900, false);
            final Map<String, Object> contents = Contents.of(fixture.server, 10, RandomKeys.DATABASES);
            final String said = load(fixture, OPTIONS.withCompression(compresses));
            assertThat(said).contains("Checksum OK", " " + contents.size() + " keys read");
            // under other thresholds Redis would convert what it loads, and lose the minus of 0
            try (RedisServer redis = new RedisServer(dir,
                    lowThresholds ? RandomKeys.LOW_REDIS_THRESHOLDS : new String[0])) {
                Contents.assertSame(Contents.of(redis, 10, RandomKeys.DATABASES), contents);
            }
        }
    }

    @Test
    void shouldGiveLargeCollectionsToRedis() throws Exception {
        try (RdbFixture fixture = new RdbFixture()) {
            LargeKeys.fillWithManyElements(fixture);
            load(fixture, OPTIONS);
            try (RedisServer redis = new RedisServer(dir)) {
                Contents.assertSame(Contents.of(redis, 10, 1), Contents.of(fixture.server, 10, 1));
                assertThat(redis.ask("XPENDING", "stream", "group"))
                        .isEqualTo(fixture.run("XPENDING stream group"));
            }
        }
    }

    @Test
    void shouldGiveRedisTheUseOfKeys() throws Exception {
        try (RdbFixture fixture = new RdbFixture("--maxmemory-policy", "allkeys-lfu")) {
            fixture.run("SET key 1");
            for (int i = 0; i < 100; i++) {
                fixture.run("GET key");
            }
            final Object frequency = fixture.run("OBJECT FREQ key");
            assertThat((long) frequency).isGreaterThan(5);
            load(fixture, OPTIONS.withPolicy(MaxmemoryPolicy.ALLKEYS_LFU));
            try (RedisServer redis = new RedisServer(dir, "--maxmemory-policy", "allkeys-lfu", "--lfu-decay-time",
                    "0")) {
                assertThat(redis.ask("OBJECT", "FREQ", "key")).isEqualTo(frequency);
            }
        }
        try (RdbFixture fixture = new RdbFixture("--maxmemory-policy", "allkeys-lru")) {
            fixture.run("SET key 1");
            fixture.harness.advanceMs(1_000_000);
            load(fixture, OPTIONS.withPolicy(MaxmemoryPolicy.ALLKEYS_LRU));
            try (RedisServer redis = new RedisServer(dir, "--maxmemory-policy", "allkeys-lru")) {
                assertThat((long) redis.ask("OBJECT", "IDLETIME", "key")).isBetween(1_000L, 1_100L);
            }
        }
    }

    @Test
    void shouldBeLoadedWithoutKeysWhoseTimeHasCome() throws Exception {
        try (RdbFixture fixture = new RdbFixture()) {
            fixture.run("SET gone 1 PX 5");
            fixture.run("SET stays 1");
            fixture.harness.advanceMs(6);
            final String said = load(fixture, OPTIONS.withChecksum(false));
            assertThat(said).contains(" 2 keys read", " 1 expires", " 1 already expired");
            try (RedisServer redis = new RedisServer(dir)) {
                assertThat(redis.ask("DBSIZE")).isEqualTo(1L);
                assertThat(redis.ask("GET", "stays")).isEqualTo("1");
            }
        }
    }

    @Test
    void shouldGiveRedisItsFunctionsBack() throws Exception {
        final String library = "#!lua name=lib\nredis.register_function('f', function() return 7 end)";
        try (RdbFixture fixture = new RdbFixture()) {
            load(fixture, OPTIONS.asAofBase().withFunctions(
                    List.of(library.getBytes(StandardCharsets.US_ASCII))));
            try (RedisServer redis = new RedisServer(dir)) {
                assertThat(redis.ask("FCALL", "f", "0")).isEqualTo(7L);
            }
        }
    }

    /** Nodes are compressed by hand: a list of ours may hold them. */
    @Test
    void shouldGiveRedisCompressedNodes() throws Exception {
        try (RdbFixture fixture = new RdbFixture("--list-max-listpack-size", "10");
                NativeBuffer stream = new NativeBuffer(1 << 12)) {
            for (int i = 0; i < 100; i++) {
                fixture.run("RPUSH list " + "word".repeat(10) + i);
            }
            final Map<String, Object> contents = Contents.of(fixture.server, 10, 1);
            new NodeCompressor(fixture, new Lzf(), stream).compressAll("list");
            load(fixture, OPTIONS.withCompression(false));
            try (RedisServer redis = new RedisServer(dir)) {
                Contents.assertSame(Contents.of(redis, 10, 1), contents);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldMakePayloadsThatRedisRestores(final boolean compresses) throws Exception {
        final Random random = new Random(RdbFixture.seed("RdbRedisIT"));
        try (RdbFixture fixture = new RdbFixture(RandomKeys.LOW_THRESHOLDS);
                RedisServer redis = new RedisServer(dir, RandomKeys.LOW_REDIS_THRESHOLDS);
                DumpWriter dump = new DumpWriter(new LiveView(fixture.arena()),
                        fixture.harness.engine().keyspace().hash(), RdbFormat.VERSION_7_0, compresses)) {
            fixture.fill(random, 300, false);
            final Map<String, Object> contents = Contents.of(fixture.server, 10, 1);
            for (final String name : contents.keySet()) {
                final String key = name.substring(2);
                dump.write(fixture.entry(key.getBytes(StandardCharsets.ISO_8859_1)));
                final byte[] payload = new byte[(int) dump.length()];
                Memory.copyToArray(dump.address(), payload, 0, payload.length);
                fixture.run("SELECT 0");
                final long expireAtMs = (long) fixture.server.ask("PEXPIRETIME", key);
                assertThat(redis.ask("RESTORE", key, Long.toString(Math.max(0, expireAtMs)),
                        new String(payload, StandardCharsets.ISO_8859_1), "ABSTTL")).isEqualTo("OK");
            }
            Contents.assertSame(Contents.of(redis, 10, 1), contents);
        }
    }

    /** Writes the file, checks it, and returns what redis-check-rdb says. */
    private String load(final RdbFixture fixture, final RdbOptions options) throws Exception {
        final Path file = dir.resolve("dump.rdb");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            write(fixture, new FileTarget(channel, 1 << 20), options);
        }
        assertThat(Files.size(file)).isPositive();
        return RedisServer.check(dir.resolve("check.log"), "redis-check-rdb", file.toString());
    }

    private static void write(final RdbFixture fixture, final RdbTarget target, final RdbOptions options)
            throws IOException {
        try (RdbWriter writer = new RdbWriter(new LiveView(fixture.arena()), fixture.image(), target, options)) {
            while (writer.writeSome(100)) {
                // until it is complete
            }
        }
    }
}
