package io.ringhold.tools.memory.gather;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.ringhold.tools.memory.result.BlockClass;

/** Counts blocks by their size, and what of them holds nothing. Blocks beyond {@value #LARGEST_CLASS} bytes count in ranges that double. One thread. */
public final class BlockSizes {
    private static final int LARGEST_CLASS = 64 << 10;
    private static final int ALIGNMENT_SHIFT = 3;
    private static final int CLASSES = (LARGEST_CLASS >> ALIGNMENT_SHIFT) + 1;

    private final long[] blocks = new long[CLASSES + Long.SIZE];
    private final long[] bytes = new long[CLASSES + Long.SIZE];
    private final long[] slack = new long[CLASSES + Long.SIZE];

    /** Counts a block of {@code usableBytes}, of which {@code neededBytes} were asked for; returns what is left over. */
    public long add(final long usableBytes, final long neededBytes) {
        final long left = usableBytes - neededBytes;
        final int at = usableBytes <= LARGEST_CLASS
                ? (int) (usableBytes >> ALIGNMENT_SHIFT)
                : CLASSES + Long.SIZE - Long.numberOfLeadingZeros(usableBytes - 1);
        blocks[at]++;
        bytes[at] += usableBytes;
        slack[at] += left;
        return left;
    }

    List<BlockClass> result() {
        final List<BlockClass> classes = new ArrayList<>();
        for (int i = 0; i < blocks.length; i++) {
            if (blocks[i] != 0) {
                final long size = i < CLASSES ? (long) i << ALIGNMENT_SHIFT : 1L << i - CLASSES;
                classes.add(new BlockClass(size, blocks[i], bytes[i], slack[i]));
            }
        }
        classes.sort(Comparator.comparingLong(BlockClass::bytes).reversed()
                .thenComparingLong(BlockClass::usableBytes));
        return classes;
    }
}
