package io.ringhold.wal.rdb;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** A redis-server on the files of a directory, ready to answer, and one connection to it. It is stopped in order at the end. */
public final class RedisProcess implements AutoCloseable {
    private final Process process;
    private final Socket socket;
    private final InputStream replies;

    public RedisProcess(final Path directory, final String... options) throws IOException {
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

    /** Sends a command; the reply comes through {@link #replies}. */
    public void send(final List<byte[]> words) throws IOException {
        final ByteArrayOutputStream request = new ByteArrayOutputStream();
        line(request, "*" + words.size());
        for (final byte[] word : words) {
            line(request, "$" + word.length);
            request.writeBytes(word);
            line(request, "");
        }
        final OutputStream out = socket.getOutputStream();
        request.writeTo(out);
        out.flush();
    }

    private static void line(final ByteArrayOutputStream request, final String text) {
        request.writeBytes((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** What it has answered. */
    public InputStream replies() {
        return replies;
    }

    private static void drain(final InputStream stream) {
        try (stream) {
            stream.transferTo(OutputStream.nullOutputStream());
        } catch (final IOException _) {
            return; // the process has ended
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        process.destroy();
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }
}
