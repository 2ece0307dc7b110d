package io.ringhold.server.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;

import io.ringhold.engine.client.ChunkPool;
import io.ringhold.engine.client.OutputBuffer;
import io.ringhold.engine.client.Session;
import io.ringhold.engine.client.SessionAddress;
import io.ringhold.engine.port.Transport;
import org.agrona.concurrent.EpochClock;

/** Makes sessions with ids that grow across all transports. Any thread. */
public final class SessionFactory {
    /** The first number that is not one of standard input, output, error, selector and listeners in a common set-up. */
    private static final long FIRST_DESCRIPTOR = 7;

    private final ChunkPool chunks;
    private final EpochClock clock;
    private final AtomicLong ids = new AtomicLong();

    /**
     * @param chunks
     *            of the engine; sessions only refer to it.
     */
    public SessionFactory(final ChunkPool chunks, final EpochClock clock) {
        this.chunks = chunks;
        this.clock = clock;
    }

    /** The session of a connection; the attachment is the transport's record of it. */
    Session create(final Transport transport, final Object attachment, final SocketChannel channel) throws IOException {
        final long id = ids.incrementAndGet();
        return new Session(id, transport, attachment, address(channel, FIRST_DESCRIPTOR + id), new OutputBuffer(chunks),
                clock.time());
    }

    private static SessionAddress address(final SocketChannel channel, final long descriptor) throws IOException {
        final SocketAddress local = channel.getLocalAddress();
        if (local instanceof final UnixDomainSocketAddress unix) {
            final String path = unix.getPath() + ":0";
            return new SessionAddress(path, path, descriptor, true);
        }
        return new SessionAddress(text((InetSocketAddress) channel.getRemoteAddress()), text((InetSocketAddress) local),
                descriptor, false);
    }

    private static String text(final InetSocketAddress address) {
        return address == null ? "?:0" : AddressText.of(address); // the peer may have gone already
    }
}
