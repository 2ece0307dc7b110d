package io.ringhold.offheap.stream;

/**
 * Layout of a pending entry, a block: an entry that was delivered and has not been acknowledged.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |  Offset of the consumer (64 bits); 0: none yet               ...
 *  +---------------------------------------------------------------+
 *  |  When it was last delivered, in milliseconds (64 bits)       ...
 *  +---------------------------------------------------------------+
 *  |  How often it was delivered (64 bits)                        ...
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * Integers are little-endian.
 *
 * <p>
 * Example: no consumer yet, delivered at 256, twice:
 *
 * <pre>
 *  00 00 00 00 00 00 00 00 00 01 00 00 00 00 00 00 02 00 00 00 00 00 00 00
 * </pre>
 */
public final class PendingDescriptor {
    public static final int CONSUMER_OFFSET = 0;
    public static final int DELIVERED_MS_OFFSET = 8;
    public static final int DELIVERIES_OFFSET = 16;
    /** Bytes of the block. */
    public static final int LENGTH = 24;

    private PendingDescriptor() {}
}
