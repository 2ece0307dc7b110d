package io.ringhold.wal.aof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.ringhold.wal.rdb.RedisServer;
import org.agrona.concurrent.SystemEpochClock;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The log's files and Debian's redis-server and redis-check-aof read each other. */
class RedisToolsIT {
    @TempDir
    private Path dir;

    @BeforeAll
    static void needTools() {
        RedisServer.need("redis-server", "redis-check-aof");
    }

    @Test
    void shouldWriteWhatRedisLoads() throws Exception {
        final AppendLogConfig config = AppendLogConfig.of(dir);
        for (int run = 0; run < 2; run++) {
            try (LogHarness harness = new LogHarness().open(config)) {
                harness.log().start(Thread::new);
                for (int i = 0; i < 1000; i++) {
                    if (i % 10 == 0) {
                        harness.log().beginUnit();
                    }
                    harness.append(i % 3, "INCRBY", "counter", "1");
                    if (i % 10 == i / 10 % 10) {
                        harness.log().endUnit();
                    }
                }
            }
        }
        checkAof(config);
        try (RedisServer redis = redis()) {
            assertThat(redis.ask("SELECT", "1")).isEqualTo("OK");
            assertThat(redis.ask("GET", "counter")).isEqualTo("666");
            assertThat(redis.ask("APPEND", "counter", "0")).isEqualTo(4L);
        }
        try (LogHarness harness = new LogHarness().open(config)) {
            assertThat(harness.replayed()).hasSizeGreaterThan(2000).endsWith("SELECT 1", "APPEND counter 0");
        }
    }

    @Test
    void shouldReplayWhatRedisWroteAndWriteOn() throws Exception {
        final AppendLogConfig config = AppendLogConfig.of(dir);
        try (RedisServer redis = redis()) {
            assertThat(redis.ask("SET", "before", "rewrite")).isEqualTo("OK");
            rewriteAndAwait(redis);
            assertThat(redis.ask("SET", "after", "rewrite")).isEqualTo("OK");
            assertThat(redis.ask("MULTI")).isEqualTo("OK");
            assertThat(redis.ask("INCR", "n")).isEqualTo("QUEUED");
            assertThat(redis.ask("INCR", "n")).isEqualTo("QUEUED");
            assertThat(redis.ask("EXEC")).isEqualTo(List.of(1L, 2L));
        }
        try (LogHarness harness = new LogHarness().open(config)) {
            assertThat(harness.replayed()).contains("SET before rewrite").endsWith("SET after rewrite", "INCR n",
                    "INCR n");
            harness.log().start(Thread::new);
            harness.append(0, "SET", "by", "ringhold");
        }
        checkAof(config);
        try (RedisServer redis = redis()) {
            assertThat(redis.ask("GET", "before")).isEqualTo("rewrite");
            assertThat(redis.ask("GET", "by")).isEqualTo("ringhold");
            assertThat(redis.ask("GET", "n")).isEqualTo("2");
        }
    }

    @Test
    void shouldLeaveWhatRedisLoadsWhenTheLogIsRewritten() throws Exception {
        final AppendLogConfig config = AppendLogConfig.of(dir).withTimestamps(true, SystemEpochClock.INSTANCE);
        try (LogHarness harness = new LogHarness().open(config)) {
            harness.log().start(Thread::new);
            harness.append(1, "SET", "from", "increment");
            rewrite(harness, LogHarness.command("SET", "from", "base"));
            harness.append(1, "SET", "after", "cut");
            prepare(harness);
        }
        assertThat(config.directory().resolve("appendonly.aof.3.incr.aof")).isEmptyFile();
        checkAof(config);
        try (RedisServer redis = redis()) {
            assertThat(redis.ask("GET", "from")).isEqualTo("base");
            assertThat(redis.ask("GET", "after")).isEqualTo("(nil)");
            assertThat(redis.ask("SELECT", "1")).isEqualTo("OK");
            assertThat(redis.ask("GET", "after")).isEqualTo("cut");
            assertThat(redis.ask("SET", "by", "redis")).isEqualTo("OK");
            rewriteAndAwait(redis);
            assertThat(redis.ask("SET", "last", "1")).isEqualTo("OK");
        }
        assertThat(RewriteHarness.names(config)).contains("appendonly.aof.2.base.aof", "appendonly.aof.4.incr.aof");
        try (LogHarness harness = new LogHarness().open(config)) {
            assertThat(harness.replayed()).contains("SET by redis").endsWith("SET last 1");
            harness.log().start(Thread::new);
            rewrite(harness, LogHarness.command("SET", "again", "rewritten"));
        }
        assertThat(RewriteHarness.manifest(config)).isEqualTo("""
                file appendonly.aof.3.base.aof seq 3 type b
                file appendonly.aof.5.incr.aof seq 5 type i
                """);
        checkAof(config);
        try (RedisServer redis = redis()) {
            assertThat(redis.ask("GET", "again")).isEqualTo("rewritten");
            assertThat(redis.ask("DBSIZE")).isEqualTo(1L);
        }
    }

    @Test
    void shouldLeaveWhatRedisLoadsWhenTheFirstBaseIsWrittenWhileTheServerRuns() throws Exception {
        final AppendLogConfig config = AppendLogConfig.of(dir);
        try (LogHarness harness = new LogHarness().openUnread(config)) {
            harness.log().startDetached(Thread::new);
            harness.append(0, "APPEND", "key", "+increment");
            Files.write(harness.log().rewrite().temporaryBase(), LogHarness.command("SET", "key", "base"));
            assertThat(harness.log().rewrite().complete(false)).isTrue();
        }
        checkAof(config);
        try (RedisServer redis = redis()) {
            assertThat(redis.ask("GET", "key")).isEqualTo("base+increment");
        }
    }

    @Test
    void shouldReplayWhatRedisAnnotatedWithTheTime() throws Exception {
        final AppendLogConfig config = AppendLogConfig.of(dir);
        try (RedisServer redis = redis("--aof-timestamp-enabled", "yes")) {
            // Redis writes the time when the second is another one than at its start
            final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (!Files.readString(LogHarness.increment(config)).contains("#TS:")) {
                assertThat(System.nanoTime()).isLessThan(deadlineNs);
                assertThat(redis.ask("SET", "a", "1")).isEqualTo("OK");
            }
            assertThat(redis.ask("MULTI")).isEqualTo("OK");
            assertThat(redis.ask("SET", "b", "2")).isEqualTo("QUEUED");
            assertThat(redis.ask("SET", "c", "3")).isEqualTo("QUEUED");
            assertThat(redis.ask("EXEC")).isEqualTo(List.of("OK", "OK"));
        }
        assertThat(Files.readString(LogHarness.increment(config))).contains("#TS:1", "MULTI");
        try (LogHarness harness = new LogHarness().open(config)) {
            assertThat(harness.replayed()).startsWith("SELECT 0", "SET a 1").endsWith("SET a 1", "SET b 2", "SET c 3");
        }
    }

    private static void prepare(final LogHarness harness) {
        harness.log().rewrite().prepare();
        while (harness.log().rewrite().state() == LogRewrite.State.PREPARING) {
            Thread.onSpinWait();
        }
    }

    private static void rewrite(final LogHarness harness, final byte[] base) throws IOException {
        prepare(harness);
        harness.log().rewrite().cut();
        Files.write(harness.log().rewrite().temporaryBase(), base);
        assertThat(harness.log().rewrite().complete(false)).isTrue();
    }

    private void checkAof(final AppendLogConfig config) throws Exception {
        assertThat(RedisServer.check(dir.resolve("check.log"), "redis-check-aof",
                config.directory().resolve(config.fileName() + ".manifest").toString()))
                .contains("All AOF files and manifest are valid");
    }

    /** A real server on the log's directory. */
    private RedisServer redis(final String... options) throws IOException {
        final List<String> all = new ArrayList<>(List.of("--appendonly", "yes", "--aof-use-rdb-preamble", "no"));
        all.addAll(List.of(options));
        return new RedisServer(dir, all.toArray(new String[0]));
    }

    private static void rewriteAndAwait(final RedisServer redis) {
        assertThat((String) redis.ask("BGREWRITEAOF")).startsWith("Background append only file rewriting");
        String info = (String) redis.ask("INFO", "persistence");
        while (info.contains("aof_rewrite_in_progress:1") || info.contains("aof_rewrite_scheduled:1")) {
            info = (String) redis.ask("INFO", "persistence");
        }
        assertThat(info).contains("aof_last_bgrewrite_status:ok");
    }
}
