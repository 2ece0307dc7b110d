package io.ringhold.engine.pipeline;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import io.ringhold.engine.client.Session;
import io.ringhold.engine.pipeline.RingEvent.Kind;

/**
 * The Disruptor ring between transports and the engine. Any thread may publish; only the engine takes.
 *
 * <p>
 * After publishing, the {@link Doorbell} is rung, which wakes the engine's thread if, and only if, it sleeps. A full ring
 * makes the publishers of tasks wait and makes {@link #tryPublish} answer false, so that a transport which shares its
 * thread with the engine can let the engine run first.
 */
public final class CommandRing {
    private final RingBuffer<RingEvent> ring;
    private final Sequence taken = new Sequence();
    private final Doorbell doorbell;

    /**
     * @param capacity
     *            in events, a power of two.
     * @param doorbell
     *            wakes the engine's thread.
     */
    public CommandRing(final int capacity, final Doorbell doorbell) {
        // Nobody waits for events here, so a publisher has nobody to signal but the doorbell.
        this.ring = RingBuffer.createMultiProducer(RingEvent::new, capacity, new BusySpinWaitStrategy());
        this.doorbell = doorbell;
        ring.addGatingSequences(taken);
    }

    /** Hands a batch to the engine; false when the ring is full and nothing was published. */
    public boolean tryPublish(final Session session, final RequestBatch batch) {
        return tryPublish(Kind.COMMANDS, session, batch);
    }

    /** Tells the engine of a new connection; false when the ring is full. */
    public boolean tryPublishConnected(final Session session) {
        return tryPublish(Kind.CONNECTED, session, null);
    }

    /** Tells the engine that the transport has let go of a connection for good; false when the ring is full. */
    public boolean tryPublishDisconnected(final Session session) {
        return tryPublish(Kind.DISCONNECTED, session, null);
    }

    /** Tells the engine that a client has hung up while its batch is in flight; false when the ring is full. */
    public boolean tryPublishHungUp(final Session session) {
        return tryPublish(Kind.HUNG_UP, session, null);
    }

    /** Runs {@code task} on the engine thread, some time soon; for threads other than the engine's. */
    public void execute(final Runnable task) {
        publish(ring.next(), task);
    }

    private void publish(final long sequence, final Runnable task) {
        final RingEvent event = ring.get(sequence);
        event.kind = Kind.TASK;
        event.task = task;
        ring.publish(sequence);
        doorbell.ring();
    }

    /** A slot's sequence, or -1 when the ring is full: who must not wait asks for both in one, for others publish as well. */
    private long tryNext() {
        try {
            return ring.tryNext();
        } catch (final InsufficientCapacityException _) {
            return -1; // made once, without a stack
        }
    }

    /** As {@link #execute}, unless the ring is full: then it answers false at once. */
    public boolean tryExecute(final Runnable task) {
        final long sequence = tryNext();
        if (sequence < 0) {
            return false;
        }
        publish(sequence, task);
        return true;
    }

    /** True when there is something to take. Engine thread. */
    public boolean hasWork() {
        return ring.getCursor() > taken.get();
    }

    /** Capacity in events. */
    public int capacity() {
        return ring.getBufferSize();
    }

    private boolean tryPublish(final Kind kind, final Session session, final RequestBatch batch) {
        final long sequence = tryNext();
        if (sequence < 0) {
            return false;
        }
        final RingEvent event = ring.get(sequence);
        event.kind = kind;
        event.session = session;
        event.batch = batch;
        ring.publish(sequence);
        doorbell.ring();
        return true;
    }

    /**
     * What has been published and not taken, without taking it. Engine thread.
     *
     * @param index
     *            0 for the next.
     * @return the event, or null when there is none yet.
     */
    RingEvent peek(final int index) {
        final long sequence = taken.get() + 1 + index;
        return ring.isAvailable(sequence) ? ring.get(sequence) : null;
    }

    /** Takes the next events, whose slots are free from then on. Engine thread. */
    void take(final int count) {
        taken.set(taken.get() + count);
    }
}
