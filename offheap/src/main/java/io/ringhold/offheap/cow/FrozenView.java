package io.ringhold.offheap.cow;

import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.memory.NativeMemory;
import org.agrona.UnsafeApi;

import static io.ringhold.offheap.cow.ShadowTableDescriptor.NOT_IN_USE;
import static io.ringhold.offheap.cow.ShadowTableDescriptor.PAGE_LENGTH;
import static io.ringhold.offheap.cow.ShadowTableDescriptor.PAGE_SHIFT;

/**
 * Shows an arena as it was at the open cut, while its owner goes on changing it. Belongs to one thread, which calls
 * {@link #attach} for each cut; any number of views may read a cut. Each view copies the asked bytes into a buffer of its own and
 * leaves nothing on the Java heap.
 *
 * <p>
 * For each page: when the table has it, the shadow page is copied. Else the live page is, which races with the owner's
 * stores; then, behind a load-load fence, the table is looked at again: still without the page means that none of these
 * stores can have been seen, otherwise the shadow page is copied over it. In the end, behind another fence, the cut must
 * still be readable: it no longer is once stores go uncaptured or shadow pages may be used again.
 *
 * <p>
 * Only blocks that were live at the cut may be viewed. A view of metadata, or of what was not in use, is refused as far as it
 * is noticed; it never faults.
 */
public final class FrozenView implements MemoryView, AutoCloseable {
    private final Cut cut;
    private final ShadowTable table;
    private final ShadowPool pool;
    private final long base;
    private final long dataStart;
    private final long buffer;
    private int epoch;
    private long frozenEnd;
    private boolean closed;

    /**
     * A view of the cuts of an arena; it must be closed before they are.
     *
     * @throws IllegalStateException
     *             when the system has no memory for the buffer
     */
    public FrozenView(final Cut cut) {
        this.cut = cut;
        this.table = cut.table();
        this.pool = cut.pool();
        this.base = cut.arena().address(0);
        this.dataStart = cut.arena().dataStart();
        this.buffer = NativeMemory.reserve(MAX_VIEW_BYTES, PAGE_LENGTH);
        if (buffer < 0) {
            throw new IllegalStateException("the system refused " + MAX_VIEW_BYTES
                    + " bytes for the buffer of a view (errno " + -buffer + ")");
        }
        Memory.register(buffer, MAX_VIEW_BYTES);
    }

    /**
     * Turns to the cut that is open now. The reader's thread.
     *
     * @throws CutFailedException
     *             when none is open or it has failed already
     */
    public void attach() {
        epoch = cut.readableEpoch();
        frozenEnd = cut.frozenEnd();
        // Or the next cut's end could be taken for this one's.
        UnsafeApi.loadLoadFence();
        requireReadable();
    }

    /**
     * {@inheritDoc}
     *
     * @throws CutFailedException
     *             when the cut has failed or was ended
     * @throws IllegalStateException
     *             when the length is out of range, or the bytes are metadata or were not in use at the cut: an offset that
     *             did not come from the frozen data
     */
    @Override
    public long view(final long offset, final int lengthBytes) {
        if (lengthBytes <= 0 || lengthBytes > MAX_VIEW_BYTES || offset < dataStart
                || offset > frozenEnd - lengthBytes) {
            throw outOfRange(offset, lengthBytes);
        }
        boolean inUse = true;
        long at = offset;
        final long end = offset + lengthBytes;
        long destination = buffer;
        while (at < end) {
            final int part = (int) Math.min(end - at, PAGE_LENGTH - (at & (PAGE_LENGTH - 1)));
            inUse &= copyPart(at, destination, part);
            at += part;
            destination += part;
        }
        // What was copied comes before the last look at the cut.
        UnsafeApi.loadLoadFence();
        requireReadable();
        if (!inUse) {
            throw notInUse(offset, lengthBytes);
        }
        return buffer;
    }

    @Override
    public long touch(final long offset) {
        return offset < frozenEnd ? UnsafeApi.getByte(base + offset) : 0;
    }

    /** Copies bytes of one page; false when it was not in use at the cut. */
    private boolean copyPart(final long offset, final long destination, final int lengthBytes) {
        final long page = offset >>> PAGE_SHIFT;
        long entry = table.entryAcquire(page);
        if (ShadowTableDescriptor.epochOf(entry) != epoch) {
            Memory.copyUnchecked(base + offset, destination, lengthBytes);
            // The pair of the barrier's store-store fence: who has seen a store finds the entry.
            UnsafeApi.loadLoadFence();
            entry = table.entryAcquire(page);
            if (ShadowTableDescriptor.epochOf(entry) != epoch) {
                return true;
            }
        }
        final int shadowPage = ShadowTableDescriptor.shadowPageOf(entry);
        if (shadowPage == NOT_IN_USE) {
            return false;
        }
        Memory.copyUnchecked(pool.address(shadowPage) + (offset & (PAGE_LENGTH - 1)), destination, lengthBytes);
        return true;
    }

    private void requireReadable() {
        if (epoch == 0 || cut.readableEpoch() != epoch) {
            final String failure = cut.failure();
            throw new CutFailedException("arena " + cut.arena().name() + ": "
                    + (failure != null ? failure : "no cut is open, or it was ended while it was read"));
        }
    }

    private IllegalStateException outOfRange(final long offset, final int lengthBytes) {
        final String problem;
        if (epoch == 0) {
            problem = "attached to no cut";
        } else if (lengthBytes <= 0 || lengthBytes > MAX_VIEW_BYTES) {
            problem = "the length is not between 1 and " + MAX_VIEW_BYTES;
        } else if (offset >= 0 && offset < dataStart) {
            problem = "the allocator's metadata is not frozen";
        } else {
            problem = "no block was there at the cut";
        }
        return refused(offset, lengthBytes, problem);
    }

    private IllegalStateException notInUse(final long offset, final int lengthBytes) {
        return refused(offset, lengthBytes, "these pages were free at the cut");
    }

    private IllegalStateException refused(final long offset, final int lengthBytes, final String problem) {
        return new IllegalStateException("arena " + cut.arena().name() + ": a frozen view of " + lengthBytes
                + " bytes at offset " + offset + ": " + problem);
    }

    /** Gives the buffer back. A second call does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Memory.unregister(buffer);
            NativeMemory.release(buffer, MAX_VIEW_BYTES);
        }
    }
}
