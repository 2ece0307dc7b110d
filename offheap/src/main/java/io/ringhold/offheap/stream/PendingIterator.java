package io.ringhold.offheap.stream;

import io.ringhold.offheap.stream.index.IdMap;
import io.ringhold.offheap.stream.index.Ids;

/**
 * Reads the pending entries of a group or of a consumer, in the order of their ids. One object may be used for any number of them, one at a
 * time. Pending entries may be added, acknowledged and claimed between two steps, the current one too. The thread that owns the arena;
 * allocates nothing on the heap.
 */
public final class PendingIterator {
    private final PendingEntries pending;
    private final IdMap ids;
    private long map;
    private long nextMs;
    private long nextSeq;
    private long toMs;
    private long toSeq;
    private boolean ended;
    private long ms;
    private long seq;
    private long entry;

    public PendingIterator(final PendingEntries pending) {
        this.pending = pending;
        this.ids = pending.ids();
    }

    /** Sets what to read: those of a group from one id to another, both included. */
    public void ofGroup(final long group, final long lowMs, final long lowSeq, final long highMs, final long highSeq) {
        range(pending.mapOfGroup(group), lowMs, lowSeq, highMs, highSeq);
    }

    /** Sets what to read: those of a consumer from one id to another, both included. */
    public void ofConsumer(final long consumer, final long lowMs, final long lowSeq, final long highMs,
            final long highSeq) {
        range(pending.mapOfConsumer(consumer), lowMs, lowSeq, highMs, highSeq);
    }

    /** Goes to the last one of a group, behind which there is nothing to read; false when there is none. */
    public boolean lastOfGroup(final long group) {
        ended = true;
        if (!ids.last(pending.mapOfGroup(group))) {
            return false;
        }
        ms = ids.ms();
        seq = ids.seq();
        entry = ids.value();
        return true;
    }

    /** Goes to the next one; false when there is none. */
    public boolean next() {
        if (ended || !ids.ceiling(map, nextMs, nextSeq) || Ids.compare(ids.ms(), ids.seq(), toMs, toSeq) > 0) {
            ended = true;
            return false;
        }
        ms = ids.ms();
        seq = ids.seq();
        entry = ids.value();
        nextSeq = seq + 1;
        nextMs = nextSeq == 0 ? ms + 1 : ms;
        ended = nextSeq == 0 && nextMs == 0;
        return true;
    }

    /**
     * Goes to the next one that was delivered so long ago; false when there is none. Takes time in proportion to how many it passes over: who
     * must not wait calls {@link #next} and asks {@link #idleMs}.
     */
    public boolean nextIdle(final long nowMs, final long minIdleMs) {
        boolean at = next();
        while (at && idleMs(nowMs) < minIdleMs) {
            at = next();
        }
        return at;
    }

    /** Milliseconds of the id. */
    public long ms() {
        return ms;
    }

    /** Sequence of the id. */
    public long seq() {
        return seq;
    }

    /** The pending entry, for {@link PendingEntries}. */
    public long entry() {
        return entry;
    }

    /** Milliseconds since it was delivered; 0 when that is to come. */
    public long idleMs(final long nowMs) {
        return Math.max(0, nowMs - pending.deliveredMs(entry));
    }

    private void range(final long ofMap, final long lowMs, final long lowSeq, final long highMs, final long highSeq) {
        map = ofMap;
        nextMs = lowMs;
        nextSeq = lowSeq;
        toMs = highMs;
        toSeq = highSeq;
        ended = false;
    }
}
