package io.ringhold.engine.tracking;

import io.ringhold.engine.client.ChunkPool;
import io.ringhold.engine.client.OutputBuffer;
import io.ringhold.engine.client.Session;
import io.ringhold.engine.client.Session.Closing;
import io.ringhold.engine.pipeline.Pushes;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.memory.Memory;

/**
 * Brings messages to clients: to the one that tracks, or to the one that it redirects to. Messages for the client whose command is being
 * executed wait for the end of its reply, which they would tear apart otherwise. Engine thread; allocates nothing.
 */
final class Invalidations {
    private final InvalidationMessage everything;
    private final GrowingBuffer broken;
    private final GrowingBuffer pending;
    private Pushes pushes;
    private Session executing;
    /** To whom {@link #write} goes. */
    private Session receiver;
    private long written;

    Invalidations(final Arena arena) {
        this.everything = new InvalidationMessage(arena);
        this.broken = new GrowingBuffer(arena);
        this.pending = new GrowingBuffer(arena);
    }

    /** To be called before anything is sent; false when there is no memory. */
    boolean prepare(final Pushes sender) {
        pushes = sender;
        return everything.prepare();
    }

    /** Says whose command is being executed, null when none is. */
    void executing(final Session session) {
        executing = session;
    }

    /**
     * Sends a message to whom it concerns. A client that speaks RESP2 gets it only in the place of another one, and, as in Redis, when it has
     * subscribed, whichever channels.
     */
    void send(final Tracker tracker, final InvalidationMessage message) {
        final Session destination = tracker.destination();
        if (destination == null) {
            redirectionBroken(tracker);
        } else if (destination.closing() != Closing.NO) {
            return;
        } else if (destination.protocol() == 3) {
            begin(destination);
            message.writeTo(this, true);
            end();
        } else if (tracker.redirects() && destination.subscriber() != null) {
            begin(destination);
            message.writeTo(this, false);
            end();
        }
    }

    /** Writes what has waited for the end of the session's command. */
    void flush(final Session session) {
        if (pending.isIncomplete()) {
            receiver = session;
            executing = null;
            everything.writeAll(this, session.protocol() == 3);
            executing = session;
        } else if (pending.length() > 0) {
            session.output().write(pending.address(), pending.length());
        }
        pending.clear();
    }

    /** Bytes written so far to all clients. */
    long written() {
        return written;
    }

    /** Adds bytes to the message that is being sent. */
    void write(final long address, final long length) {
        written += length;
        final OutputBuffer output = receiver.output();
        if (receiver == executing) {
            pending.bytes(address, length);
        } else if (length > ChunkPool.SMALL_CHUNK_BYTES) {
            output.write(address, length);
        } else {
            final long at = output.reserveMessage((int) length);
            if (at != 0) {
                Memory.copy(address, at, length);
                output.advance((int) length);
            }
        }
    }

    private void redirectionBroken(final Tracker tracker) {
        tracker.redirectionBroken(true);
        if (tracker.session().protocol() != 3) {
            return;
        }
        broken.clear();
        broken.text(">2\r\n$21\r\ntracking-redir-broken\r\n");
        broken.line(':', tracker.redirectionId());
        if (!broken.isIncomplete()) {
            begin(tracker.session());
            write(broken.address(), broken.length());
            end();
        }
    }

    private void begin(final Session session) {
        receiver = session;
        if (session == executing) {
            session.epilogue(true);
        } else {
            session.output().reclaim();
        }
    }

    private void end() {
        if (receiver != executing) {
            pushes.end(receiver);
        }
    }
}
