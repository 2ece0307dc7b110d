package io.ringhold.wal.snapshot;

import java.util.concurrent.atomic.AtomicReference;

import io.ringhold.engine.pipeline.Doorbell;
import io.ringhold.wal.file.ThreadPriority;
import org.agrona.concurrent.Agent;

/**
 * The thread that writes snapshots, one at a time; it sleeps between them. The engine hands work over and rings, and is rung when the frozen
 * image has been read and when the work is done.
 */
final class SnapshotAgent implements Agent {
    /**
     * A third of the weight of the engine, the transports and whoever else wants the processor. Less would let a machine that is always busy keep a
     * snapshot from ever ending: at 19 it would get a seventieth.
     */
    private static final int NICE = 5;

    private final Doorbell engineDoorbell;
    private final AtomicReference<SnapshotWork> handedOver = new AtomicReference<>();
    private SnapshotWork work;

    SnapshotAgent(final Doorbell engineDoorbell) {
        this.engineDoorbell = engineDoorbell;
    }

    @Override
    public String roleName() {
        return "snapshot";
    }

    @Override
    public void onStart() {
        ThreadPriority.lower(NICE, ThreadPriority.LONGEST_SLICE_NS);
    }

    /** Takes work over, of which there is none at the moment. Engine thread. */
    void handOver(final SnapshotWork newWork) {
        if (!handedOver.compareAndSet(null, newWork)) {
            throw new IllegalStateException("a snapshot is under way");
        }
    }

    /** Whether there is something to do. */
    boolean hasWork() {
        return handedOver.get() != null;
    }

    @Override
    public int doWork() {
        if (work == null) {
            work = handedOver.get();
            if (work == null) {
                return 0;
            }
        }
        if (work.step()) {
            final SnapshotWork ended = work;
            work = null;
            handedOver.set(null);
            ended.leave(); // last: the engine may hand over other work at once
            engineDoorbell.ring();
        }
        return 1;
    }
}
