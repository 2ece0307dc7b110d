package io.ringhold.server.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.ringhold.engine.client.Session;
import io.ringhold.engine.latency.FlushRecorder;
import io.ringhold.engine.pipeline.CommandRing;
import io.ringhold.engine.port.Transport;
import io.ringhold.engine.resp.RequestLimits;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.server.log.ServerLog;
import jdk.net.ExtendedSocketOptions;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * Serves sockets: one thread, one selector, any number of connections.
 *
 * <pre>
 *   turn:  tasks | sessions that the engine asked for: replies out, batches back, next batch in | ring retries
 *          | one select: it is the only place to sleep | reads, frames, publishes
 * </pre>
 *
 * <p>
 * Replies go out before new requests are read, so a turn costs a connection one write, one read, and all of them together one
 * select.
 */
public final class TransportAgent implements Agent, Transport {
    private static final int SCRATCH_BYTES = 16 * 1024;
    private static final long RING_RETRY_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LINGER_NS = TimeUnit.SECONDS.toNanos(2);
    private static final int MAX_LINGERING = 1024;

    private final String name;
    private final Selector selector;
    private final SelectorDoorbell doorbell;
    private final CommandRing ring;
    private final InputBufferPool buffers;
    private final RequestLimits limits;
    private final ConnectionGate gate;
    private final TrafficCounter traffic = new TrafficCounter();
    private final SessionFactory sessions;
    private final FlushRecorder flushes;
    private final ServerLog log;
    private final NanoClock clock;
    private final LongSupplier othersIdleNs;
    private final ServiceQueues toServe = new ServiceQueues();
    private final Consumer<Session> server = TransportAgent::serve;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final ArrayDeque<Connection> waiting = new ArrayDeque<>();
    private final ArrayDeque<Lingering> lingering = new ArrayDeque<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
    private final Consumer<SelectionKey> selected = this::selected;
    private final LongSupplier idle = this::idleNs;
    private boolean turnStamped;
    private long turnNs;

    /**
     * @param index
     *            among the transports.
     * @param selector
     *            of the doorbell, which is to be rung for the threads that this agent's thread runs.
     * @param arena
     *            for requests; owned by this agent's thread.
     * @param shared
     *            what all transports have in common.
     * @param othersIdleNs
     *            how long the other agents of this thread have nothing to do; {@link Long#MAX_VALUE} when there are none.
     */
    public TransportAgent(final int index, final Selector selector, final SelectorDoorbell doorbell, final Arena arena,
            final TransportContext shared, final LongSupplier othersIdleNs) {
        this.name = "ringhold-transport-" + index;
        this.selector = selector;
        this.doorbell = doorbell;
        this.buffers = new InputBufferPool(arena);
        this.ring = shared.ring();
        this.limits = shared.limits();
        this.gate = shared.gate();
        this.sessions = shared.sessions();
        this.flushes = shared.stages().newFlushRecorder();
        this.log = shared.log();
        this.clock = shared.clock();
        this.othersIdleNs = othersIdleNs;
    }

    @Override
    public String roleName() {
        return name;
    }

    @Override
    public void onStart() {
        doorbell.start();
    }

    @Override
    public void service(final Session session) {
        toServe.addReply(session);
        doorbell.ring();
    }

    @Override
    public void serviceMessage(final Session session) {
        toServe.addMessage(session);
        doorbell.ring();
    }

    /** Runs a task on the transport's thread, soon. Any thread. */
    public void execute(final Runnable task) {
        tasks.add(task);
        doorbell.ring();
    }

    @Override
    public int doWork() throws IOException {
        int work = 0;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
            work++;
        }
        work += toServe.serve(server);
        if (!waiting.isEmpty()) {
            retryRing();
        }
        turnStamped = false;
        work += doorbell.select(selected, idle);
        if (!lingering.isEmpty()) {
            endLingering(clock.nanoTime());
        }
        for (int i = 0; i < listeners.size(); i++) {
            listeners.get(i).resumeWhenDue();
        }
        return work;
    }

    /** Adds a socket that accepts clients. Transport thread. */
    public void listen(final Listener listener) throws IOException {
        listener.register(selector);
        listeners.add(listener);
    }

    /** Stops accepting. Transport thread. */
    public void stopListening() {
        for (final Listener listener : listeners) {
            listener.close();
        }
        listeners.clear();
    }

    /** Sends what can be sent without waiting; true when nothing is left. Transport thread. */
    public boolean flush() {
        toServe.serve(server);
        boolean sent = true;
        for (final Connection connection : List.copyOf(connections)) {
            connection.flush();
            connection.serve();
            sent &= !connection.hasUnsent();
        }
        return sent;
    }

    /** Closes all sockets and the selector. Transport thread. */
    @Override
    public void onClose() {
        stopListening();
        for (final Connection connection : List.copyOf(connections)) {
            connection.abandon();
        }
        lingering.forEach(Lingering::close);
        try {
            selector.close();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes on a socket that has just been accepted. Transport thread. */
    void adopt(final SocketChannel channel) {
        try {
            channel.configureBlocking(false);
            if (!gate.enter(channel)) {
                linger(channel, channel.register(selector, SelectionKey.OP_READ));
                return;
            }
        } catch (final IOException e) {
            log.verbose("Error accepting a client connection: " + e.getMessage());
            closeQuietly(channel);
            return;
        }
        try {
            final Connection connection = new Connection(this, channel, sessions);
            tune(channel);
            final SelectionKey key = channel.register(selector, SelectionKey.OP_READ, connection);
            connections.add(connection);
            connection.open(key);
        } catch (final IOException e) {
            log.verbose("Error accepting a client connection: " + e.getMessage());
            closeChannel(channel);
        }
    }

    void waitForRing(final Connection connection) {
        if (!connection.waitsForRing) {
            connection.waitsForRing = true;
            waiting.add(connection);
        }
    }

    void forget(final Connection connection) {
        connections.remove(connection);
    }

    /** Takes over a connected socket whose last reply is sent, and which the gate counts no longer. */
    void linger(final SocketChannel channel, final SelectionKey key) {
        if (lingering.size() >= MAX_LINGERING) {
            closeQuietly(channel);
            return;
        }
        try {
            channel.shutdownOutput();
        } catch (final IOException e) {
            log.debug("Closing a client's connection: " + e.getMessage());
            closeQuietly(channel);
            return;
        }
        final Lingering last = new Lingering(this, channel, clock.nanoTime() + LINGER_NS);
        key.attach(last);
        key.interestOps(SelectionKey.OP_READ);
        lingering.add(last);
    }

    /** Closes the socket of a client that was let in. */
    void closeChannel(final SocketChannel channel) {
        gate.leave();
        closeQuietly(channel);
    }

    Coalescing coalescing() {
        return doorbell.coalescing();
    }

    ConnectionGate gate() {
        return gate;
    }

    /** What this transport has read and written. */
    TrafficCounter traffic() {
        return traffic;
    }

    CommandRing ring() {
        return ring;
    }

    /** About when the select of this turn returned: the clock is asked once, by whoever needs it first. */
    long turnNs() {
        if (!turnStamped) {
            turnStamped = true;
            turnNs = clock.nanoTime();
        }
        return turnNs;
    }

    /** Replies that were ready at a time have all been written. */
    void flushed(final long readyNs) {
        flushes.record(clock.nanoTime() - readyNs);
    }

    InputBufferPool buffers() {
        return buffers;
    }

    RequestLimits limits() {
        return limits;
    }

    ServerLog log() {
        return log;
    }

    ByteBuffer scratch() {
        return scratch;
    }

    /** Closes; that it fails is of no use to anybody but a developer. */
    void closeQuietly(final SelectableChannel channel) {
        try {
            channel.close();
        } catch (final IOException e) {
            log.debug("Closing a socket: " + e.getMessage());
        }
    }

    private void tune(final SocketChannel channel) throws IOException {
        if (!channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            return;
        }
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        final int seconds = gate.policy().keepAliveSeconds();
        if (seconds == 0) {
            return;
        }
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        if (channel.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
            // as in Redis: three probes, a third of the time apart
            channel.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, seconds);
            channel.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, Math.max(1, seconds / 3));
            channel.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 3);
        }
    }

    private void selected(final SelectionKey key) {
        if (key.isValid()) {
            ((SelectionHandler) key.attachment()).ready(key);
        }
    }

    private static void serve(final Session session) {
        ((Connection) session.attachment()).serve();
    }

    private void retryRing() {
        for (int left = waiting.size(); left > 0; left--) {
            final Connection connection = waiting.remove();
            connection.waitsForRing = false;
            connection.publish();
        }
    }

    private void endLingering(final long nowNs) {
        // all linger for the same time, so the first is the first to end
        while (!lingering.isEmpty() && lingering.peek().leftNs(nowNs) == 0) {
            lingering.remove().close();
        }
    }

    private long idleNs() {
        if (!tasks.isEmpty() || !toServe.isEmpty()) {
            return 0;
        }
        long ns = othersIdleNs.getAsLong();
        if (!waiting.isEmpty()) {
            ns = Math.min(ns, RING_RETRY_NS);
        }
        if (!lingering.isEmpty()) {
            ns = Math.min(ns, lingering.peek().leftNs(clock.nanoTime()));
        }
        for (int i = 0; i < listeners.size(); i++) {
            ns = Math.min(ns, listeners.get(i).pausedForNs());
        }
        return ns;
    }
}
