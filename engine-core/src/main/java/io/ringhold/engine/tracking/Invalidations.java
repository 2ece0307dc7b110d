package io.ringhold.engine.tracking;

import io.ringhold.engine.client.ChunkPool;
import io.ringhold.engine.client.OutputBuffer;
import io.ringhold.engine.client.Session;
import io.ringhold.engine.client.Session.Closing;
import io.ringhold.engine.pipeline.Pushes;
import io.ringhold.engine.util.GrowingBuffer;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Memory;

/**
 * Brings messages to clients: to the one that tracks, or to the one that it redirects to. Messages for the client whose command is being
 * executed wait for the end of its reply, which they would tear apart otherwise. Of what that client itself tracks the keys wait, and how it
 * tracks at the end decides about them, as in Redis: within a transaction it may speak another protocol then, or redirect. Engine thread; allocates
 * nothing.
 */
final class Invalidations {
    private final InvalidationMessage everything;
    private final GrowingBuffer broken;
    /** Messages for the client whose command is being executed. */
    private final GrowingBuffer pending;
    private final OwnKeys own;
    private final InvalidationMessage ownMessage;
    private Pushes pushes;
    private Session executing;
    /** Whose keys are being told of at the end of its command. */
    private Session concluding;
    /** To whom {@link #write} goes. */
    private Session receiver;
    private long written;

    Invalidations(final Arena arena) {
        this.everything = new InvalidationMessage(arena);
        this.broken = new GrowingBuffer(arena, MemoryTag.TRACKING);
        this.pending = new GrowingBuffer(arena, MemoryTag.TRACKING);
        this.own = new OwnKeys(arena);
        this.ownMessage = new InvalidationMessage(arena);
    }

    /** To be called before anything is sent; false when there is no memory. */
    boolean prepare(final Pushes sender) {
        pushes = sender;
        return everything.prepare() && ownMessage.prepare();
    }

    /** Says whose command is being executed, null when none is. */
    void executing(final Session session) {
        executing = session;
    }

    /** Whose command is being executed, or null. */
    Session executing() {
        return executing;
    }

    /** Tells of a key: at once, or at the end of the command if it is the tracking client's own. */
    void sendKey(final Tracker tracker, final InvalidationMessage message, final long address, final int length) {
        if (tracker.session() == executing) {
            own.add(address, length);
            executing.epilogue(true);
        } else {
            send(tracker, message);
        }
    }

    /** Tells to forget everything, at the same time as {@link #sendKey}. */
    void sendAll(final Tracker tracker) {
        if (tracker.session() == executing) {
            own.addAll();
            executing.epilogue(true);
        } else {
            send(tracker, everything);
        }
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

    /**
     * Writes what has waited for the end of the session's command.
     *
     * @param tracker
     *            how the session tracks, or null when it never has.
     */
    void flush(final Session session, final Tracker tracker) {
        if (pending.isIncomplete()) {
            receiver = session;
            executing = null;
            everything.writeAll(this, session.protocol() == 3);
            executing = session;
        } else if (pending.length() > 0) {
            session.output().write(pending.address(), pending.length());
        }
        pending.clear();
        if (tracker != null && !own.isEmpty()) {
            concluding = session;
            executing = null;
            for (long at = own.first(); at != OwnKeys.NONE; at = own.next(at)) {
                if (own.isOfAll(at)) {
                    send(tracker, everything);
                } else {
                    ownMessage.only(own.address(at), own.length(at));
                    send(tracker, ownMessage);
                }
            }
            executing = session;
            concluding = null;
        }
        own.clear();
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
        } else if (session != concluding) {
            session.output().reclaim();
        }
    }

    private void end() {
        if (receiver != executing && receiver != concluding) {
            pushes.end(receiver);
        }
    }
}
