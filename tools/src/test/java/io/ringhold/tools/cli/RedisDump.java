package io.ringhold.tools.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Debian's redis-server with values of all types, and dumps that it writes. */
final class RedisDump implements AutoCloseable {
    private static final List<String> COMMANDS = List.of("SET number 12345", "SET text hello",
            "EVAL \"redis.call('SET','long',string.rep('abc',2000)) for i=1,300 do redis.call('RPUSH','list',"
                    + "string.rep('e',60)..i) redis.call('SADD','set','m'..i) redis.call('HSET','hash','f'..i,i) "
                    + "redis.call('ZADD','zset',i/3,'m'..i) redis.call('SADD','ints',i*1000) "
                    + "redis.call('SET','user:'..i..':name','n'..i) end return 1\" 0",
            "HSET smallhash a 1 b 2", "ZADD smallzset -inf a 0.1 b", "RPUSH smalllist a 1 b", "SADD smallset a b",
            "XADD stream 1-1 f v g w", "XADD stream 2-1 f v2", "XGROUP CREATE stream group 0",
            "XREADGROUP GROUP group one COUNT 1 STREAMS stream >", "SET expiring v EX 100000",
            "PFADD hll a b c", "SELECT 3", "SET other database");

    private final Path folder;
    private final int port;
    private final Process server;

    /** Starts a server and fills it. */
    RedisDump(final Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        server = new ProcessBuilder("redis-server", "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save",
                "", "--daemonize", "no", "--dir", folder.toString()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("redis.log").toFile()).start();
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!isAnswering()) {
            assertThat(server.isAlive()).isTrue();
            assertThat(System.nanoTime()).isLessThan(endNs);
            server.waitFor(20, TimeUnit.MILLISECONDS);
        }
        run(COMMANDS);
    }

    /** Writes a dump into a folder. */
    static Path write(final Path folder) throws IOException, InterruptedException {
        try (RedisDump redis = new RedisDump(folder)) {
            return redis.save();
        }
    }

    int port() {
        return port;
    }

    /** Runs commands, none of which may fail. */
    void run(final List<String> commands) throws IOException, InterruptedException {
        final Path script = Files.write(folder.resolve("commands"), commands, StandardCharsets.UTF_8);
        final Process client = client().redirectInput(script.toFile()).start();
        final String replies = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(client.waitFor()).isZero();
        assertThat(replies).doesNotContain("ERR", "WRONG");
    }

    Path save() throws IOException, InterruptedException {
        run(List.of("SAVE"));
        return folder.resolve("dump.rdb");
    }

    private ProcessBuilder client() {
        return new ProcessBuilder("redis-cli", "-p", Integer.toString(port)).redirectErrorStream(true);
    }

    private boolean isAnswering() throws IOException, InterruptedException {
        final ProcessBuilder ping = client();
        ping.command().add("PING");
        final Process process = ping.start();
        final String reply = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 && reply.equals("PONG\n");
    }

    @Override
    public void close() {
        server.destroy();
        server.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }
}
