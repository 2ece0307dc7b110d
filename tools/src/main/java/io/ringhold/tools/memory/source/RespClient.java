package io.ringhold.tools.memory.source;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Asks a server a few things over one connection, in RESP2; replies are flat lists of texts. One thread. */
final class RespClient implements AutoCloseable {
    private static final int TIMEOUT_MS = 30_000;
    private static final int LONGEST_LINE = 64 << 10;
    private static final int LONGEST_TEXT = 64 << 20;
    private static final int MOST_TEXTS = 1 << 20;
    private static final int MOST_LEVELS = 8;

    private final Socket socket = new Socket();
    private final InputStream in;

    /** An error that the server has replied with. */
    static final class ErrorReply extends IOException {
        private static final long serialVersionUID = 1L;

        ErrorReply(final String message) {
            super(message);
        }
    }

    RespClient(final InetSocketAddress address) throws IOException {
        try {
            socket.connect(address, TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (final IOException e) {
            socket.close();
            throw e;
        }
    }

    InetAddress address() {
        return socket.getInetAddress();
    }

    /**
     * Sends a command and waits for its reply.
     *
     * @throws ErrorReply
     *             when that is an error.
     */
    List<String> ask(final List<String> words) throws IOException {
        final ByteArrayOutputStream command = new ByteArrayOutputStream();
        command.writeBytes(("*" + words.size() + "\r\n").getBytes(StandardCharsets.UTF_8));
        for (final String word : words) {
            final byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            command.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.UTF_8));
            command.writeBytes(bytes);
            command.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        socket.getOutputStream().write(command.toByteArray());
        final List<String> reply = new ArrayList<>();
        read(reply, 0);
        return reply;
    }

    private void read(final List<String> reply, final int level) throws IOException {
        final String line = line();
        final String rest = line.isEmpty() ? "" : line.substring(1);
        switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+', ':' -> reply.add(rest);
            case '-' -> throw new ErrorReply(rest);
            case '$' -> {
                final int length = number(rest, LONGEST_TEXT);
                if (length >= 0) {
                    reply.add(new String(in.readNBytes(length), StandardCharsets.UTF_8));
                    line();
                }
            }
            case '*' -> {
                final int count = number(rest, MOST_TEXTS);
                if (level == MOST_LEVELS) {
                    throw new IOException("the reply has more than " + MOST_LEVELS + " levels");
                }
                for (int i = 0; i < count; i++) {
                    read(reply, level + 1);
                }
            }
            default -> throw new IOException("the reply is not one of a server that speaks Redis' protocol");
        }
        if (reply.size() > MOST_TEXTS) {
            throw new IOException("the reply has more than " + MOST_TEXTS + " texts");
        }
    }

    private static int number(final String text, final int most) throws IOException {
        try {
            final int number = Integer.parseInt(text);
            if (number <= most) {
                return number;
            }
        } catch (final NumberFormatException _) {
            // told below
        }
        throw new IOException("the reply has the length '" + text + "'");
    }

    private String line() throws IOException {
        final ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the server has closed the connection");
            }
            if (line.size() == LONGEST_LINE) {
                throw new IOException("the reply is not one of a server that speaks Redis' protocol");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
