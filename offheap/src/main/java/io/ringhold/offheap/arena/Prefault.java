package io.ringhold.offheap.arena;

import java.util.concurrent.atomic.AtomicLong;

import org.agrona.UnsafeApi;

/**
 * Touches memory behind an arena's top before its owner needs it. The first store to a page makes the system find and clear one; with huge
 * pages, on a virtual machine whose host has to find the memory too, that takes up to 5 ms for each 2 MiB, which the owner would stand
 * still.
 *
 * <p>
 * The owner says how far it has come and rings when less than half of what it wants is left; one other thread touches. Touching adds
 * zero atomically, so a page that the owner has begun to use meanwhile keeps what is stored to it. How far has been touched is only
 * a hint: where the threads disagree a page is touched twice, or by its first store as always.
 */
public final class Prefault {
    private static final long MIN_AHEAD_BYTES = 2L << 20;
    private static final long MAX_AHEAD_BYTES = 32L << 20;
    private static final int AHEAD_SHIFT = 5;
    private static final long STEP_BYTES = 2L << 20;

    private final Arena arena;
    private final AtomicLong touched;
    private volatile long target;
    private volatile Runnable bell = () -> {
        // nobody touches
    };

    Prefault(final Arena arena, final long topOffset) {
        this.arena = arena;
        this.touched = new AtomicLong(topOffset);
        this.target = topOffset;
    }

    /** Sets what the owner calls when {@link #touchSome} is to be called again until there is nothing to do; it must not block. */
    public void bell(final Runnable newBell) {
        bell = newBell;
    }

    /**
     * Touches at most 2 MiB. One thread at a time, which need not be the owner.
     *
     * @return false when there was nothing to touch
     */
    public boolean touchSome() {
        final long from = touched.get();
        final long end = Math.min((from & -STEP_BYTES) + STEP_BYTES, target);
        if (from >= end) {
            return false;
        }
        for (long at = from; at < end; at += ArenaDescriptor.SYSTEM_PAGE_LENGTH) {
            UnsafeApi.getAndAddLong(null, arena.address(at), 0);
        }
        touched.compareAndSet(from, end);
        return true;
    }

    /**
     * The owner has a quiet moment: has all touched that is wanted, though more than half of it is left, so that the next burst finds the
     * whole lead.
     */
    public void topUp() {
        if (hasWork()) {
            bell.run();
        }
    }

    /** Whether there is something to touch. */
    public boolean hasWork() {
        return touched.get() < target;
    }

    /** Where memory that has been touched ends, as an offset from the arena's base; at the top or behind it unless the owner is ahead. */
    public long touchedEnd() {
        return touched.get();
    }

    /**
     * The owner has raised the top.
     *
     * @param usedBytes
     *            of data pages in use or dirty: a thirty-second of them is what is wanted ahead, within bounds
     * @param roomBytes
     *            how much more the owner may take
     */
    void raised(final long topOffset, final long usedBytes, final long roomBytes) {
        final long ahead = Math.max(0, Math.min(wantedBytes(usedBytes), roomBytes));
        target = topOffset + ahead;
        final long touchedEnd = touched.get();
        if (touchedEnd < topOffset) {
            touched.compareAndSet(touchedEnd, topOffset);
        }
        if (touchedEnd - topOffset < ahead >> 1) {
            bell.run();
        }
    }

    /** How much is wanted ahead when so much is in use. */
    static long wantedBytes(final long usedBytes) {
        return Math.clamp(usedBytes >> AHEAD_SHIFT, MIN_AHEAD_BYTES, MAX_AHEAD_BYTES);
    }

    /**
     * The owner has lowered the top, or gives back what was touched from an offset behind it.
     *
     * @return where memory that was touched behind the old one ends: it is to be given back as well
     */
    long lowered(final long topOffset) {
        target = topOffset;
        return touched.getAndSet(topOffset);
    }
}
