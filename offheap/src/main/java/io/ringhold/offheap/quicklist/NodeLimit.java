package io.ringhold.offheap.quicklist;

/**
 * How much a node may hold, as {@code list-max-listpack-size} says: so many elements when it is positive, and one for 0; from -1 to -5 4, 8, 16, 32 or 64
 * KiB. Bytes are those of the listpack.
 */
public final class NodeLimit {
    /** Bytes of a node whose limit is a number of elements. */
    private static final int MAX_COUNTED_BYTES = 8192;
    private static final int SMALLEST_BYTES = 4096;
    private static final int LOWEST = -5;

    private final int elements;
    private final int bytes;

    /** The limit that a setting means. */
    public NodeLimit(final int setting) {
        this.elements = setting >= 0 ? Math.max(1, setting) : Integer.MAX_VALUE;
        this.bytes = setting >= 0 ? MAX_COUNTED_BYTES : SMALLEST_BYTES << -Math.max(setting, LOWEST) - 1;
    }

    /** True when a listpack of that size is within the limit. */
    public boolean allows(final long listpackBytes, final long count) {
        return listpackBytes <= bytes && count <= elements;
    }

    /** True when a listpack of that size is at most half of what the limit allows. */
    public boolean allowsTwice(final long listpackBytes, final long count) {
        return listpackBytes <= bytes / 2 && count <= elements / 2;
    }
}
