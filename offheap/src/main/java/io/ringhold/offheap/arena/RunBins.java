package io.ringhold.offheap.arena;

import static io.ringhold.offheap.arena.ArenaDescriptor.BINS_LENGTH;
import static io.ringhold.offheap.arena.ArenaDescriptor.BINS_OFFSET;
import static io.ringhold.offheap.arena.ArenaDescriptor.BIN_BITMAPS_OFFSET;
import static io.ringhold.offheap.arena.ArenaDescriptor.BITMAP_LENGTH;
import static io.ringhold.offheap.arena.PageDescriptor.NEXT_OFFSET;
import static io.ringhold.offheap.arena.PageDescriptor.PAGES_OFFSET;
import static io.ringhold.offheap.arena.PageDescriptor.PREVIOUS_OFFSET;

/**
 * The free runs of an arena by length: bins of one length each up to 16 pages, then four to each doubling. Clean and
 * dirty runs have bins of their own. A bitmap tells which bins are in use. Owner thread only.
 */
final class RunBins {
    private static final int EXACT_BINS = 16;
    private static final int EXACT_SHIFT = 4;
    private static final int STEPS_SHIFT = 2;
    /** How many runs of a bin are looked at for a good fit at a low address. */
    private static final int SEARCH_LIMIT = 16;

    private final Arena arena;

    RunBins(final Arena arena) {
        this.arena = arena;
    }

    static int binOf(final int pages) {
        if (pages <= EXACT_BINS) {
            return pages - 1;
        }
        final int doubling = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(pages);
        final int step = (pages >>> (doubling - STEPS_SHIFT)) & ((1 << STEPS_SHIFT) - 1);
        return EXACT_BINS + ((doubling - EXACT_SHIFT) << STEPS_SHIFT) + step;
    }

    void add(final int run, final int pages, final int state) {
        final int bin = binOf(pages);
        final long list = listOffset(bin, state);
        final long descriptor = PageDescriptor.descriptorOffset(run);
        final int first = arena.loadInt(list);
        arena.storeInt(descriptor + PREVIOUS_OFFSET, 0);
        arena.storeInt(descriptor + NEXT_OFFSET, first);
        arena.storeInt(list, run);
        if (first != 0) {
            arena.storeInt(PageDescriptor.descriptorOffset(first) + PREVIOUS_OFFSET, run);
        } else {
            final long bitmap = bitmapOffset(bin, state);
            arena.storeLong(bitmap, arena.loadLong(bitmap) | (1L << bin));
        }
    }

    void remove(final int run, final int pages, final int state) {
        final int bin = binOf(pages);
        final long list = listOffset(bin, state);
        unlink(list, PageDescriptor.descriptorOffset(run));
        if (arena.loadInt(list) == 0) {
            final long bitmap = bitmapOffset(bin, state);
            arena.storeLong(bitmap, arena.loadLong(bitmap) & ~(1L << bin));
        }
    }

    /** Takes a descriptor out of the list whose first page number is held at an offset. */
    void unlink(final long list, final long descriptor) {
        final int previous = arena.loadInt(descriptor + PREVIOUS_OFFSET);
        final int next = arena.loadInt(descriptor + NEXT_OFFSET);
        if (previous == 0) {
            arena.storeInt(list, next);
        } else {
            arena.storeInt(PageDescriptor.descriptorOffset(previous) + NEXT_OFFSET, next);
        }
        if (next != 0) {
            arena.storeInt(PageDescriptor.descriptorOffset(next) + PREVIOUS_OFFSET, previous);
        }
    }

    /** The run that wastes least, at the lowest address, among the first few that are long enough; 0 for none. */
    int bestFit(final int state, final int pages) {
        final int bin = binOf(pages);
        final int run = bestOf(bin, state, pages);
        if (run != 0) {
            return run;
        }
        final int longer = nextInUse(bin + 1, state);
        return longer < 0 ? 0 : bestOf(longer, state, pages);
    }

    /** A run of the bin of the longest; there must be one. */
    int longest(final int state) {
        final long high = arena.loadLong(bitmapOffset(Long.SIZE, state));
        final int bin = high != 0
                ? 2 * Long.SIZE - 1 - Long.numberOfLeadingZeros(high)
                : Long.SIZE - 1 - Long.numberOfLeadingZeros(arena.loadLong(bitmapOffset(0, state)));
        return arena.loadInt(listOffset(bin, state));
    }

    private int bestOf(final int bin, final int state, final int pages) {
        int best = 0;
        int bestPages = Integer.MAX_VALUE;
        int run = arena.loadInt(listOffset(bin, state));
        for (int i = 0; run != 0 && i < SEARCH_LIMIT; i++) {
            final long descriptor = PageDescriptor.descriptorOffset(run);
            final int runPages = arena.loadInt(descriptor + PAGES_OFFSET);
            if (runPages >= pages && (runPages < bestPages || (runPages == bestPages && run < best))) {
                best = run;
                bestPages = runPages;
            }
            run = arena.loadInt(descriptor + NEXT_OFFSET);
        }
        return best;
    }

    private int nextInUse(final int fromBin, final int state) {
        if (fromBin < Long.SIZE) {
            final long low = arena.loadLong(bitmapOffset(fromBin, state)) & (-1L << fromBin);
            if (low != 0) {
                return Long.numberOfTrailingZeros(low);
            }
        }
        final long mask = fromBin < Long.SIZE ? -1L : (-1L << fromBin);
        final long high = arena.loadLong(bitmapOffset(Long.SIZE, state)) & mask;
        return high == 0 ? -1 : Long.SIZE + Long.numberOfTrailingZeros(high);
    }

    private static long listOffset(final int bin, final int state) {
        return BINS_OFFSET + (long) state * BINS_LENGTH + (long) bin * Integer.BYTES;
    }

    private static long bitmapOffset(final int bin, final int state) {
        return BIN_BITMAPS_OFFSET + (long) state * BITMAP_LENGTH + (long) (bin / Long.SIZE) * Long.BYTES;
    }
}
