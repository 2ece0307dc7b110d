package io.ringhold.server.transport;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.ringhold.server.log.ServerLog;
import org.agrona.concurrent.NanoClock;

/**
 * A socket that accepts clients and deals them out to the transports in turn. When accepting fails, for want of file
 * descriptors mostly, it says so at most once a second and pauses, as the selector would report the waiting client again and
 * again. Runs on the thread of the first transport.
 */
public final class Listener implements SelectionHandler {
    private static final int MAX_ACCEPTS_PER_TURN = 256;
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long REPORT_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final ServerSocketChannel channel;
    private final List<TransportAgent> spread;
    private final ServerLog log;
    private final NanoClock clock;
    private SelectionKey key;
    private int next;
    private boolean paused;
    private long resumeAtNs;
    private long reportAtNs;

    /**
     * @param channel
     *            bound and non-blocking.
     * @param spread
     *            the transports to deal connections out to, the first of which runs this listener.
     */
    public Listener(final ServerSocketChannel channel, final List<TransportAgent> spread, final ServerLog log,
            final NanoClock clock) {
        this.channel = channel;
        this.spread = List.copyOf(spread);
        this.log = log;
        this.clock = clock;
        this.reportAtNs = clock.nanoTime();
    }

    void register(final Selector selector) throws IOException {
        key = channel.register(selector, SelectionKey.OP_ACCEPT, this);
    }

    @Override
    public void ready(final SelectionKey selectionKey) {
        try {
            for (int i = 0; i < MAX_ACCEPTS_PER_TURN; i++) {
                final SocketChannel accepted = channel.accept();
                if (accepted == null) {
                    return;
                }
                give(accepted);
            }
        } catch (final IOException e) {
            pause(e);
        }
    }

    /** How long nothing is to be done for the listener: until accepting is tried again. */
    long pausedForNs() {
        return paused ? Math.max(0, resumeAtNs - clock.nanoTime()) : Long.MAX_VALUE;
    }

    void resumeWhenDue() {
        if (paused && resumeAtNs - clock.nanoTime() <= 0) {
            paused = false;
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    void close() {
        try {
            channel.close();
        } catch (final IOException e) {
            log.debug("Closing a listening socket: " + e.getMessage());
        }
    }

    private void give(final SocketChannel accepted) {
        final TransportAgent transport = spread.get(next);
        next = next + 1 == spread.size() ? 0 : next + 1;
        if (transport == spread.getFirst()) {
            transport.adopt(accepted);
        } else {
            transport.execute(() -> transport.adopt(accepted));
        }
    }

    private void pause(final IOException cause) {
        final long nowNs = clock.nanoTime();
        if (reportAtNs - nowNs <= 0) {
            reportAtNs = nowNs + REPORT_INTERVAL_NS;
            log.warning("Accepting client connection: " + cause.getMessage());
        }
        paused = true;
        resumeAtNs = nowNs + PAUSE_NS;
        key.interestOps(0);
    }
}
