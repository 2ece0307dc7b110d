package io.ringhold.server.peer;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

import io.ringhold.engine.port.PeerAddress;
import org.agrona.concurrent.NanoClock;

/** Connections that nobody uses now: who wants one to the same server gets the one used last. Any thread. */
final class IdleConnections {
    /** How long a connection is kept. */
    static final long KEPT_NS = TimeUnit.SECONDS.toNanos(10);

    private static final int MAX_KEPT = 64;

    private record Idle(PeerAddress address, PeerConnection connection, long sinceNs) {}

    private final NanoClock clock;
    /** The one used last is the first. */
    private final ArrayDeque<Idle> idle = new ArrayDeque<>();

    IdleConnections(final NanoClock clock) {
        this.clock = clock;
    }

    synchronized int size() {
        return idle.size();
    }

    /** A connection, or null when there is none to that server. */
    synchronized PeerConnection take(final PeerAddress address) {
        for (final Iterator<Idle> each = idle.iterator(); each.hasNext();) {
            final Idle next = each.next();
            if (next.address().equals(address)) {
                each.remove();
                return next.connection();
            }
        }
        return null;
    }

    /** Keeps a connection; when there are too many the oldest is closed. */
    synchronized void keep(final PeerAddress address, final PeerConnection connection) {
        if (idle.size() == MAX_KEPT) {
            idle.removeLast().connection().close();
        }
        idle.addFirst(new Idle(address, connection, clock.nanoTime()));
    }

    /** Closes what has been kept long enough. */
    synchronized void closeOld() {
        final long nowNs = clock.nanoTime();
        while (!idle.isEmpty() && nowNs - idle.getLast().sinceNs() >= KEPT_NS) {
            idle.removeLast().connection().close();
        }
    }
}
