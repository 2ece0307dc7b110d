package io.ringhold.offheap.dict;

/**
 * Layout of a dict.
 *
 * <pre>
 *  root
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |  Size: elements (64 bits)                                     |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |  Segments                                                     |
 *  +---------------------------------------------------------------+
 *  |  Buckets that no segment has more of                          |
 *  +---------------------------------------------------------------+
 *  |  One segment: its word. More: offset of the first chunk       |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |  Offset of the table of the other chunks, or 0                |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *
 *  chunk:  up to 512 words.  table of chunks:  offsets; the first is not used
 *
 *  word of a segment, 64 bits; 0: it has no elements and no block
 *   63                          49 48              39 38                          0
 *  +------------------------------+------------------+-----------------------------+
 *  |  Elements                    |  Buckets         |  Offset of the block / 8    |
 *  +------------------------------+------------------+-----------------------------+
 *
 *  segment:  buckets of 8 slots.  slot, 64 bits; 0: empty
 *   63                                             39 38                          0
 *  +-------------------------------------------------+-----------------------------+
 *  |  Hash bits                                      |  Offset of the element / 8  |
 *  +-------------------------------------------------+-----------------------------+
 * </pre>
 *
 * Integers are little-endian. With 2^P &lt;= segments &lt; 2^(P+1), segment i is at level P + 1 when i &gt;= 2^P or i &lt; segments - 2^P, else at
 * level P; a segment at level l holds the elements whose hash begins with the low l bits of i, the lowest first. The 25 hash bits
 * of its slots are those after the first {@code l & ~7}. The slots in use are in the order of their hash bits; an element stands in
 * the bucket that the hash bits after the first l choose in proportion, or behind it, and no slot between is empty.
 * The last bucket is chosen by none, unless it is the only one.
 *
 * <p>
 * Example: in a new arena, the root of a dict with one element, whose hash is 0x8000000000000001 and whose offset 0x30000, and its
 * segment at 0x40000:
 *
 * <pre>
 *  root     01 00 00 00 00 00 00 00  01 00 00 00 01 00 00 00  00 80 00 00 80 00 02 00  00 00 00 00 00 00 00 00
 *  segment  00 60 00 00 00 00 00 80  00 00 00 00 00 00 00 00  ...
 * </pre>
 */
public final class DictDescriptor {
    public static final int ALIGNMENT = 8;

    public static final int SIZE_OFFSET = 0;
    public static final int SEGMENTS_OFFSET = 8;
    public static final int LARGEST_OFFSET = 12;
    public static final int DIRECTORY_OFFSET = 16;
    public static final int TABLE_OFFSET = 24;
    public static final int ROOT_LENGTH = 32;

    /** Words of a full chunk, as a shift. */
    public static final int CHUNK_SHIFT = 9;
    public static final int CHUNK_WORDS = 1 << CHUNK_SHIFT;

    public static final int BUCKET_SHIFT = 6;
    public static final int BUCKET_LENGTH = 1 << BUCKET_SHIFT;
    public static final int BUCKET_SLOTS = BUCKET_LENGTH / Long.BYTES;
    public static final int MAX_BUCKETS = (1 << 10) - 1;

    public static final int OFFSET_BITS = 39;
    public static final int HASH_BITS = Long.SIZE - OFFSET_BITS;
    public static final int MAX_SEGMENTS = 1 << HASH_BITS;

    static final long COUNT_ONE = 1L << 49;

    static final int OFFSET_SHIFT = 3;
    private static final long OFFSET_MASK = (1L << OFFSET_BITS) - 1;
    private static final int COUNT_SHIFT = 49;
    private static final int BASE_MASK = 7;

    private DictDescriptor() {}

    static long word(final long block, final int buckets) {
        return block >>> OFFSET_SHIFT | (long) buckets << OFFSET_BITS;
    }

    /** The offset in a word, a slot or a handle. */
    static long offset(final long word) {
        return (word & OFFSET_MASK) << OFFSET_SHIFT;
    }

    static int buckets(final long word) {
        return (int) (word >>> OFFSET_BITS) & MAX_BUCKETS;
    }

    static int count(final long word) {
        return (int) (word >>> COUNT_SHIFT);
    }

    /** Offset of the end of a segment's slots. */
    static long end(final long word) {
        return offset(word) + ((long) buckets(word) << BUCKET_SHIFT);
    }

    /** What a slot holds. */
    static long slot(final long hash, final int level, final long element) {
        return hashBits(hash, level) << OFFSET_BITS | element >>> OFFSET_SHIFT;
    }

    /** What callers know a slot by: its offset and its segment. */
    static long handle(final long slotOffset, final int segment) {
        return (long) segment << OFFSET_BITS | slotOffset >>> OFFSET_SHIFT;
    }

    static int segmentOf(final long handle) {
        return (int) (handle >>> OFFSET_BITS);
    }

    /** The bits of a hash that the slots of a segment at a level keep. */
    static long hashBits(final long hash, final int level) {
        return hash << (level & ~BASE_MASK) >>> OFFSET_BITS;
    }

    /** The hash as far as it is known from a slot of a segment, the rest 0. */
    static long hashOf(final long slot, final int segment, final int level) {
        final int base = level & ~BASE_MASK;
        final long known = slot >>> OFFSET_BITS << OFFSET_BITS >>> base;
        return base == 0 ? known : Long.reverse(segment & (1L << base) - 1) | known;
    }

    /** True when slots of segments at both levels keep the same bits. */
    static boolean haveSameBits(final int levelA, final int levelB) {
        return (levelA | BASE_MASK) == (levelB | BASE_MASK);
    }

    /** The bit of a slot which says to what half of a segment at this level it belongs. */
    static long halfBit(final int level) {
        return 1L << Long.SIZE - 1 - (level & BASE_MASK);
    }

    /** Offset of the first slot at which an element may stand. */
    static long home(final long word, final long hashBits, final int level) {
        final long position = hashBits << (level & BASE_MASK) & (1L << HASH_BITS) - 1;
        final int homes = Math.max(buckets(word) - 1, 1);
        return offset(word) + (position * homes >>> HASH_BITS << BUCKET_SHIFT);
    }

    /** The segment of a hash. */
    static int segment(final long hash, final int segments) {
        final int power = Integer.highestOneBit(segments);
        final int reversed = (int) Long.reverse(hash);
        final int low = reversed & power - 1;
        return low < segments - power ? reversed & (power << 1) - 1 : low;
    }

    static int level(final int segment, final int segments) {
        final int power = Integer.highestOneBit(segments);
        final int level = Integer.numberOfTrailingZeros(power);
        return segment >= power || segment < segments - power ? level + 1 : level;
    }
}
