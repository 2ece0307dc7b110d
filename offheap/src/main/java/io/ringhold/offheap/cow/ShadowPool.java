package io.ringhold.offheap.cow;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.ringhold.offheap.memory.NativeMemory;

import static io.ringhold.offheap.cow.ShadowTableDescriptor.PAGE_LENGTH;
import static io.ringhold.offheap.cow.ShadowTableDescriptor.PAGE_SHIFT;

/**
 * Shadow pages, in a reservation of their own. The arena's owner takes them in order; another thread puts memory behind
 * those that come next; the owner gives it back when the cut has ended, the last pages first.
 *
 * <pre>
 *   0                taken            populated, highest                                limit      reservation
 *   +----------------+----------------+------------------------------------------------+----------+
 *   | copies of the  | memory ready   | address space only                             |          |
 *   | open cut       | for the owner  |                                                |          |
 *   +----------------+----------------+------------------------------------------------+----------+
 *         owner: take() --&gt;   prepare() --&gt;                    &lt;-- releaseSome() when no cut is open
 * </pre>
 *
 * <p>
 * {@link #prepare} and {@link #releaseSome} exclude one another: who comes second does nothing. {@link #take} is never
 * held up: it overtakes {@code prepare} at the price of a page fault, and populating changes no content.
 */
final class ShadowPool implements AutoCloseable {
    static final int NONE = -1;
    /** How much is kept ready for the owner: what it can copy in some milliseconds. */
    static final long AHEAD_BYTES = 4L << 20;
    /** How much is populated in one call. */
    static final long SLICE_BYTES = 1L << 20;

    private final long base;
    private final long reservedBytes;
    private final AtomicBoolean busy = new AtomicBoolean();
    /** Pages handed out in this cut; stored by the owner. */
    private final AtomicInteger taken = new AtomicInteger();
    /** The most that has been handed out since memory was given back; stored by the owner. */
    private final AtomicInteger highest = new AtomicInteger();
    /** Pages with memory behind them; stored by who is busy. */
    private final AtomicInteger populated = new AtomicInteger();
    /** Pages handed out in all cuts; stored by the owner. */
    private final AtomicLong total = new AtomicLong();
    private volatile long limitBytes;

    /**
     * Reserves address space, half as much as often as the system refuses.
     *
     * @throws IllegalStateException
     *             when it refuses even the smallest
     */
    ShadowPool(final String arenaName, final long wantedBytes) {
        long bytes = wantedBytes;
        long address = NativeMemory.reserve(bytes, PAGE_LENGTH);
        while (address < 0 && bytes > SLICE_BYTES) {
            bytes = bytes >>> 1 & -PAGE_LENGTH;
            address = NativeMemory.reserve(bytes, PAGE_LENGTH);
        }
        if (address < 0) {
            throw new IllegalStateException("arena " + arenaName + ": the system refused to reserve " + bytes
                    + " bytes of address space for shadow pages (errno " + -address + "); raise ulimit -v");
        }
        base = address;
        reservedBytes = bytes;
        NativeMemory.adviseNoHugePages(base, reservedBytes);
    }

    void limitBytes(final long bytes) {
        limitBytes = Math.min(bytes, reservedBytes);
    }

    long limitBytes() {
        return limitBytes;
    }

    long address(final int page) {
        return base + (Integer.toUnsignedLong(page) << PAGE_SHIFT);
    }

    /** Starts anew with the first page. Owner thread. */
    void begin() {
        taken.setRelease(0);
    }

    /** The next page, or {@link #NONE} at the limit. Owner thread. */
    int take() {
        final int page = taken.getPlain();
        if (page >= limitPages()) {
            return NONE;
        }
        if (page >= highest.getPlain()) {
            highest.setRelease(page + 1);
        }
        taken.setRelease(page + 1);
        total.setRelease(total.getPlain() + 1);
        return page;
    }

    /**
     * Puts memory behind the pages that the owner will take next. One thread at a time, not the owner's if that must not
     * wait for the system.
     *
     * @return how many bytes were added; 0 when enough is ready
     */
    long prepare() {
        if (!busy.compareAndSet(false, true)) {
            return 0;
        }
        try {
            final int from = residentPages();
            final long end = Math.min(limitPages(), taken.getAcquire() + (AHEAD_BYTES >>> PAGE_SHIFT));
            final int pages = (int) Math.min(end - from, SLICE_BYTES >>> PAGE_SHIFT);
            if (pages <= 0) {
                return 0;
            }
            final long bytes = (long) pages << PAGE_SHIFT;
            NativeMemory.populate(address(from), bytes);
            populated.setRelease(from + pages);
            return bytes;
        } finally {
            busy.set(false);
        }
    }

    /** Gives memory back; only when no cut is open. Owner thread. */
    long releaseSome(final long maxBytes) {
        if (maxBytes < PAGE_LENGTH || !busy.compareAndSet(false, true)) {
            return 0;
        }
        try {
            final int resident = residentPages();
            final int pages = (int) Math.min(resident, maxBytes >>> PAGE_SHIFT);
            if (pages == 0) {
                return 0;
            }
            final int kept = resident - pages;
            final long bytes = (long) pages << PAGE_SHIFT;
            NativeMemory.giveBack(address(kept), bytes);
            populated.setRelease(Math.min(populated.getPlain(), kept));
            highest.setRelease(Math.min(highest.getPlain(), kept));
            return bytes;
        } finally {
            busy.set(false);
        }
    }

    /** Pages handed out in this cut or, when none is open, in the last one. Any thread. */
    int takenPages() {
        return taken.getAcquire();
    }

    long totalPages() {
        return total.getAcquire();
    }

    /** Pages with memory behind them. Any thread. */
    int residentPages() {
        return Math.max(populated.getAcquire(), highest.getAcquire());
    }

    private long limitPages() {
        return limitBytes >>> PAGE_SHIFT;
    }

    @Override
    public void close() {
        NativeMemory.release(base, reservedBytes);
    }
}
