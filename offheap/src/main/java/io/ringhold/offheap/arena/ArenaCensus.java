package io.ringhold.offheap.arena;

import java.util.ArrayList;
import java.util.List;

/**
 * What the pages of an arena are used for at one moment, found by a walk over them: for reports. The walk takes a step for each span, large block
 * and free run. Owner thread only; the result is immutable.
 *
 * @param classes
 *            sizes of blocks that have spans, the smallest first.
 * @param large
 *            blocks that are too large for spans.
 * @param dirty
 *            free runs that have not been given back to the system.
 * @param clean
 *            free runs that have, but for those behind the last page in use.
 */
public record ArenaCensus(List<SizeClass> classes, Large large, FreeRuns dirty, FreeRuns clean) {
    /**
     * The spans of one size of blocks.
     *
     * @param blockBytes
     *            of each block.
     * @param spans
     *            how many there are.
     * @param bytes
     *            of their pages.
     * @param capacity
     *            blocks that fit.
     * @param liveBlocks
     *            blocks in use.
     */
    public record SizeClass(int blockBytes, int spans, long bytes, long capacity, long liveBlocks) {
        /** Bytes of blocks in use. */
        public long liveBytes() {
            return liveBlocks * blockBytes;
        }

        /** Bytes of the pages that no block in use takes. */
        public long freeBytes() {
            return bytes - liveBytes();
        }

        private SizeClass plus(final int pages, final long blocks, final long live) {
            return new SizeClass(blockBytes, spans + 1, bytes + ((long) pages << ArenaDescriptor.PAGE_SHIFT),
                    capacity + blocks, liveBlocks + live);
        }
    }

    /**
     * Blocks that are runs of pages.
     *
     * @param bytes
     *            of memory; the unused end of a last page is none.
     */
    public record Large(long blocks, long bytes) {}

    /**
     * Runs of free pages.
     *
     * @param largestBytes
     *            of the longest.
     */
    public record FreeRuns(long runs, long bytes, long largestBytes) {
        private static final FreeRuns NONE = new FreeRuns(0, 0, 0);

        private FreeRuns plus(final int pages) {
            final long more = (long) pages << ArenaDescriptor.PAGE_SHIFT;
            return new FreeRuns(runs + 1, bytes + more, Math.max(largestBytes, more));
        }
    }

    /** Takes the census. */
    public static ArenaCensus of(final Arena arena) {
        return new Walk().over(arena);
    }

    /** Bytes of spans that no block in use takes: what fragmentation inside of spans costs. */
    public long freeInSpans() {
        return classes.stream().mapToLong(SizeClass::freeBytes).sum();
    }

    private static final class Walk {
        private final SizeClass[] classes = new SizeClass[SizeClasses.COUNT];
        private Large large = new Large(0, 0);
        private FreeRuns dirty = FreeRuns.NONE;
        private FreeRuns clean = FreeRuns.NONE;

        ArenaCensus over(final Arena arena) {
            final int end = arena.topPage();
            for (int page = arena.firstDataPage(); page < end;) {
                final long descriptor = PageDescriptor.descriptorOffset(page);
                final int pages = arena.loadInt(descriptor + PageDescriptor.PAGES_OFFSET);
                visit(arena, descriptor, arena.loadInt(descriptor), pages);
                page += pages;
            }
            final List<SizeClass> used = new ArrayList<>();
            for (final SizeClass sizeClass : classes) {
                if (sizeClass != null) {
                    used.add(sizeClass);
                }
            }
            return new ArenaCensus(List.copyOf(used), large, dirty, clean);
        }

        private void visit(final Arena arena, final long descriptor, final int word, final int pages) {
            switch (PageDescriptor.kindOf(word)) {
                case PageDescriptor.KIND_SPAN -> {
                    final int index = PageDescriptor.sizeClassOf(word);
                    final SizeClass before = classes[index] == null
                            ? new SizeClass(SizeClasses.sizeOf(index), 0, 0, 0, 0)
                            : classes[index];
                    classes[index] = before.plus(pages, arena.loadInt(descriptor + SpanDescriptor.CAPACITY_OFFSET),
                            arena.loadInt(descriptor + SpanDescriptor.LIVE_BLOCKS_OFFSET));
                }
                case PageDescriptor.KIND_LARGE -> large = new Large(large.blocks + 1,
                        large.bytes + arena.loadLong(descriptor + PageDescriptor.USABLE_BYTES_OFFSET));
                case PageDescriptor.KIND_FREE -> {
                    if (PageDescriptor.stateOf(word) == PageRuns.DIRTY) {
                        dirty = dirty.plus(pages);
                    } else {
                        clean = clean.plus(pages);
                    }
                }
                default -> throw new IllegalStateException("page descriptor of no kind: " + word);
            }
        }
    }
}
