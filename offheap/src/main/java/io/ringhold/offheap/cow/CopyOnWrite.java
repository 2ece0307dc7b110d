package io.ringhold.offheap.cow;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaDescriptor;
import io.ringhold.offheap.arena.WriteBarrier;
import org.agrona.UnsafeApi;

import static io.ringhold.offheap.cow.ShadowTableDescriptor.NOT_IN_USE;
import static io.ringhold.offheap.cow.ShadowTableDescriptor.PAGE_LENGTH;
import static io.ringhold.offheap.cow.ShadowTableDescriptor.PAGE_SHIFT;

/**
 * The barrier of a cut: keeps what a page held at the cut before it is first stored to. Owner thread only.
 *
 * <p>
 * For each page: copy it to a shadow page, publish that in the table (a release, so that who sees the entry sees the
 * copy), then a store-store fence, then return to the store. So a reader who has seen any byte of the store will find the
 * entry. A store over many pages captures all of them first and needs one fence.
 */
final class CopyOnWrite implements WriteBarrier {
    private static final int PAGES_SHIFT = ArenaDescriptor.PAGE_SHIFT - PAGE_SHIFT;

    private final Arena arena;
    private final ShadowTable table;
    private final ShadowPool pool;
    private final Cut cut;
    private int epoch;
    /** Nothing at or behind it was in use at the cut. */
    private long frozenEnd;
    private int frozenEndPage;

    CopyOnWrite(final Arena arena, final ShadowTable table, final ShadowPool pool, final Cut cut) {
        this.arena = arena;
        this.table = table;
        this.pool = pool;
        this.cut = cut;
    }

    void begin(final int newEpoch) {
        epoch = newEpoch;
        frozenEnd = arena.dataEnd();
        frozenEndPage = (int) (frozenEnd >>> ArenaDescriptor.PAGE_SHIFT);
    }

    long frozenEnd() {
        return frozenEnd;
    }

    @Override
    public void beforeStore(final long offset, final long lengthBytes) {
        final long first = offset >>> PAGE_SHIFT;
        final long last = (offset + lengthBytes - 1) >>> PAGE_SHIFT;
        if (first != last || (offset < frozenEnd && !table.isCaptured(first, epoch))) {
            captureAll(first, last);
        }
    }

    private void captureAll(final long first, final long last) {
        final long end = Math.min(last + 1, frozenEnd >>> PAGE_SHIFT);
        for (long page = first; page < end; page++) {
            if (!table.isCaptured(page, epoch) && !capture(page)) {
                cut.fail();
                break;
            }
        }
        // The pair of the reader's load-load fence: entries, or the failure, before the store.
        UnsafeApi.storeStoreFence();
    }

    /** False when the limit is reached. */
    private boolean capture(final long page) {
        if (table.isFresh(page >>> PAGES_SHIFT, epoch)) {
            table.publish(page, epoch, NOT_IN_USE);
            return true;
        }
        final int shadowPage = pool.take();
        if (shadowPage == ShadowPool.NONE) {
            return false;
        }
        UnsafeApi.copyMemory(arena.address(page << PAGE_SHIFT), pool.address(shadowPage), PAGE_LENGTH);
        table.publish(page, epoch, shadowPage);
        return true;
    }

    @Override
    public void pagesTaken(final int firstPage, final int pages) {
        table.markTaken(firstPage, Math.min(firstPage + pages, frozenEndPage), epoch);
    }

    @Override
    public void pagesFreed(final int firstPage, final int pages) {
        table.markFreed(firstPage, Math.min(firstPage + pages, frozenEndPage), epoch);
    }
}
