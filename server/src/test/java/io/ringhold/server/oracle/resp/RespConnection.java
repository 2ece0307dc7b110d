package io.ringhold.server.oracle.resp;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A blocking client that shows replies exactly as they came. What is sent is buffered until {@link #flush} or a read.
 * For one thread. I/O errors, and a reply that does not come in time, are {@link UncheckedIOException}s.
 */
public final class RespConnection implements AutoCloseable {
    /** How long a reply is waited for unless said otherwise. */
    public static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Socket socket;
    private final OutputStream out;
    private final RespParser parser;

    private RespConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.out = new BufferedOutputStream(socket.getOutputStream(), 64 * 1024);
        this.parser = new RespParser(socket.getInputStream());
    }

    /** Connects to a port of this machine. */
    public static RespConnection connect(int port) {
        return connect(port, TIMEOUT);
    }

    /** Connects to a port of this machine; connecting and each reply may take {@code timeout}. */
    public static RespConnection connect(int port, Duration timeout) {
        return connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), timeout);
    }

    /** Connects to an address; connecting and each reply may take {@code timeout}. */
    public static RespConnection connect(InetSocketAddress address, Duration timeout) {
        return io(() -> {
            Socket socket = new Socket();
            try {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout((int) timeout.toMillis());
                socket.connect(address, (int) timeout.toMillis());
                return new RespConnection(socket);
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        });
    }

    /** Sends a command. */
    public void send(Command command) {
        sendRaw(command.wire());
    }

    /** Sends a command of texts. */
    public void send(String... args) {
        send(Command.of(args));
    }

    /** Sends a command of byte strings. */
    public void send(byte[][] args) {
        send(Command.of(args));
    }

    /** Sends a line as an inline command. */
    public void sendInline(String line) {
        sendRaw((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Sends bytes as they are. */
    public void sendRaw(byte[] bytes) {
        io(() -> {
            out.write(bytes);
            return null;
        });
    }

    /** Hands what was sent to the network. */
    public void flush() {
        io(() -> {
            out.flush();
            return null;
        });
    }

    /** Flushes, then reads the next reply. */
    public Reply read() {
        return io(() -> {
            out.flush();
            return parser.read();
        });
    }

    /**
     * Flushes, then waits for a reply to begin, or for the server to close the connection.
     *
     * @param patience how long, at least a millisecond
     * @return whether that happened in time
     */
    public boolean awaitInput(Duration patience) {
        return io(() -> {
            out.flush();
            int timeoutMs = socket.getSoTimeout();
            socket.setSoTimeout((int) patience.toMillis());
            try {
                parser.hasInput();
                return true;
            } catch (SocketTimeoutException nothing) {
                return false;
            } finally {
                socket.setSoTimeout(timeoutMs);
            }
        });
    }

    /** Flushes; whether a reply has begun to come in. */
    public boolean hasInput() {
        return io(() -> {
            out.flush();
            return parser.isInputAvailable();
        });
    }

    /** The port of this end. */
    public int localPort() {
        return socket.getLocalPort();
    }

    /** Sends a command and reads its reply. */
    public Reply call(Command command) {
        send(command);
        return read();
    }

    /** Sends a command of texts and reads its reply. */
    public Reply call(String... args) {
        return call(Command.of(args));
    }

    /** Sends a command of byte strings and reads its reply. */
    public Reply call(byte[][] args) {
        return call(Command.of(args));
    }

    /** Sends all commands, then reads all replies; what is sent must fit into the socket's buffers. */
    public List<Reply> pipeline(List<Command> commands) {
        commands.forEach(this::send);
        List<Reply> replies = new ArrayList<>(commands.size());
        for (int i = 0; i < commands.size(); i++) {
            replies.add(read());
        }
        return replies;
    }

    /**
     * Waits until the server closes the connection.
     *
     * @return whether it did so without sending another reply
     */
    public boolean awaitClosed() {
        try {
            out.flush();
            parser.read();
            return false;
        } catch (EOFException | SocketException closed) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        io(() -> {
            socket.close();
            return null;
        });
    }

    private static <T> T io(Io<T> action) {
        try {
            return action.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FunctionalInterface
    private interface Io<T> {
        T run() throws IOException;
    }
}
