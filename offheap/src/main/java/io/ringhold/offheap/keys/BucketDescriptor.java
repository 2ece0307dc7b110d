package io.ringhold.offheap.keys;

/**
 * Layout of a bucket of the key table: one cache line with seven slots.
 *
 * <pre>
 *   0        8       16       24       32       40       48       56       64
 *  +--------+--------+--------+--------+--------+--------+--------+--------+
 *  | tag 0  | tag 1  | tag 2  | tag 3  | tag 4  | tag 5  | tag 6  |overflow|   control word
 *  +--------+--------+--------+--------+--------+--------+--------+--------+
 *  | reference 0                                                           |
 *  +-----------------------------------------------------------------------+
 *  | ... reference 6                                                       |
 *  +-----------------------------------------------------------------------+
 *
 *  reference:  63                   40 39 38                              0
 *             +-----------------------+--+---------------------------------+
 *             | position, high 24 bits| E| offset of the entry / 8         |
 *             +-----------------------+--+---------------------------------+
 *  tag:         7 6           0
 *             +--+-------------+
 *             | U| position,   |      U = slot in use
 *             |  | low 7 bits  |
 *             +--+-------------+
 * </pre>
 *
 * The position is the high 31 bits of the key's hash, and the bucket at home for it is {@code position * buckets >> 31}: the
 * order of positions is the order of buckets, whatever the size of the table. Since tag and reference together hold the whole
 * position, a table can be resized without looking at a single entry. E says that the entry has an expiry. The overflow
 * byte counts the entries that passed over this full bucket on their way from home (255 = so many that it is not counted any
 * more); a search goes on to the next bucket only when it is not 0, and deleting needs no tombstones.
 *
 * <p>
 * Example: a bucket with one entry at offset 0x1040, hash 0x8000_0101_0000_0000 (position 0x40000080), with an expiry: tag 0
 * is 0x80, reference 0 is 0x8000_0180_0000_0208.
 */
public final class BucketDescriptor {
    public static final int BUCKET_SHIFT = 6;
    public static final int BUCKET_LENGTH = 1 << BUCKET_SHIFT;
    public static final int SLOTS = 7;
    public static final int REFERENCES_OFFSET = 8;
    public static final int OVERFLOW_SHIFT = 56;
    public static final int MAX_OVERFLOW = 255;

    public static final int POSITION_BITS = 31;
    public static final int TAG_POSITION_BITS = 7;
    public static final int TAG_IN_USE = 0x80;

    public static final int REFERENCE_POSITION_SHIFT = 40;
    public static final long EXPIRY_BIT = 1L << 39;
    public static final long OFFSET_MASK = EXPIRY_BIT - 1;
    public static final int OFFSET_SHIFT = 3;

    private BucketDescriptor() {}

    /** Position of a hash in the table's order. */
    public static long position(final long hash) {
        return hash >>> 64 - POSITION_BITS;
    }

    /** Tag byte of a slot in use. */
    public static int tag(final long position) {
        return TAG_IN_USE | (int) position & TAG_IN_USE - 1;
    }

    /** Reference word of a slot. */
    public static long reference(final long position, final long entry, final boolean expiry) {
        return position >>> TAG_POSITION_BITS << REFERENCE_POSITION_SHIFT | (expiry ? EXPIRY_BIT : 0)
                | entry >>> OFFSET_SHIFT;
    }

    /** Offset of the entry that a reference names. */
    public static long entry(final long reference) {
        return (reference & OFFSET_MASK) << OFFSET_SHIFT;
    }

    /** Position put together again from a slot's reference and tag. */
    public static long position(final long reference, final int tag) {
        return reference >>> REFERENCE_POSITION_SHIFT << TAG_POSITION_BITS | tag & TAG_IN_USE - 1;
    }
}
