package io.ringhold.offheap.arena;

import io.ringhold.offheap.memory.NativeMemory;

import static io.ringhold.offheap.arena.ArenaDescriptor.DIRTY_FREE_BYTES_OFFSET;
import static io.ringhold.offheap.arena.ArenaDescriptor.HELD_PAGE_BYTES_OFFSET;
import static io.ringhold.offheap.arena.ArenaDescriptor.HIGHEST_TOP_PAGE_OFFSET;
import static io.ringhold.offheap.arena.ArenaDescriptor.METADATA_BYTES_OFFSET;
import static io.ringhold.offheap.arena.ArenaDescriptor.PAGE_LENGTH;
import static io.ringhold.offheap.arena.ArenaDescriptor.PAGE_SHIFT;
import static io.ringhold.offheap.arena.ArenaDescriptor.SPAN_BYTES_OFFSET;
import static io.ringhold.offheap.arena.ArenaDescriptor.TOP_PAGE_OFFSET;
import static io.ringhold.offheap.arena.PageDescriptor.HEAD_OFFSET;
import static io.ringhold.offheap.arena.PageDescriptor.PAGES_OFFSET;

/**
 * Hands out runs of 64 KiB pages. Freed runs are dirty until {@link #decommit} has given them back to the system; then
 * they are clean. Neighbours of one state are merged by their boundary descriptors, clean pages at the end lower the
 * top. Taken are first the dirty ones, then the clean, then pages behind the top. Owner thread only.
 */
final class PageRuns {
    static final int CLEAN = 0;
    static final int DIRTY = 1;

    /** Less than this is not worth a system call. */
    private static final long MIN_BEHIND_BYTES = 1 << 20;

    private final Arena arena;
    private final RunBins bins;
    private final int pageCount;
    private final int firstDataPage;
    private final long limitBytes;
    private final Prefault prefault;

    PageRuns(final Arena arena, final long reserveBytes, final long limitBytes) {
        this.arena = arena;
        this.bins = new RunBins(arena);
        this.pageCount = (int) (reserveBytes >>> PAGE_SHIFT);
        this.firstDataPage = 1
                + (int) (((long) pageCount * PageDescriptor.DESCRIPTOR_LENGTH + PAGE_LENGTH - 1) >>> PAGE_SHIFT);
        this.limitBytes = limitBytes;
        arena.storeLong(ArenaDescriptor.MAGIC_OFFSET, ArenaDescriptor.MAGIC);
        arena.storeInt(ArenaDescriptor.VERSION_OFFSET, ArenaDescriptor.VERSION);
        arena.storeInt(ArenaDescriptor.PAGE_COUNT_OFFSET, pageCount);
        arena.storeInt(ArenaDescriptor.FIRST_DATA_PAGE_OFFSET, firstDataPage);
        arena.storeLong(ArenaDescriptor.LIMIT_BYTES_OFFSET, limitBytes);
        arena.storeInt(TOP_PAGE_OFFSET, firstDataPage);
        arena.storeInt(HIGHEST_TOP_PAGE_OFFSET, firstDataPage);
        growMetadata(metadataBytesFor(firstDataPage));
        this.prefault = new Prefault(arena, (long) firstDataPage << PAGE_SHIFT);
    }

    Prefault prefault() {
        return prefault;
    }

    int firstDataPage() {
        return firstDataPage;
    }

    int topPage() {
        return arena.loadInt(TOP_PAGE_OFFSET);
    }

    /**
     * Takes a run.
     *
     * @param countedBytes
     *            how much memory it stands for: less than its pages when the last one is not used up
     * @return its first page, or 0 when the limit or the range is exhausted
     */
    int allocate(final int pages, final long countedBytes) {
        int head = takeFree(DIRTY, pages);
        if (head == 0) {
            if (!makeRoom(pages)) {
                return 0;
            }
            head = takeClean(pages);
        }
        if (head == 0 && decommit(Long.MAX_VALUE) > 0) {
            // Dirty and clean neighbours have been merged now.
            head = takeClean(pages);
        }
        if (head != 0) {
            add(SPAN_BYTES_OFFSET, countedBytes);
            arena.pagesTaken(head, pages);
        }
        return head;
    }

    /** Takes a run back, in constant time unless a cut is open, which notes each page; the pages on both sides must be described as they are. */
    void free(final int head, final int pages, final long countedBytes) {
        add(SPAN_BYTES_OFFSET, -countedBytes);
        add(DIRTY_FREE_BYTES_OFFSET, (long) pages << PAGE_SHIFT);
        arena.pagesFreed(head, pages);
        insertMerged(head, pages, DIRTY);
    }

    /** Lengthens a run by the pages behind it, if they are free; 0 pages more is possible too. */
    boolean extend(final int head, final int oldPages, final int newPages, final long countedBytes) {
        final int more = newPages - oldPages;
        final int behind = head + oldPages;
        if (more > 0) {
            if (!takeAt(behind, more)) {
                return false;
            }
            arena.pagesTaken(behind, more);
        }
        add(SPAN_BYTES_OFFSET, countedBytes);
        return true;
    }

    /**
     * Gives dirty free memory back to the system, in pieces of one run each, the longest runs first. An open cut is told as of a
     * store, since zeroes will stand there.
     *
     * @return how many bytes
     */
    long decommit(final long maxBytes) {
        long done = 0;
        while (arena.loadLong(DIRTY_FREE_BYTES_OFFSET) > 0 && maxBytes - done >= PAGE_LENGTH) {
            final int run = bins.longest(DIRTY);
            final int pages = runPages(run);
            final int given = (int) Math.min(pages, (maxBytes - done) >>> PAGE_SHIFT);
            final int kept = pages - given;
            final long bytes = (long) given << PAGE_SHIFT;
            arena.givingBack(run + kept, given);
            NativeMemory.giveBack(arena.address((long) (run + kept) << PAGE_SHIFT), bytes);
            bins.remove(run, pages, DIRTY);
            if (kept > 0) {
                insert(run, kept, DIRTY);
            }
            add(DIRTY_FREE_BYTES_OFFSET, -bytes);
            add(HELD_PAGE_BYTES_OFFSET, -bytes);
            insertMerged(run + kept, given, CLEAN);
            done += bytes;
        }
        return done;
    }

    /** Gives back what has been touched behind the top, but for what the memory that is in use now asks for. */
    void giveBackAhead() {
        final long wanted = Prefault.wantedBytes(arena.loadLong(HELD_PAGE_BYTES_OFFSET));
        final long keptEnd = ((long) topPage() << PAGE_SHIFT) + (wanted + PAGE_LENGTH - 1 & -PAGE_LENGTH);
        if (prefault.touchedEnd() - keptEnd > MIN_BEHIND_BYTES) {
            final long touchedEnd = prefault.lowered(keptEnd);
            NativeMemory.giveBack(arena.address(keptEnd), touchedEnd - keptEnd);
        }
    }

    /** Describes the first and the last page of a run, which is all that merging needs. */
    void describeEnds(final int word, final int head, final int pages) {
        describe(word, head, head);
        if (pages > 1) {
            describe(word, head + pages - 1, head);
        }
    }

    /** Describes each page of a run. */
    void describeAll(final int word, final int head, final int pages) {
        for (int page = head; page < head + pages; page++) {
            describe(word, page, head);
        }
    }

    /** Takes a span or run out of a list whose first is held at an offset. */
    void unlink(final long listOffset, final long descriptor) {
        bins.unlink(listOffset, descriptor);
    }

    private void describe(final int word, final int page, final int head) {
        final long descriptor = PageDescriptor.descriptorOffset(page);
        arena.storeInt(descriptor + PageDescriptor.KIND_OFFSET, word);
        arena.storeInt(descriptor + HEAD_OFFSET, head);
    }

    /** Sees to it that so many more pages may be held, giving dirty memory back where that helps. */
    private boolean makeRoom(final int pages) {
        final long growth = Math.max(0, metadataBytesFor(topPage() + pages) - arena.metadataBytes());
        final long over = heldBytes() + growth + ((long) pages << PAGE_SHIFT) - limitBytes;
        if (over <= 0) {
            return true;
        }
        if (over > arena.loadLong(DIRTY_FREE_BYTES_OFFSET)) {
            return false;
        }
        final long needed = (over + PAGE_LENGTH - 1) & -PAGE_LENGTH;
        return decommit(needed) == needed;
    }

    private long heldBytes() {
        return arena.loadLong(HELD_PAGE_BYTES_OFFSET) + arena.metadataBytes();
    }

    private int takeFree(final int state, final int pages) {
        final int run = bins.bestFit(state, pages);
        if (run != 0) {
            take(run, pages, state);
        }
        return run;
    }

    private int takeClean(final int pages) {
        final int run = takeFree(CLEAN, pages);
        return run != 0 || pages > pageCount - topPage() ? run : takeTop(pages);
    }

    private int takeTop(final int pages) {
        final int top = topPage();
        final int newTop = top + pages;
        if (newTop > arena.loadInt(HIGHEST_TOP_PAGE_OFFSET)) {
            arena.storeInt(HIGHEST_TOP_PAGE_OFFSET, newTop);
            growMetadata(metadataBytesFor(newTop) - arena.metadataBytes());
        }
        arena.storeInt(TOP_PAGE_OFFSET, newTop);
        add(HELD_PAGE_BYTES_OFFSET, (long) pages << PAGE_SHIFT);
        prefault.raised((long) newTop << PAGE_SHIFT, arena.loadLong(HELD_PAGE_BYTES_OFFSET),
                Math.min(limitBytes - heldBytes(), (long) (pageCount - newTop) << PAGE_SHIFT));
        return top;
    }

    /** Takes pages at a certain place. */
    private boolean takeAt(final int page, final int pages) {
        if (page < topPage()) {
            final int word = arena.loadInt(PageDescriptor.descriptorOffset(page));
            if (PageDescriptor.kindOf(word) != PageDescriptor.KIND_FREE || runPages(page) < pages) {
                return false;
            }
            if (PageDescriptor.stateOf(word) == DIRTY) {
                take(page, pages, DIRTY);
                return true;
            }
        }
        if (pages > pageCount - page || !makeRoom(pages)) {
            return false;
        }
        // What was given back may have joined the pages here; they are clean, or behind the top, as before.
        if (page == topPage()) {
            takeTop(pages);
        } else {
            take(page, pages, CLEAN);
        }
        return true;
    }

    private void take(final int run, final int pages, final int state) {
        final int available = runPages(run);
        bins.remove(run, available, state);
        if (available > pages) {
            insert(run + pages, available - pages, state);
        }
        final long bytes = (long) pages << PAGE_SHIFT;
        if (state == DIRTY) {
            add(DIRTY_FREE_BYTES_OFFSET, -bytes);
        } else {
            add(HELD_PAGE_BYTES_OFFSET, bytes);
        }
    }

    private void insertMerged(final int freedHead, final int freedPages, final int state) {
        int head = freedHead;
        int pages = freedPages;
        if (head > firstDataPage) {
            final int before = arena.loadInt(PageDescriptor.descriptorOffset(head - 1) + HEAD_OFFSET);
            if (isFree(head - 1, state)) {
                final int beforePages = runPages(before);
                bins.remove(before, beforePages, state);
                head = before;
                pages += beforePages;
            }
        }
        final int behind = head + pages;
        if (behind < topPage() && isFree(behind, state)) {
            final int behindPages = runPages(behind);
            bins.remove(behind, behindPages, state);
            pages += behindPages;
        }
        if (state == CLEAN && head + pages == topPage()) {
            lowerTop(head);
        } else {
            insert(head, pages, state);
        }
    }

    private void lowerTop(final int newTop) {
        final long oldTopOffset = (long) topPage() << PAGE_SHIFT;
        arena.storeInt(TOP_PAGE_OFFSET, newTop);
        final long touchedEnd = prefault.lowered((long) newTop << PAGE_SHIFT);
        if (touchedEnd > oldTopOffset) {
            NativeMemory.giveBack(arena.address(oldTopOffset), touchedEnd - oldTopOffset);
        }
    }

    private boolean isFree(final int page, final int state) {
        final int word = arena.loadInt(PageDescriptor.descriptorOffset(page));
        return PageDescriptor.kindOf(word) == PageDescriptor.KIND_FREE && PageDescriptor.stateOf(word) == state;
    }

    private void insert(final int head, final int pages, final int state) {
        describeEnds(PageDescriptor.word(PageDescriptor.KIND_FREE, 0, 0, state), head, pages);
        arena.storeInt(PageDescriptor.descriptorOffset(head) + PAGES_OFFSET, pages);
        bins.add(head, pages, state);
    }

    private int runPages(final int head) {
        return arena.loadInt(PageDescriptor.descriptorOffset(head) + PAGES_OFFSET);
    }

    private long metadataBytesFor(final int topPage) {
        final long start = PageDescriptor.descriptorOffset(firstDataPage) & -ArenaDescriptor.SYSTEM_PAGE_LENGTH;
        final long end = ArenaDescriptor.roundToSystemPage(PageDescriptor.descriptorOffset(topPage));
        return ArenaDescriptor.roundToSystemPage(ArenaDescriptor.HEADER_LENGTH) + end - start;
    }

    private void growMetadata(final long bytes) {
        add(METADATA_BYTES_OFFSET, bytes);
        arena.accountUsed(bytes);
    }

    private void add(final long offset, final long difference) {
        arena.storeLong(offset, arena.loadLong(offset) + difference);
    }
}
