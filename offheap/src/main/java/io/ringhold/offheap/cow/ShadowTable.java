package io.ringhold.offheap.cow;

import io.ringhold.offheap.arena.ArenaDescriptor;
import io.ringhold.offheap.memory.NativeMemory;
import org.agrona.UnsafeApi;

import static io.ringhold.offheap.cow.ShadowTableDescriptor.ENTRY_SHIFT;
import static io.ringhold.offheap.cow.ShadowTableDescriptor.EPOCH_OFFSET;
import static io.ringhold.offheap.cow.ShadowTableDescriptor.FREED;
import static io.ringhold.offheap.cow.ShadowTableDescriptor.FRESH;
import static io.ringhold.offheap.cow.ShadowTableDescriptor.MARK_SHIFT;
import static io.ringhold.offheap.cow.ShadowTableDescriptor.PAGE_LENGTH;
import static io.ringhold.offheap.cow.ShadowTableDescriptor.PAGE_SHIFT;

/**
 * Tells of each page of an arena whether, and where, its content at the cut is kept. The arena's owner alone changes it;
 * the reader of a cut looks entries up with {@link #entryAcquire}. Costs memory only where the arena is changed while cuts are
 * open, 8 bytes for 4 KiB, and keeps it from cut to cut.
 */
final class ShadowTable implements AutoCloseable {
    private final long entries;
    private final long marks;
    private final long lengthBytes;

    /**
     * Reserves a table.
     *
     * @throws IllegalStateException
     *             when the system refuses
     */
    ShadowTable(final String arenaName, final long arenaBytes) {
        final long entriesBytes = arenaBytes >>> PAGE_SHIFT << ENTRY_SHIFT;
        final long marksBytes = arenaBytes >>> ArenaDescriptor.PAGE_SHIFT << MARK_SHIFT;
        lengthBytes = (entriesBytes + marksBytes + PAGE_LENGTH - 1) & -PAGE_LENGTH;
        entries = NativeMemory.reserve(lengthBytes, PAGE_LENGTH);
        if (entries < 0) {
            throw new IllegalStateException("arena " + arenaName + ": the system refused to reserve " + lengthBytes
                    + " bytes of address space for the shadow table (errno " + -entries + "); raise ulimit -v");
        }
        NativeMemory.adviseNoHugePages(entries, lengthBytes);
        marks = entries + entriesBytes;
    }

    /** Whether nothing must be done before a store to a page. Owner thread. */
    boolean isCaptured(final long page, final int epoch) {
        return UnsafeApi.getInt(entries + (page << ENTRY_SHIFT) + EPOCH_OFFSET) == epoch;
    }

    /** The entry of a page; if it bears the epoch, the shadow page's bytes are visible too. Any thread. */
    long entryAcquire(final long page) {
        return UnsafeApi.getLongAcquire(null, entries + (page << ENTRY_SHIFT));
    }

    /** Publishes an entry behind the bytes of its shadow page. Owner thread. */
    void publish(final long page, final int epoch, final int shadowPage) {
        UnsafeApi.putLongRelease(null, entries + (page << ENTRY_SHIFT),
                ShadowTableDescriptor.entry(epoch, shadowPage));
    }

    /** Notes 64 KiB pages that are taken: those that have not been freed since the cut were free at the cut. */
    void markTaken(final int first, final int end, final int epoch) {
        markUnmarked(first, end, epoch, FRESH);
    }

    /** Notes 64 KiB pages that are freed: unless they are fresh, the cut still reads them when they are used again. */
    void markFreed(final int first, final int end, final int epoch) {
        markUnmarked(first, end, epoch, FREED);
    }

    boolean isFresh(final long largePage, final int epoch) {
        return UnsafeApi.getInt(marks + (largePage << MARK_SHIFT)) == ShadowTableDescriptor.mark(epoch, FRESH);
    }

    /** Forgets all epochs. Takes time in proportion to the memory behind the table. */
    void clear() {
        NativeMemory.giveBack(entries, lengthBytes);
    }

    /** Where an entry stands, to look at its bytes. */
    long entryAddress(final long page) {
        return entries + (page << ENTRY_SHIFT);
    }

    long markAddress(final long largePage) {
        return marks + (largePage << MARK_SHIFT);
    }

    /** The first mark of an epoch stays: it tells what the page was at the cut. */
    private void markUnmarked(final int first, final int end, final int epoch, final int kind) {
        for (long address = markAddress(first); address < markAddress(end); address += Integer.BYTES) {
            if (UnsafeApi.getInt(address) >>> 1 != epoch) {
                UnsafeApi.putInt(address, ShadowTableDescriptor.mark(epoch, kind));
            }
        }
    }

    @Override
    public void close() {
        NativeMemory.release(entries, lengthBytes);
    }
}
