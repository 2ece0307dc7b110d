package io.ringhold.server.peer;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;

import io.ringhold.engine.port.PeerAddress;
import io.ringhold.engine.port.PeerReplies.Failure;

/** A connection to another server, with a limit to each wait. One thread at a time, any but the engine's. */
final class PeerConnection implements AutoCloseable {
    private static final int MAX_PORT = 65_535;
    private static final int MAX_LINE = 1024;
    private static final int MAX_WRITE = 1 << 20;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    /** What has been read, from position to limit. */
    private final ByteBuffer in = ByteBuffer.allocate(16 * MAX_LINE).limit(0);
    private final StringBuilder line = new StringBuilder();

    private PeerConnection(final SocketChannel channel, final Selector selector, final SelectionKey key) {
        this.channel = channel;
        this.selector = selector;
        this.key = key;
    }

    /** Connects to the first address of the name that does not refuse. */
    static PeerConnection connect(final PeerAddress address, final int timeoutMs) throws PeerException {
        if (address.port() <= 0 || address.port() > MAX_PORT) {
            throw new PeerException(Failure.WRITING, false, null);
        }
        PeerException refused = null;
        for (final InetAddress host : resolve(address.host())) {
            try {
                return connect(new InetSocketAddress(host, address.port()), timeoutMs);
            } catch (final PeerException e) {
                if (e.isTimeout()) {
                    throw e;
                }
                refused = e;
            }
        }
        throw refused == null ? new PeerException(Failure.CONNECTING, false, null) : refused;
    }

    private static InetAddress[] resolve(final String host) throws PeerException {
        if (host.isEmpty()) { // for Java that is this machine
            throw new PeerException(Failure.CONNECTING, false, null);
        }
        try {
            return InetAddress.getAllByName(host);
        } catch (final UnknownHostException e) {
            throw new PeerException(Failure.CONNECTING, false, e);
        }
    }

    private static PeerConnection connect(final InetSocketAddress address, final int timeoutMs) throws PeerException {
        PeerConnection connection = null;
        try {
            connection = open();
            if (!connection.channel.connect(address)) {
                if (!connection.isReady(SelectionKey.OP_CONNECT, timeoutMs)) {
                    throw new PeerException(Failure.CONNECTING, true, null);
                }
                connection.channel.finishConnect();
            }
            return connection;
        } catch (final PeerException e) {
            connection.close();
            throw e;
        } catch (final IOException e) {
            closeIfOpen(connection);
            throw new PeerException(Failure.WRITING, false, e);
        } catch (final IllegalArgumentException | UnsupportedOperationException e) { // such as of IPv6, without it
            closeIfOpen(connection);
            throw new PeerException(Failure.CONNECTING, false, e);
        }
    }

    private static void closeIfOpen(final PeerConnection connection) {
        if (connection != null) {
            connection.close();
        }
    }

    private static PeerConnection open() throws IOException {
        final SocketChannel channel = SocketChannel.open();
        Selector selector = null;
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            selector = Selector.open();
            return new PeerConnection(channel, selector, channel.register(selector, 0));
        } catch (final IOException | RuntimeException e) {
            channel.close();
            if (selector != null) {
                selector.close();
            }
            throw e;
        }
    }

    /**
     * Sends requests, then adds the lines of so many replies to a list, which has those that have come when it fails. It fails, and none counts, when
     * there is more to read than was asked for, before or behind: then nobody knows which reply is whose.
     */
    void exchange(final MemorySegment requests, final int count, final int timeoutMs, final List<String> lines)
            throws PeerException {
        if (unread() != 0) {
            throw new PeerException(Failure.READING, false, new IOException("what came was not asked for, or the end"));
        }
        write(requests, timeoutMs);
        while (lines.size() < count) {
            lines.add(readLine(timeoutMs));
        }
        if (unread() > 0) {
            lines.clear();
            throw new PeerException(Failure.READING, false, new IOException("more replies than requests"));
        }
    }

    /** Bytes that have come, without waiting for any; -1 at the end. */
    private int unread() {
        if (in.hasRemaining()) {
            return in.remaining();
        }
        in.clear();
        try {
            return channel.read(in);
        } catch (final IOException _) {
            return -1; // whoever goes on to use it is told
        } finally {
            in.flip();
        }
    }

    private void write(final MemorySegment requests, final int timeoutMs) throws PeerException {
        try {
            long written = 0;
            while (written < requests.byteSize()) {
                final long part = Math.min(MAX_WRITE, requests.byteSize() - written);
                final int count = channel.write(requests.asSlice(written, part).asByteBuffer());
                if (count == 0 && !isReady(SelectionKey.OP_WRITE, timeoutMs)) {
                    throw new PeerException(Failure.WRITING, true, null);
                }
                written += count;
            }
        } catch (final PeerException e) {
            throw e;
        } catch (final IOException e) {
            throw new PeerException(Failure.WRITING, false, e);
        }
    }

    private String readLine(final int timeoutMs) throws PeerException {
        line.setLength(0);
        while (true) {
            while (in.hasRemaining()) {
                final char next = (char) (in.get() & 0xff);
                if (next == '\n') {
                    final int length = line.length();
                    return line.substring(0, length > 0 && line.charAt(length - 1) == '\r' ? length - 1 : length);
                }
                line.append(next);
            }
            if (line.length() > MAX_LINE) {
                throw new PeerException(Failure.READING, false, new IOException("what came is no line of a reply"));
            }
            read(timeoutMs);
        }
    }

    private void read(final int timeoutMs) throws PeerException {
        in.clear();
        try {
            int count = channel.read(in);
            if (count == 0) {
                if (!isReady(SelectionKey.OP_READ, timeoutMs)) {
                    throw new PeerException(Failure.READING, true, null);
                }
                count = channel.read(in);
            }
            if (count < 0) {
                throw new EOFException();
            }
        } catch (final PeerException e) {
            throw e;
        } catch (final IOException e) {
            throw new PeerException(Failure.READING, false, e);
        } finally {
            in.flip();
        }
    }

    private boolean isReady(final int operation, final int timeoutMs) throws IOException {
        key.interestOps(operation);
        final boolean ready = selector.select(timeoutMs) != 0;
        selector.selectedKeys().clear();
        return ready;
    }

    /** What was sent and not answered does not matter. */
    @Override
    public void close() {
        try (selector; channel) {
            key.cancel();
        } catch (final IOException _) {
            // there is nothing that anybody could do, and the engine's thread, which closes, too, has to go on
        }
    }
}
