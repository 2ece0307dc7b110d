package io.ringhold.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A short life of the server, for the JVM to record what it loads and links and how its code branches (its ahead-of-time cache): starts
 * on a port that is free, serves a few commands of each kind and many of the most frequent ones, shuts down.
 * The launcher runs it after a build, with {@code -XX:AOTCacheOutput}.
 */
public final class TrainingRun {
    private static final long RETRY_NS = 5_000_000;
    private static final int MAX_RETRIES = 2_000;
    private static final List<String> COMMANDS = List.of("PING", "HELLO 3", "SET k v", "SET k v EX 100", "GET k",
            "INCR n", "MSET a 1 b 2", "MGET a b", "DEL a b", "EXPIRE k 10", "TTL k", "EXISTS k", "TYPE k", "SCAN 0",
            "SETBIT bits 1 1", "CONFIG GET save", "CONFIG GET appendonly", "CLIENT SETNAME x", "CLIENT ID",
            "CLIENT LIST",
            "COMMAND COUNT", "DBSIZE", "INFO everything", "SLOWLOG GET", "LATENCY DOCTOR", "LATENCY LATEST",
            "LATENCY HISTOGRAM", "SELECT 1", "NOSUCH");
    private static final List<String> LAST_COMMANDS = List.of("FLUSHALL", "SHUTDOWN");

    private TrainingRun() {}

    /** Runs the server and its client; ends the process as the server does. */
    public static void main(final String[] arguments) throws IOException {
        final Path folder = Files.createTempDirectory("ringhold-training");
        final Path log = folder.resolve("log");
        final Path dump = folder.resolve("dump.rdb");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(List.of(log, dump, folder))));
        final int port = freePort();
        Thread.ofPlatform().daemon().start(() -> use(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
        RingholdServer
                .main(new String[] {"--bind", "127.0.0.1", "--port", Integer.toString(port), "--save", "", "--logfile",
                    log.toString(), "--dir", folder.toString(), "--enable-debug-command", "yes"});
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void use(final InetSocketAddress server) {
        for (int i = 0; i < MAX_RETRIES; i++) {
            try (SocketChannel channel = SocketChannel.open(server)) {
                talk(channel, COMMANDS);
                new TrainingLoad(server).run();
                talk(channel, LAST_COMMANDS);
                return;
            } catch (final IOException e) {
                // not there yet
                LockSupport.parkNanos(RETRY_NS);
            }
        }
        System.exit(1);
    }

    private static void talk(final SocketChannel channel, final List<String> commands) throws IOException {
        final ByteBuffer replies = ByteBuffer.allocate(1 << 16);
        for (final String command : commands) {
            channel.write(ByteBuffer.wrap(encoded(command.split(" ", -1)).getBytes(StandardCharsets.US_ASCII)));
            channel.read(replies.clear());
        }
    }

    /** A request in RESP. */
    static String encoded(final String... words) {
        final StringBuilder request = new StringBuilder();
        request.append('*').append(words.length).append("\r\n");
        for (final String word : words) {
            request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return request.toString();
    }

    private static void delete(final List<Path> paths) {
        for (final Path path : paths) {
            try {
                Files.deleteIfExists(path);
            } catch (final IOException e) {
                // a temporary folder: the system will
                return;
            }
        }
    }
}
