package io.ringhold.server.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

import io.ringhold.engine.client.RequestMemory;
import io.ringhold.engine.client.Session;
import io.ringhold.engine.client.Session.Closing;
import io.ringhold.engine.resp.InputBuffer;
import io.ringhold.engine.resp.RequestFramer;
import io.ringhold.engine.resp.RequestFramer.Status;

/**
 * One client's socket: reads and frames requests, publishes them batch by batch, writes replies.
 *
 * <pre>
 *              read            publish                         take back
 *   socket ----------> in ------------------> inFlight ===ring===> engine ---+
 *     ^                (tail moves to a fresh buffer)                         |
 *     +------------------------- session.output() &lt;---------------------------+
 * </pre>
 *
 * <p>
 * One batch is in flight at a time. Meanwhile reading goes on into the next buffer, so that a client that goes away is noticed: up to a
 * bound, and beyond it while a command in flight waits for a key, which may be for ever. What follows a protocol error is read
 * and dropped. The end of a connection has three steps: no more input (end of stream, protocol error, or the engine wants to close); the
 * socket closed, once all replies are sent or at once after an error; the engine told, once no batch is in flight. (Of a batch
 * that is, the engine is told that the client has hung up, since a command in it may wait for a key.) After that
 * neither the session nor its output is touched.
 *
 * <p>
 * Transport thread only.
 */
final class Connection implements SelectionHandler {
    /** Unsent bytes of replies at which reading stops; it goes on below half. Redis has no such bound. */
    static final long MAX_UNSENT_BYTES = 64L << 20;
    /**
     * Bytes of replies that are sent at a time; the rest when the selector says that the socket takes more. The client reads meanwhile,
     * from the cache, and other clients need not wait.
     */
    private static final long MAX_SENT_AT_ONCE = 80 * 1024;
    /** Bytes that are read ahead while a batch is in flight, unless a command in it waits for a key, or while the ring is full. */
    static final int MAX_READ_AHEAD_BYTES = 256 * 1024;

    private final TransportAgent transport;
    private final SocketChannel channel;
    private final ClientSocket socket;
    private final RequestFramer framer;
    private final Session session;
    private SelectionKey key;
    private int interest;
    private InputBuffer in;
    private InputBuffer inFlight;
    private Status status = Status.READY;
    private int seenInWindow;
    /** When the replies that are not yet written were ready. */
    private long readyNs;
    private boolean repliesReady;
    private boolean announced;
    private boolean inputEnded;
    private boolean streamEnded;
    private boolean hungUpTold;
    private boolean throttled;
    private boolean closed;
    private boolean forgotten;
    /** Whether the transport's queue of what waits for the ring holds this. */
    boolean waitsForRing;

    Connection(final TransportAgent transport, final SocketChannel channel, final SessionFactory sessions)
            throws IOException {
        this.transport = transport;
        this.channel = channel;
        this.socket = new ClientSocket(channel);
        this.framer = new RequestFramer(transport.limits());
        this.session = sessions.create(transport, this, channel);
    }

    /** Begins to listen to the socket. */
    void open(final SelectionKey selectionKey) {
        key = selectionKey;
        interest = SelectionKey.OP_READ;
        publish();
    }

    @Override
    public void ready(final SelectionKey selectionKey) {
        seenInWindow = transport.coalescing().ready(seenInWindow);
        final int ready = selectionKey.readyOps();
        if ((ready & SelectionKey.OP_WRITE) != 0) {
            flush();
        }
        if ((ready & SelectionKey.OP_READ) != 0 && !closed) {
            if (!inputEnded) {
                read();
            } else if (isDiscarding()) {
                discard();
            }
        }
        proceed();
    }

    /** The engine has done something with the session: replies, a batch handed back, or a wish to close. */
    void serve() {
        if (inFlight != null && session.takeCompletedBatch() != null) {
            readyNs = inFlight.batch().readyNs();
            repliesReady = true;
            transport.buffers().give(inFlight);
            inFlight = null;
            noteMemory();
        }
        if (closed) {
            publish();
            return;
        }
        // a socket that was full tells when it takes more; to try for each message that a slow subscriber gets would be in vain
        if ((interest & SelectionKey.OP_WRITE) == 0) {
            flush();
        }
        if (status == Status.AWAITING_AUTHENTICATION && inFlight == null && in != null) {
            frame();
        }
        proceed();
    }

    /** Publishes what is due; called again later when the ring is full. */
    void publish() {
        if (!tryPublish()) {
            transport.waitForRing(this);
        }
    }

    /** Closes the socket without sending what is unsent. */
    void close() {
        if (closed) {
            return;
        }
        release();
        transport.closeChannel(channel);
        publish();
    }

    /** Closes the socket when the whole transport ends: the engine is not told. */
    void abandon() {
        if (!closed) {
            release();
            transport.closeChannel(channel);
        }
    }

    /** True when published replies are still to be sent. */
    boolean hasUnsent() {
        return !closed && session.output().hasUnsent();
    }

    private void read() {
        if (in == null) {
            in = transport.buffers().take();
        }
        final ByteBuffer room = in == null ? null : in.room(framer.wantedBytes());
        if (room == null) {
            outOfMemory();
            return;
        }
        final int count;
        try {
            count = socket.read(room, in.roomAddress());
        } catch (final IOException e) {
            transport.log().verbose("Reading from client: " + e.getMessage());
            close();
            return;
        }
        if (count < 0) {
            inputEnded = true;
            streamEnded = true;
        } else if (count > 0) {
            in.received(count);
            transport.traffic().received(count);
            session.requests().received(count);
            frame();
            noteMemory();
        }
    }

    /** Reads what nobody wants to know, to see the end of it. */
    private void discard() {
        try {
            final int count = channel.read(transport.scratch().clear());
            if (count < 0) {
                streamEnded = true;
            } else {
                transport.traffic().received(count);
                session.requests().received(count);
            }
        } catch (final IOException e) {
            transport.log().verbose("Reading from client: " + e.getMessage());
            close();
        }
    }

    /** While a command before the error is executed or waits; after that the connection closes by itself. */
    private boolean isDiscarding() {
        return status == Status.BROKEN && !streamEnded && inFlight != null;
    }

    private void frame() {
        final boolean unauthenticated = transport.limits().passwordRequired() && !session.authenticated();
        final boolean empty = in.commands() == 0;
        status = framer.frame(in, unauthenticated, inFlight != null);
        if (empty && in.commands() != 0) {
            in.batch().foundNs(transport.turnNs());
        }
        if (status == Status.OUT_OF_MEMORY) {
            outOfMemory();
        } else if (status == Status.BROKEN) {
            inputEnded = true;
        } else if (isOverLimit()) {
            transport.log()
                    .warning("Closing client that reached max query buffer length: addr=" + session.address().peer());
            close();
        }
    }

    /** Complete commands are published soon, unless they stand behind one that waits; then what tells where they lie counts, too. */
    private boolean isOverLimit() {
        if (in.commands() == 0) {
            return in.filled() > transport.limits().maxBufferedBytes();
        }
        return inFlight != null && in.filled() >= MAX_READ_AHEAD_BYTES && session.isWaiting()
                && (long) in.filled() + in.indexCapacity() > transport.limits().maxBufferedBytes();
    }

    /** After anything has happened: publishes, closes, and says what to wait for. */
    private void proceed() {
        if (closed) {
            return;
        }
        final Closing closing = session.closing();
        if (closing == Closing.NOW) {
            close();
            return;
        }
        if (closing == Closing.AFTER_REPLIES) {
            inputEnded = true;
            if (inFlight == null && !session.output().hasUnsent()) {
                closeGently();
                return;
            }
        } else {
            publish();
            if (closed) {
                return; // for want of memory
            }
            dropEmptyBuffer();
            if (inputEnded && inFlight == null && !hasBatch() && !session.output().hasUnsent()) {
                close();
                return;
            }
        }
        updateInterest();
    }

    /** Sends what the socket takes. */
    void flush() {
        if (closed) {
            return;
        }
        final long sentBefore = session.output().sentBytes();
        try {
            session.output().drain(socket, MAX_SENT_AT_ONCE);
            transport.traffic().sent(session.output().sentBytes() - sentBefore);
            if (repliesReady && !session.output().hasUnsent()) {
                repliesReady = false;
                transport.flushed(readyNs);
            }
        } catch (final IOException e) {
            transport.log().verbose("Error writing to client: " + e.getMessage());
            close();
        }
    }

    private boolean tryPublish() {
        if (!announced) {
            if (!transport.ring().tryPublishConnected(session)) {
                return false;
            }
            announced = true;
        }
        if (inFlight != null) {
            return tryPublishHungUp();
        }
        if (forgotten) {
            return true;
        }
        if (closed) {
            forgotten = transport.ring().tryPublishDisconnected(session);
            if (forgotten) {
                transport.forget(this);
            }
            return forgotten;
        }
        return !hasBatch() || session.closing() != Closing.NO || tryPublishBatch() && tryPublishHungUp();
    }

    /** A command in flight that waits for a key would wait for nobody. */
    private boolean tryPublishHungUp() {
        if (!hungUpTold && (closed || streamEnded)) {
            hungUpTold = transport.ring().tryPublishHungUp(session);
            return hungUpTold;
        }
        return true;
    }

    private boolean tryPublishBatch() {
        in.seal();
        if (!transport.ring().tryPublish(session, in.batch())) {
            return false;
        }
        inFlight = in;
        in = null;
        if (status == Status.BROKEN) {
            return true;
        }
        // the engine reads the complete commands only, so the tail may still be copied from the buffer in flight
        if (framer.hasTail(inFlight)) {
            in = transport.buffers().take();
            if (in == null || !framer.moveTail(inFlight, in)) {
                outOfMemory();
            }
            noteMemory();
        } else {
            framer.restart();
        }
        return true;
    }

    private boolean hasBatch() {
        return in != null && (in.commands() != 0 || status == Status.BROKEN);
    }

    private void dropEmptyBuffer() {
        if (in != null && !hasBatch() && !framer.hasTail(in)) {
            framer.restart();
            transport.buffers().give(in);
            in = null;
            noteMemory();
        }
    }

    private void outOfMemory() {
        transport.log()
                .warning("No memory for the requests of client " + session.address().peer() + ": connection closed");
        close();
    }

    private void closeGently() {
        release();
        transport.gate().leave();
        transport.linger(channel, key);
        publish();
    }

    private void release() {
        closed = true;
        if (in != null) {
            transport.buffers().give(in);
            in = null;
            noteMemory();
        }
    }

    /** Lets the engine know what the buffers take. */
    private void noteMemory() {
        final RequestMemory memory = session.requests();
        final long before = memory.totalBytes();
        long filled = 0;
        long capacity = 0;
        long index = 0;
        if (in != null) {
            filled = in.filled();
            capacity = in.capacity();
            index = in.indexCapacity();
        }
        if (inFlight != null) {
            filled += inFlight.filled();
            capacity += inFlight.capacity();
            index += inFlight.indexCapacity();
        }
        memory.holds(filled, capacity - filled, index);
        if (capacity + index != before) {
            transport.traffic().heldMore(capacity + index - before);
        }
    }

    private void updateInterest() {
        final long unsent = session.output().unsentBytes();
        throttled = unsent > (throttled ? MAX_UNSENT_BYTES / 2 : MAX_UNSENT_BYTES);
        int wanted = unsent != 0 ? SelectionKey.OP_WRITE : 0;
        if (!throttled && (inputEnded ? isDiscarding() : !isFarAhead())) {
            wanted |= SelectionKey.OP_READ;
        }
        if (wanted != interest) {
            interest = wanted;
            key.interestOps(wanted);
        }
    }

    private boolean isFarAhead() {
        if (status != Status.AWAITING_AUTHENTICATION
                && (in == null || in.commands() == 0 || in.filled() < MAX_READ_AHEAD_BYTES)) {
            return false;
        }
        session.stopInput(); // first, so that either this thread or the engine's sees what the other says
        return inFlight == null || !session.isWaiting();
    }
}
