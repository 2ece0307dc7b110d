package io.ringhold.server.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * A socket whose last reply has been sent and whose output is shut down: it is read to its end, or for a while, before it is
 * closed. Closing a socket with unread input would make the system reset the connection, and the peer might lose the reply.
 * Transport thread.
 */
final class Lingering implements SelectionHandler {
    private static final long MAX_DISCARDED_BYTES = 64L << 20;

    private final TransportAgent transport;
    private final SocketChannel channel;
    private final long deadlineNs;
    private long discarded;
    private boolean closed;

    Lingering(final TransportAgent transport, final SocketChannel channel, final long deadlineNs) {
        this.transport = transport;
        this.channel = channel;
        this.deadlineNs = deadlineNs;
    }

    @Override
    public void ready(final SelectionKey key) {
        final ByteBuffer scratch = transport.scratch().clear();
        try {
            final int count = channel.read(scratch);
            discarded += count;
            if (count < 0 || discarded > MAX_DISCARDED_BYTES) {
                close();
            }
        } catch (final IOException e) {
            transport.log().debug("Reading from closing client: " + e.getMessage());
            close();
        }
    }

    /** How long it may still take; 0 when the time is over or the socket closed. */
    long leftNs(final long nowNs) {
        return closed ? 0 : Math.max(0, deadlineNs - nowNs);
    }

    void close() {
        if (!closed) {
            closed = true;
            transport.closeQuietly(channel);
        }
    }
}
