package io.ringhold.offheap.arena;

import java.util.Arrays;

/**
 * How full the spans with room of one slot are, and which of them are to be emptied: the emptiest, and so many that the others, with what is moved
 * into them, are dense. Owner thread; its arrays are all that it keeps.
 */
final class SpanCensus {
    private static final int BINS = 64;
    /** At most this part of the room is to be left free. */
    private static final int FREE_DIVISOR = 32;

    private final int[] spans = new int[BINS];
    private long capacity;
    private long spanCount;
    private long free;
    private int bin;
    private long wholeBins;
    private long ofLastBin;

    void clear() {
        Arrays.fill(spans, 0);
        spanCount = 0;
        free = 0;
        wholeBins = 0;
    }

    /** Counts a span; all of a slot have the same capacity. */
    void add(final int liveBlocks, final int ofBlocks) {
        capacity = ofBlocks;
        spans[binOf(liveBlocks, ofBlocks)]++;
        spanCount++;
        free += ofBlocks - liveBlocks;
    }

    /** Decides; true when there is a span to be emptied. */
    boolean choose() {
        // Emptying m of n spans leaves free - m * capacity; that is to be 1/32 of the room that is left.
        final long wanted = spanCount == 0
                ? 0
                : (FREE_DIVISOR * free / capacity - spanCount) / (FREE_DIVISOR - 1);
        bin = 0;
        long below = 0;
        while (bin < BINS - 1 && below + spans[bin] <= wanted) {
            below += spans[bin];
            bin++;
        }
        wholeBins = below;
        ofLastBin = Math.max(0, wanted - below);
        return wanted > 0;
    }

    /** Whether a span, which has been counted, is to be emptied; asked once for each. */
    boolean isChosen(final int liveBlocks, final int ofBlocks) {
        final int itsBin = binOf(liveBlocks, ofBlocks);
        if (itsBin < bin && wholeBins > 0) {
            wholeBins--;
            return true;
        }
        if (itsBin == bin && ofLastBin > 0) {
            ofLastBin--;
            return true;
        }
        return false;
    }

    private static int binOf(final int liveBlocks, final int ofBlocks) {
        return (int) ((long) liveBlocks * BINS / ofBlocks);
    }
}
