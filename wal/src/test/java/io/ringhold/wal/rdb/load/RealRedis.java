package io.ringhold.wal.rdb.load;

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

/** A redis-server that has loaded the dump file of a directory, and raw replies from it. */
final class RealRedis implements AutoCloseable {
    private final Process process;
    private final Socket socket;
    private final InputStream replies;

    RealRedis(final Path directory) throws IOException {
        final int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        process = new ProcessBuilder("redis-server", "--port", Integer.toString(port), "--dir", directory.toString(),
                "--save", "", "--daemonize", "no", "--bind", "127.0.0.1", "--sanitize-dump-payload", "yes")
                .redirectErrorStream(true).start();
        final List<String> output = new ArrayList<>();
        final BufferedReader lines = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = ""; !line.contains("Ready to accept connections"); output.add(line)) {
            line = lines.readLine();
            assertThat(line).as("redis-server has started; it said %s", output).isNotNull();
        }
        Thread.ofPlatform().daemon().start(() -> drain(process.getInputStream()));
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        replies = new BufferedInputStream(socket.getInputStream());
    }

    /** The reply as it goes over the wire. */
    String ask(final List<byte[]> words) throws IOException {
        final OutputStream out = socket.getOutputStream();
        out.write(("*" + words.size() + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        for (final byte[] word : words) {
            out.write(("$" + word.length + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.write(word);
            out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        out.flush();
        final ByteArrayOutputStream reply = new ByteArrayOutputStream();
        readReply(reply);
        return reply.toString(StandardCharsets.ISO_8859_1);
    }

    private void readReply(final ByteArrayOutputStream reply) throws IOException {
        final int start = reply.size();
        int next = 0;
        while (next != '\n') {
            next = replies.read();
            assertThat(next).as("redis-server still answers").isNotNegative();
            reply.write(next);
        }
        final String line = reply.toString(StandardCharsets.ISO_8859_1).substring(start).strip();
        final char kind = line.charAt(0);
        if (kind == '$' && !line.equals("$-1")) {
            reply.writeBytes(replies.readNBytes(Integer.parseInt(line.substring(1)) + 2));
        } else if (kind == '*') {
            for (int i = Integer.parseInt(line.substring(1)); i > 0; i--) {
                readReply(reply);
            }
        }
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
