package io.ringhold.offheap.keys;

import static io.ringhold.offheap.keys.BucketDescriptor.POSITION_BITS;
import static io.ringhold.offheap.keys.BucketDescriptor.SLOTS;

/**
 * How many keys a {@link KeyTable} has in each of {@value #COUNT} equal regions of positions.
 *
 * <p>
 * Hashes are spread evenly, but removals need not be: expiry and whoever deletes what SCAN returns go through the table from
 * left to right, and leave it empty on one side and as full as it was on the other. As arrays keep the order of positions, a size
 * that is right on average may then be far too small for the full side. Owner thread of the table.
 */
final class Regions {
    private static final int COUNT = 64;
    private static final int SHIFT = POSITION_BITS - 6;
    private static final double CROWDED = 0.95;
    /** In smaller tables chance alone makes regions uneven; there the neighbours have room. */
    private static final int MIN_HOMES = 64 * COUNT;

    private final int[] sizes = new int[COUNT];

    void added(final long position) {
        sizes[(int) (position >>> SHIFT)]++;
    }

    void removed(final long position) {
        sizes[(int) (position >>> SHIFT)]--;
    }

    /** True when the region of a position is nearly full in an array of so many homes. */
    boolean isCrowded(final long position, final int homes) {
        return homes >= MIN_HOMES
                && sizes[(int) (position >>> SHIFT)] >= (double) homes / COUNT * SLOTS * CROWDED;
    }

    /** The homes at which neither the table nor its fullest region is loaded more than {@code load}. */
    long homesFor(final long size, final double load) {
        double homes = size / (SLOTS * load);
        if (homes >= MIN_HOMES / COUNT) {
            for (final int regionSize : sizes) {
                homes = Math.max(homes, (double) regionSize * COUNT / (SLOTS * load));
            }
        }
        return (long) Math.ceil(homes);
    }
}
