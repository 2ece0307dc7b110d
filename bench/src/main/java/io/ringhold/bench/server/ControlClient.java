package io.ringhold.bench.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Commands beside the load, one at a time, such as INFO. Blocking; for one thread. */
public final class ControlClient implements AutoCloseable {
    /** The server answered with an error. */
    public static final class ErrorReply extends Exception {
        private static final long serialVersionUID = 1L;

        ErrorReply(String message) {
            super(message);
        }
    }

    private final SocketChannel channel;
    private final InputStream in;
    private final OutputStream out;

    /** Over a connection in blocking mode, which it closes when it is closed itself. */
    public ControlClient(SocketChannel channel) throws IOException {
        this.channel = channel;
        in = new BufferedInputStream(channel.socket().getInputStream());
        out = channel.socket().getOutputStream();
    }

    /** Sends a command and returns its reply as text: what is nested is joined by line ends. */
    public String call(String... words) throws IOException, ErrorReply {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(("*" + words.length + "\r\n").getBytes(StandardCharsets.UTF_8));
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            request.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.UTF_8));
            request.writeBytes(bytes);
            request.writeBytes(new byte[] {'\r', '\n'});
        }
        out.write(request.toByteArray());
        out.flush();
        return read();
    }

    private String read() throws IOException, ErrorReply {
        String line = line();
        if (line.isEmpty()) {
            throw new IOException("the server sent an empty line in place of a reply");
        }
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+', ':', ',', '#', '(', '_' -> rest;
            case '-' -> throw new ErrorReply(rest);
            case '$' -> body(rest);
            case '!' -> throw new ErrorReply(body(rest));
            case '=' -> body(rest).substring("txt:".length());
            case '*', '~', '>' -> elements(length(rest));
            case '%' -> elements(2 * length(rest));
            default -> throw new IOException("the server does not speak RESP");
        };
    }

    private String elements(int count) throws IOException, ErrorReply {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(read()).append('\n');
        }
        return text.toString();
    }

    private String body(String lengthText) throws IOException {
        int length = length(lengthText);
        if (length < 0) {
            return "";
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length || in.readNBytes(2).length < 2) {
            throw closed();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int length(String text) throws IOException {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IOException("the server does not speak RESP", e);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw closed();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static EOFException closed() {
        return new EOFException("the server closed the connection");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
