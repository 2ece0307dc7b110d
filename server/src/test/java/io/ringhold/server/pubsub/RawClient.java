package io.ringhold.server.pubsub;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A connection that keeps every byte it gets. Text is Latin-1. For one thread. */
final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MS = 20_000;

    private final Socket socket;
    private final InputStream input;
    private final byte[] buffer = new byte[64 * 1024];
    private final ByteArrayOutputStream unread = new ByteArrayOutputStream();

    RawClient(final int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PATIENCE_MS);
            socket.setTcpNoDelay(true);
            input = socket.getInputStream();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends inline commands. */
    void send(final String lines) {
        try {
            socket.getOutputStream().write((lines + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads until what has come since the last call ends with a text, and returns it. */
    String readUntil(final String end) {
        return readUntilMatch(Pattern.compile(Pattern.quote(end) + "\\z"));
    }

    /** Reads until the end of a subscription to a channel is confirmed, and returns all that has come since the last call. */
    String readUntilUnsubscribed(final String channel) {
        return readUntilMatch(Pattern.compile(
                "unsubscribe\\r\\n\\$\\d+\\r\\n" + Pattern.quote(channel) + "\\r\\n:\\d+\\r\\n\\z"));
    }

    /** Reads until the server closes the connection, and returns how many bytes came. */
    long readToEnd() {
        long bytes = 0;
        try {
            for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
                bytes += count;
            }
        } catch (final IOException e) {
            // a connection that is reset has ended too, one that is silent has not
            if (e instanceof SocketTimeoutException) {
                throw new AssertionError("not closed after " + bytes + " bytes", e);
            }
        }
        return bytes;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String readUntilMatch(final Pattern end) {
        try {
            while (true) {
                final String text = unread.toString(StandardCharsets.ISO_8859_1);
                if (end.matcher(text).find()) {
                    unread.reset();
                    return text;
                }
                final int count = input.read(buffer);
                if (count < 0) {
                    throw new AssertionError("closed by the server after: " + text);
                }
                unread.write(buffer, 0, count);
            }
        } catch (final IOException e) {
            throw new AssertionError("waited in vain for " + end + " after: "
                    + unread.toString(StandardCharsets.ISO_8859_1), e);
        }
    }
}
