package io.ringhold.server;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** A server that replies what a test says. Each connection has a thread of its own. */
final class FakeTarget implements AutoCloseable {
    /** In the place of a reply: the connection is closed. */
    static final String HANG_UP = "";

    private static final long PATIENCE_S = 20;

    private final ServerSocket server;
    private final Function<List<String>, String> script;
    private final BlockingQueue<List<String>> requests = new LinkedBlockingQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile OutputStream lastUsed;

    /**
     * @param script
     *            from a request's arguments to the raw reply; may block.
     */
    FakeTarget(final Function<List<String>, String> script) {
        this.script = script;
        try {
            server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().start(this::accept);
    }

    /** Replies OK to everything but to a command, to which it replies something else. */
    static FakeTarget replying(final String command, final String reply) {
        return new FakeTarget(request -> request.getFirst().equals(command) ? reply : "+OK\r\n");
    }

    String port() {
        return Integer.toString(server.getLocalPort());
    }

    /** Connections that there have been. */
    int connections() {
        return connections.get();
    }

    /** The arguments of the next request. */
    List<String> awaitRequest() {
        try {
            final List<String> request = requests.poll(PATIENCE_S, TimeUnit.SECONDS);
            if (request == null) {
                throw new AssertionError("no request has come");
            }
            return request;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** As {@link #awaitRequest}, for the next one of a command. */
    List<String> awaitRequest(final String command) {
        List<String> request = awaitRequest();
        while (!request.getFirst().equals(command)) {
            request = awaitRequest();
        }
        return request;
    }

    /** Sends, to who has asked last, what nobody has asked for. */
    void say(final String raw) {
        try {
            lastUsed.write(raw.getBytes(ISO_8859_1));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                final Socket socket = server.accept();
                connections.incrementAndGet();
                Thread.ofPlatform().daemon().start(() -> serve(socket));
            } catch (final IOException _) {
                return; // the test is over
            }
        }
    }

    private void serve(final Socket connection) {
        try (Socket socket = connection;
                InputStream in = new BufferedInputStream(socket.getInputStream());
                OutputStream out = socket.getOutputStream()) {
            while (true) {
                final List<String> request = read(in);
                lastUsed = out;
                requests.add(request);
                final String reply = script.apply(request);
                if (reply.equals(HANG_UP)) {
                    return;
                }
                out.write(reply.getBytes(ISO_8859_1));
            }
        } catch (final IOException _) {
            // the other side has hung up
        }
    }

    private static List<String> read(final InputStream in) throws IOException {
        final int count = Integer.parseInt(line(in).substring(1));
        final List<String> arguments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            final int length = Integer.parseInt(line(in).substring(1));
            arguments.add(new String(in.readNBytes(length), ISO_8859_1));
            line(in);
        }
        return arguments;
    }

    private static String line(final InputStream in) throws IOException {
        final StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            line.append((char) next);
        }
        return line.substring(0, line.length() - 1);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
