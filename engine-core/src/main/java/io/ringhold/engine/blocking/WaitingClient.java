package io.ringhold.engine.blocking;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.engine.client.Session;
import io.ringhold.engine.pipeline.RequestBatch;

/** A client whose command waits, in the middle of a batch. Engine thread. */
public final class WaitingClient {
    private final Session session;
    private final RequestBatch batch;
    private final int frame;
    private final WaitReason reason;
    private final long deadlineNs;
    private final long arrival;
    final List<WaitingKey> keys = new ArrayList<>();
    private long logged;
    private boolean mute;
    private long tookNs;

    WaitingClient(final Session session, final RequestBatch batch, final int frame, final WaitReason reason,
            final long deadlineNs, final long arrival) {
        this.session = session;
        this.batch = batch;
        this.frame = frame;
        this.reason = reason;
        this.deadlineNs = deadlineNs;
        this.arrival = arrival;
    }

    public Session session() {
        return session;
    }

    public RequestBatch batch() {
        return batch;
    }

    /** Index offset of the command that waits. */
    public int frame() {
        return frame;
    }

    /** What it waits for. */
    public WaitReason reason() {
        return reason;
    }

    /** Whether to try its command when a key has a value of the type, or none. */
    boolean isWokenBy(final int valueType) {
        return reason.isWokenBy(valueType);
    }

    /** When its time is up, in ns of the engine's clock; {@link Long#MAX_VALUE} is never. */
    public long deadlineNs() {
        return deadlineNs;
    }

    /** Counts up: who came first. */
    long arrival() {
        return arrival;
    }

    /** Position of the log before the batch's first command. */
    public long logged() {
        return logged;
    }

    public void logged(final long position) {
        logged = position;
    }

    /** True when CLIENT REPLY has the command's reply dropped. */
    public boolean isMute() {
        return mute;
    }

    public void mute(final boolean dropped) {
        mute = dropped;
    }

    /** Time that the command took when it was tried, all attempts together. */
    public long tookNs() {
        return tookNs;
    }

    public void tookNs(final long nanoseconds) {
        tookNs = nanoseconds;
    }
}
