package io.ringhold.wal.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

import io.ringhold.wal.rdb.Contents;
import io.ringhold.wal.rdb.LargeKeys;
import io.ringhold.wal.rdb.RandomKeys;
import io.ringhold.wal.rdb.RdbFixture;
import io.ringhold.wal.rdb.RedisServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Debian's redis-server and redis-check-aof, which are of version 7.0, read what is written. */
class CommandRedisIT {
    private static final int VERSION = 10;
    private static final String BASE = "appendonly.aof.1.base.aof";
    private static final String INCREMENT = "appendonly.aof.1.incr.aof";

    @TempDir
    private Path dir;

    @BeforeAll
    static void needTools() {
        RedisServer.need("redis-server", "redis-check-aof");
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, true", "true, false"})
    void shouldBeLoadedByRedisWithAllThatTheServerHolds(final boolean hasTimestamp, final boolean lowThresholds)
            throws Exception {
        final Random random = new Random(RdbFixture.seed("CommandRedisIT " + hasTimestamp + " " + lowThresholds));
        final String[] ours = lowThresholds ? RandomKeys.lowThresholds() : new String[0];
        final String[] theirs = lowThresholds ? RandomKeys.lowRedisThresholds() : new String[0];
        try (RdbFixture fixture = new RdbFixture(ours)) {
            fixture.fill(random, 900, false);
            final Map<String, Object> contents = Contents.of(fixture.server, VERSION, RandomKeys.DATABASES);
            load(fixture, hasTimestamp);
            try (RedisServer redis = redis(theirs)) {
                Contents.assertSame(
                        CommandBases.sayable(Contents.of(redis, VERSION, RandomKeys.DATABASES)),
                        CommandBases.sayable(contents));
            }
        }
    }

    @Test
    void shouldGiveLargeCollectionsToRedis() throws Exception {
        try (RdbFixture fixture = new RdbFixture()) {
            LargeKeys.fillWithManyElements(fixture);
            fixture.run("XTRIM stream MAXLEN 19000");
            load(fixture, false);
            try (RedisServer redis = redis()) {
                Contents.assertSame(CommandBases.sayable(Contents.of(redis, VERSION, 1)),
                        CommandBases.sayable(Contents.of(fixture.server, VERSION, 1)));
                assertThat(redis.ask("XPENDING", "stream", "group"))
                        .isEqualTo(fixture.run("XPENDING stream group"));
            }
        }
    }

    @Test
    void shouldBeLoadedWithoutKeysWhoseTimeHasCome() throws Exception {
        try (RdbFixture fixture = new RdbFixture()) {
            fixture.run("SET gone 1 PX 5");
            fixture.run("SET stays 1");
            fixture.harness.advanceMs(6);
            load(fixture, false);
            try (RedisServer redis = redis()) {
                assertThat(redis.ask("GET", "gone")).isEqualTo("(nil)");
                assertThat(redis.ask("GET", "stays")).isEqualTo("1");
            }
        }
    }

    @Test
    void shouldBeLoadedWithoutAnyKey() throws Exception {
        try (RdbFixture fixture = new RdbFixture()) {
            write(fixture, false);
            assertThat(dir.resolve("appendonlydir").resolve(BASE)).isEmptyFile();
            try (RedisServer redis = redis()) {
                assertThat(redis.ask("DBSIZE")).isEqualTo(0L);
            }
        }
    }

    private RedisServer redis(final String... options) throws IOException {
        final String[] all = new String[options.length + 2];
        System.arraycopy(options, 0, all, 2, options.length);
        all[0] = "--appendonly";
        all[1] = "yes";
        return new RedisServer(dir, all);
    }

    /** Writes the log, whose increment is empty, and lets redis-check-aof look at it. */
    private void load(final RdbFixture fixture, final boolean hasTimestamp) throws Exception {
        write(fixture, hasTimestamp);
        final String said = RedisServer.check(dir.resolve("check.log"), "redis-check-aof",
                dir.resolve("appendonlydir").resolve("appendonly.aof.manifest").toString());
        assertThat(said).contains("BASE AOF " + BASE + " is valid", "All AOF files and manifest are valid");
    }

    private void write(final RdbFixture fixture, final boolean hasTimestamp) throws IOException {
        final Path log = Files.createDirectories(dir.resolve("appendonlydir"));
        Files.write(log.resolve(BASE), CommandBases.write(fixture, hasTimestamp, 100));
        Files.write(log.resolve(INCREMENT), new byte[0]);
        Files.writeString(log.resolve("appendonly.aof.manifest"),
                "file " + BASE + " seq 1 type b\nfile " + INCREMENT + " seq 1 type i\n");
    }
}
