package io.ringhold.wal.aof;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

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
        for (final String tool : List.of("redis-server", "redis-check-aof")) {
            assertThat(Stream.of(System.getenv("PATH").split(":")).map(path -> Path.of(path, tool)))
                    .as("%s (package redis-server or redis-tools) is needed", tool).anyMatch(Files::isExecutable);
        }
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
        try (Redis redis = new Redis()) {
            assertThat(redis.ask("SELECT", "1")).isEqualTo("+OK");
            assertThat(redis.ask("GET", "counter")).isEqualTo("666");
            assertThat(redis.ask("APPEND", "counter", "0")).isEqualTo(":4");
        }
        try (LogHarness harness = new LogHarness().open(config)) {
            assertThat(harness.replayed()).hasSizeGreaterThan(2000).endsWith("SELECT 1", "APPEND counter 0");
        }
    }

    @Test
    void shouldReplayWhatRedisWroteAndWriteOn() throws Exception {
        final AppendLogConfig config = AppendLogConfig.of(dir);
        try (Redis redis = new Redis()) {
            assertThat(redis.ask("SET", "before", "rewrite")).isEqualTo("+OK");
            assertThat(redis.ask("BGREWRITEAOF")).startsWith("+Background append only file rewriting");
            redis.awaitRewrite();
            assertThat(redis.ask("SET", "after", "rewrite")).isEqualTo("+OK");
            assertThat(redis.ask("MULTI")).isEqualTo("+OK");
            assertThat(redis.ask("INCR", "n")).isEqualTo("+QUEUED");
            assertThat(redis.ask("INCR", "n")).isEqualTo("+QUEUED");
            assertThat(redis.ask("EXEC")).isEqualTo("*2");
        }
        try (LogHarness harness = new LogHarness().open(config)) {
            assertThat(harness.replayed()).contains("SET before rewrite").endsWith("SET after rewrite", "INCR n",
                    "INCR n");
            harness.log().start(Thread::new);
            harness.append(0, "SET", "by", "ringhold");
        }
        checkAof(config);
        try (Redis redis = new Redis()) {
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
        try (Redis redis = new Redis()) {
            assertThat(redis.ask("GET", "from")).isEqualTo("base");
            assertThat(redis.ask("GET", "after")).isEqualTo("$-1");
            assertThat(redis.ask("SELECT", "1")).isEqualTo("+OK");
            assertThat(redis.ask("GET", "after")).isEqualTo("cut");
            assertThat(redis.ask("SET", "by", "redis")).isEqualTo("+OK");
            assertThat(redis.ask("BGREWRITEAOF")).startsWith("+Background append only file rewriting");
            redis.awaitRewrite();
            assertThat(redis.ask("SET", "last", "1")).isEqualTo("+OK");
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
        try (Redis redis = new Redis()) {
            assertThat(redis.ask("GET", "again")).isEqualTo("rewritten");
            assertThat(redis.ask("DBSIZE")).isEqualTo(":1");
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
        try (Redis redis = new Redis()) {
            assertThat(redis.ask("GET", "key")).isEqualTo("base+increment");
        }
    }

    @Test
    void shouldReplayWhatRedisAnnotatedWithTheTime() throws Exception {
        final AppendLogConfig config = AppendLogConfig.of(dir);
        try (Redis redis = new Redis("--aof-timestamp-enabled", "yes")) {
            // Redis writes the time when the second is another one than at its start
            final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (!Files.readString(LogHarness.increment(config)).contains("#TS:")) {
                assertThat(System.nanoTime()).isLessThan(deadlineNs);
                assertThat(redis.ask("SET", "a", "1")).isEqualTo("+OK");
            }
            assertThat(redis.ask("MULTI")).isEqualTo("+OK");
            assertThat(redis.ask("SET", "b", "2")).isEqualTo("+QUEUED");
            assertThat(redis.ask("SET", "c", "3")).isEqualTo("+QUEUED");
            assertThat(redis.ask("EXEC")).isEqualTo("*2");
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
        final Path output = dir.resolve("check.log");
        final Process check = new ProcessBuilder("redis-check-aof",
                config.directory().resolve(config.fileName() + ".manifest").toString()).redirectErrorStream(true)
                .redirectOutput(output.toFile()).start();
        assertThat(check.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(check.exitValue()).as(Files.readString(output)).isZero();
        assertThat(output).content().contains("All AOF files and manifest are valid");
    }

    /** A real server on the log's directory, stopped in order at the end. */
    private final class Redis implements AutoCloseable {
        private final Process process;
        private final Socket socket;
        private final BufferedReader replies;

        Redis(final String... options) throws IOException {
            final int port;
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            final List<String> command = new ArrayList<>(List.of("redis-server", "--port", Integer.toString(port),
                    "--dir", dir.toString(), "--save", "", "--daemonize", "no", "--appendonly", "yes",
                    "--aof-use-rdb-preamble", "no", "--bind", "127.0.0.1"));
            command.addAll(List.of(options));
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
            final List<String> output = new ArrayList<>();
            final BufferedReader lines = new BufferedReader(
                    new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            for (String line = ""; !line.contains("Ready to accept connections"); output.add(line)) {
                line = lines.readLine();
                assertThat(line).as("redis-server has started; it said %s", output).isNotNull();
            }
            Thread.ofPlatform().daemon().start(() -> drain(process.getInputStream()));
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            replies = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        }

        /** The first line of the reply, or the text of a bulk string. */
        String ask(final String... words) throws IOException {
            final OutputStream out = socket.getOutputStream();
            out.write(LogHarness.command(words));
            out.flush();
            final String line = replies.readLine();
            if (line.startsWith("$") && !line.equals("$-1")) {
                final char[] bulk = new char[Integer.parseInt(line.substring(1)) + 2];
                int read = 0;
                while (read < bulk.length) {
                    read += replies.read(bulk, read, bulk.length - read);
                }
                return new String(bulk, 0, bulk.length - 2);
            }
            return line;
        }

        void awaitRewrite() throws IOException {
            String info = ask("INFO", "persistence");
            while (info.contains("aof_rewrite_in_progress:1") || info.contains("aof_rewrite_scheduled:1")) {
                info = ask("INFO", "persistence");
            }
            assertThat(info).contains("aof_last_bgrewrite_status:ok");
        }

        @Override
        public void close() throws IOException {
            socket.close();
            process.destroy();
            process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        }

        private static void drain(final InputStream stream) {
            try (stream) {
                stream.transferTo(OutputStream.nullOutputStream());
            } catch (final IOException _) {
                return; // the process has ended
            }
        }
    }
}
