package io.ringhold.offheap.cow;

import io.ringhold.offheap.arena.Arena;
import org.agrona.UnsafeApi;

import static io.ringhold.offheap.cow.ShadowTableDescriptor.PAGE_SHIFT;

/**
 * Freezes an arena between two commands: while a cut is open, a {@link FrozenView} on another thread shows every block as
 * it was. One cut at a time, any number one after another; opening and ending one take constant time and leave nothing on the
 * Java heap. See the package for who does what in which order.
 *
 * <p>
 * The arena's owner opens and ends cuts, sets the limit, and gives memory back. The reader's thread calls
 * {@link #prepare}. The counters may be read by any thread.
 *
 * <p>
 * When copies would take more than the limit, the cut fails: the arena's owner goes on at once, without the barrier; the
 * reader gets a {@link CutFailedException}; {@link #failure} says why. A failed cut must be ended like any other.
 */
public final class Cut implements AutoCloseable {
    /** The setting that the failure of a cut names. */
    public static final String LIMIT_SETTING = "snapshot-shadow-limit";

    private final Arena arena;
    private final ShadowTable table;
    private final ShadowPool pool;
    private final CopyOnWrite barrier;
    private int epoch;
    private boolean open;
    private boolean closed;
    /** The epoch of the cut that can be read, or 0. The last word on what a reader has read: see the package. */
    private volatile int readableEpoch;
    private volatile boolean failed;
    private volatile long failedLimitBytes;
    private volatile int peakPages;
    /** Whether the barrier is on, so that shadow pages are taken. */
    private volatile boolean counting;

    /**
     * Prepares cuts of an arena: reserves address space, no memory. Owner thread.
     *
     * @param shadowLimitBytes
     *            the most memory that copies of pages may take; what the system did not let us reserve is a limit too
     * @throws IllegalStateException
     *             when the system refuses the address space
     */
    public Cut(final Arena arena, final long shadowLimitBytes) {
        this(arena, shadowLimitBytes, 0);
    }

    /** The same as if some cuts had been before. */
    Cut(final Arena arena, final long shadowLimitBytes, final int lastEpoch) {
        this.arena = arena;
        this.epoch = lastEpoch;
        this.table = new ShadowTable(arena.name(), arena.reservedBytes());
        this.pool = newPool();
        this.barrier = new CopyOnWrite(arena, table, pool, this);
        limitBytes(shadowLimitBytes);
    }

    private ShadowPool newPool() {
        try {
            return new ShadowPool(arena.name(), arena.reservedBytes());
        } catch (final IllegalStateException e) {
            table.close();
            throw e;
        }
    }

    /**
     * Opens a cut: the arena as it is now. Owner thread, between two commands.
     *
     * @throws IllegalStateException
     *             when the last cut has not been ended
     */
    public void open() {
        if (open) {
            throw new IllegalStateException("arena " + arena.name() + ": the last cut has not been ended");
        }
        if (epoch == ShadowTableDescriptor.MAX_EPOCH) {
            table.clear();
            epoch = 0;
        }
        epoch++;
        pool.begin();
        barrier.begin(epoch);
        arena.openCut(barrier);
        open = true;
        failed = false;
        counting = true;
        readableEpoch = epoch;
    }

    /**
     * Ends the cut; without one nothing happens. Who is still reading gets a {@link CutFailedException}. Owner thread.
     */
    public void end() {
        if (!open) {
            return;
        }
        if (readableEpoch != 0) {
            stop();
        }
        open = false;
    }

    /** Called by the barrier at the limit, in the middle of a store. */
    void fail() {
        failedLimitBytes = pool.limitBytes();
        failed = true;
        stop();
    }

    private void stop() {
        readableEpoch = 0;
        // Before any store that is not captured, and before a shadow page is used again.
        UnsafeApi.storeStoreFence();
        arena.closeCut();
        peakPages = pool.residentPages();
        counting = false;
    }

    /** Whether a cut has been opened and not yet ended; a failed one is open too. Owner thread. */
    public boolean isOpen() {
        return open;
    }

    /** Why the cut that is open, or the last one, failed; null when it has not. Any thread. */
    public String failure() {
        return failed
                ? "the copies of pages that changed during the snapshot reached the limit of " + failedLimitBytes
                        + " bytes; raise " + LIMIT_SETTING
                : null;
    }

    /**
     * Puts memory behind the shadow pages that the owner will take next, 1 MiB at most, so that it meets no page faults. The
     * reader's thread calls it before it asks for a cut and then every few milliseconds, until this returns 0; no longer than it
     * reads, for memory that is prepared afterwards stays until {@link #releaseSome}. One thread at a time.
     *
     * @return how many bytes were added; 0 when enough is ready
     */
    public long prepare() {
        return pool.prepare();
    }

    /**
     * Gives shadow memory back to the system, when no cut is open or the open one has failed. To be called in slices from
     * the owner's timer until {@link #shadowBytes} is 0; what is left when the next cut opens serves that. Owner thread.
     *
     * @param maxBytes
     *            how much at most; less than 4096 is nothing
     * @return how many bytes were given back; 0 also while {@link #prepare} is at work
     * @throws IllegalStateException
     *             when the system refuses
     */
    public long releaseSome(final long maxBytes) {
        return counting ? 0 : pool.releaseSome(maxBytes);
    }

    /**
     * Changes the limit, also of an open cut: one below what has been copied fails it at the next copy. Owner thread.
     *
     * @throws IllegalArgumentException
     *             when it is negative
     */
    public void limitBytes(final long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException(LIMIT_SETTING + " must not be negative: " + bytes);
        }
        pool.limitBytes(bytes);
    }

    /** The most memory that copies may take: the setting, or what could be reserved if that is less. Any thread. */
    public long limitBytes() {
        return pool.limitBytes();
    }

    /** Memory that shadow pages hold from the system now: copies, pages prepared, pages not yet given back; without the shadow table. Any thread. */
    public long shadowBytes() {
        return (long) pool.residentPages() << PAGE_SHIFT;
    }

    /** The most that {@link #shadowBytes} has been during the cut that is open, or the last one. Any thread. */
    public long peakShadowBytes() {
        return counting ? shadowBytes() : (long) peakPages << PAGE_SHIFT;
    }

    /** How many pages of 4 KiB have been copied for the cut that is open, or the last one. Any thread. */
    public long pagesCopied() {
        return pool.takenPages();
    }

    /** How many pages of 4 KiB have been copied for all cuts. Any thread. */
    public long totalPagesCopied() {
        return pool.totalPages();
    }

    /**
     * Ends an open cut and unmaps tables and copies. Owner thread, after the last reader has closed its view and before the
     * arena is closed. A second call does nothing.
     */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            end();
            pool.close();
            table.close();
        }
    }

    @Override
    public String toString() {
        return "cut of arena " + arena.name() + (open ? " (open)" : "") + ": copied " + pagesCopied()
                + " pages, shadow memory " + shadowBytes() + ", limit " + limitBytes();
    }

    int readableEpoch() {
        return readableEpoch;
    }

    long frozenEnd() {
        return barrier.frozenEnd();
    }

    Arena arena() {
        return arena;
    }

    ShadowTable table() {
        return table;
    }

    ShadowPool pool() {
        return pool;
    }
}
