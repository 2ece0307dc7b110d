package io.ringhold.offheap.arena;

/**
 * The sizes of blocks in spans: each multiple of 8 up to 256, then eight steps to each doubling up to 64 KiB, so that no
 * more than an eighth of a block is wasted. Also how many pages a span of each class takes: as few as leave at most a
 * 32nd of it unused behind the last block.
 */
final class SizeClasses {
    /** Larger blocks are runs of pages. */
    static final int MAX_BLOCK_BYTES = ArenaDescriptor.PAGE_LENGTH;
    static final int COUNT = 96;

    private static final int LINEAR_LIMIT = 256;
    private static final int LINEAR_LIMIT_SHIFT = 8;
    private static final int LINEAR_COUNT = LINEAR_LIMIT / ArenaDescriptor.ALIGNMENT;
    private static final int STEPS_SHIFT = 3;
    private static final int MAX_SPAN_PAGES = 16;
    private static final int TAIL_WASTE_DIVISOR = 32;
    private static final int RECIPROCAL_SHIFT = 40;

    private static final int[] SIZES = new int[COUNT];
    private static final int[] SPAN_PAGES = new int[COUNT];
    private static final long[] RECIPROCALS = new long[COUNT];

    static {
        for (int i = 0; i < COUNT; i++) {
            SIZES[i] = computeSize(i);
            SPAN_PAGES[i] = computeSpanPages(SIZES[i]);
            // Rounded up; exact for every offset in a span, since (16 pages) * size < 2^40.
            RECIPROCALS[i] = (1L << RECIPROCAL_SHIFT) / SIZES[i] + 1;
        }
    }

    private SizeClasses() {}

    /** The class of the smallest blocks that hold so many bytes (1 to {@link #MAX_BLOCK_BYTES}). */
    static int classOf(final long bytes) {
        final int last = (int) bytes - 1;
        if (last < LINEAR_LIMIT) {
            return last >>> 3;
        }
        final int doubling = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(last);
        return LINEAR_COUNT + ((doubling - LINEAR_LIMIT_SHIFT) << STEPS_SHIFT) + (last >>> (doubling - STEPS_SHIFT))
                - (1 << STEPS_SHIFT);
    }

    static int sizeOf(final int sizeClass) {
        return SIZES[sizeClass];
    }

    static int spanPagesOf(final int sizeClass) {
        return SPAN_PAGES[sizeClass];
    }

    /** The number of the block that holds the byte at so many bytes from its span's start. */
    static int blockIndex(final int sizeClass, final long bytesFromSpan) {
        return (int) ((bytesFromSpan * RECIPROCALS[sizeClass]) >>> RECIPROCAL_SHIFT);
    }

    private static int computeSize(final int sizeClass) {
        if (sizeClass < LINEAR_COUNT) {
            return (sizeClass + 1) * ArenaDescriptor.ALIGNMENT;
        }
        final int doubling = (sizeClass - LINEAR_COUNT) >>> STEPS_SHIFT;
        final int step = (sizeClass - LINEAR_COUNT) & ((1 << STEPS_SHIFT) - 1);
        return (LINEAR_LIMIT << doubling) + (step + 1) * ((LINEAR_LIMIT >>> STEPS_SHIFT) << doubling);
    }

    private static int computeSpanPages(final int size) {
        for (int pages = 1; pages < MAX_SPAN_PAGES; pages++) {
            final int spanBytes = pages * ArenaDescriptor.PAGE_LENGTH;
            if (spanBytes % size <= spanBytes / TAIL_WASTE_DIVISOR) {
                return pages;
            }
        }
        return MAX_SPAN_PAGES;
    }
}
