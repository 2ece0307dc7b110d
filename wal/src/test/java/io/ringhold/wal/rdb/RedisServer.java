package io.ringhold.wal.rdb;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
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

import static org.assertj.core.api.Assertions.assertThat;

/** A real redis-server that loads the files of a directory: {@code dump.rdb}, or the log when it is told to. */
public final class RedisServer implements Contents.Server, AutoCloseable {
    private final Process process;
    private final Socket socket;
    private final InputStream replies;

    public RedisServer(final Path directory, final String... options) throws IOException {
        final int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        final List<String> line = new ArrayList<>(List.of("redis-server", "--port", Integer.toString(port), "--bind",
                "127.0.0.1", "--dir", directory.toString(), "--save", "", "--daemonize", "no",
                "--sanitize-dump-payload", "yes"));
        line.addAll(List.of(options));
        process = new ProcessBuilder(line).redirectErrorStream(true).start();
        final List<String> output = new ArrayList<>();
        final BufferedReader lines = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String next = ""; !next.contains("Ready to accept connections"); output.add(next)) {
            next = lines.readLine();
            assertThat(next).as("redis-server has started; it said %s", output).isNotNull();
        }
        Thread.ofPlatform().daemon().start(() -> drain(process.getInputStream()));
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        replies = new BufferedInputStream(socket.getInputStream());
    }

    /** Fails when a tool is not there. */
    public static void need(final String... tools) {
        for (final String tool : tools) {
            assertThat(Stream.of(System.getenv("PATH").split(":")).map(path -> Path.of(path, tool)))
                    .as("%s (package redis-server or redis-tools) is needed", tool).anyMatch(Files::isExecutable);
        }
    }

    /** Checks a file as redis-check-rdb does, and returns what that says. */
    static String check(final Path file, final Path output) throws Exception {
        final Process check = new ProcessBuilder("redis-check-rdb", file.toString()).redirectErrorStream(true)
                .redirectOutput(output.toFile()).start();
        assertThat(check.waitFor(60, TimeUnit.SECONDS)).isTrue();
        final String said = Files.readString(output, StandardCharsets.ISO_8859_1);
        assertThat(check.exitValue()).as(said).isZero();
        return said;
    }

    @Override
    public Object ask(final String... words) {
        final ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(latin("*" + words.length + "\r\n"));
        for (final String word : words) {
            request.writeBytes(latin("$" + word.length() + "\r\n" + word + "\r\n"));
        }
        try {
            final OutputStream out = socket.getOutputStream();
            request.writeTo(out);
            out.flush();
            return Replies.read(replies);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void drain(final InputStream stream) {
        try (stream) {
            stream.transferTo(OutputStream.nullOutputStream());
        } catch (final IOException _) {
            return; // the process has ended
        }
    }

    private static byte[] latin(final String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
        process.destroy();
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }
}
