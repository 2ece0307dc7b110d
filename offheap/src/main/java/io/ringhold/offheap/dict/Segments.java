package io.ringhold.offheap.dict;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.element.Elements;
import io.ringhold.offheap.keys.KeyHash;

import static io.ringhold.offheap.dict.DictDescriptor.BUCKET_LENGTH;
import static io.ringhold.offheap.dict.DictDescriptor.BUCKET_SHIFT;
import static io.ringhold.offheap.dict.DictDescriptor.BUCKET_SLOTS;
import static io.ringhold.offheap.dict.DictDescriptor.COUNT_ONE;
import static io.ringhold.offheap.dict.DictDescriptor.MAX_BUCKETS;
import static io.ringhold.offheap.dict.DictDescriptor.OFFSET_BITS;

/**
 * Works on single segments, each named by its word; layout: {@link DictDescriptor}. The thread that owns the arena; allocates
 * nothing on the heap.
 */
final class Segments {
    /** What the building of a segment returns when there is no memory. */
    static final long FAILED = -1;

    /** A segment is built with 4/3 slots for each element, and rebuilt when more than 9/10 or less than half are in use. */
    private static final int SPACIOUS_NUMERATOR = 4;
    private static final int SPACIOUS_DENOMINATOR = 3;
    private static final int FULL_NUMERATOR = 9;
    private static final int FULL_DENOMINATOR = 10;

    private final Arena arena;
    private final MemoryTag tag;
    private final Elements elements;
    private final KeyHash keyHash;

    Segments(final Elements elements, final KeyHash keyHash, final MemoryTag tag) {
        this.arena = elements.arena();
        this.tag = tag;
        this.elements = elements;
        this.keyHash = keyHash;
    }

    static boolean isFull(final long word) {
        return (DictDescriptor.count(word) + 1) * FULL_DENOMINATOR > DictDescriptor.buckets(word) * BUCKET_SLOTS
                * FULL_NUMERATOR;
    }

    static boolean isSparse(final long word) {
        return DictDescriptor.buckets(word) > 1
                && DictDescriptor.count(word) * 2 < DictDescriptor.buckets(word) * BUCKET_SLOTS;
    }

    /** Offset of the slot of a member, or 0. */
    long find(
            final long word, final int level, final long hash, final long memberAddress, final int memberLength) {
        final long wanted = DictDescriptor.hashBits(hash, level);
        final long end = DictDescriptor.end(word);
        for (long at = DictDescriptor.home(word, wanted, level); at < end; at += Long.BYTES) {
            final long slot = arena.getLong(at);
            final long bits = slot >>> OFFSET_BITS;
            if (slot == 0 || bits > wanted) {
                return 0;
            }
            if (bits == wanted && elements.isMember(DictDescriptor.offset(slot), memberAddress, memberLength)) {
                return at;
            }
        }
        return 0;
    }

    /** Puts a slot in; the count is the caller's. Returns its offset, or 0 when there is no room up to the end: nothing has changed. */
    long place(final long word, final int level, final long slot) {
        final long bits = slot >>> OFFSET_BITS;
        final long end = DictDescriptor.end(word);
        long at = DictDescriptor.home(word, bits, level);
        long found = 0;
        while (at < end) {
            found = arena.getLong(at);
            if (found == 0 || found >>> OFFSET_BITS > bits) {
                break;
            }
            at += Long.BYTES;
        }
        if (at == end) {
            return 0;
        }
        if (found != 0) {
            final long empty = firstEmpty(at, end);
            if (empty == end) {
                return 0;
            }
            arena.copy(at + Long.BYTES, at, empty - at);
        }
        arena.putLong(at, slot);
        return at;
    }

    private long firstEmpty(final long from, final long end) {
        long at = from;
        while (at < end && arena.getLong(at) != 0) {
            at += Long.BYTES;
        }
        return at;
    }

    /** Empties a slot and moves those behind it back that are not at home; the count is the caller's. */
    void remove(final long word, final int level, final long slotOffset) {
        final long end = DictDescriptor.end(word);
        long at = slotOffset + Long.BYTES;
        while (at < end) {
            final long slot = arena.getLong(at);
            if (slot == 0 || DictDescriptor.home(word, slot >>> OFFSET_BITS, level) == at) {
                break;
            }
            at += Long.BYTES;
        }
        arena.copy(slotOffset, slotOffset + Long.BYTES, at - slotOffset - Long.BYTES);
        arena.putLong(at - Long.BYTES, 0);
    }

    /** Elements whose slots have, or have not, a bit. */
    int count(final long word, final long bit, final boolean set) {
        int count = 0;
        final long end = DictDescriptor.end(word);
        for (long at = DictDescriptor.offset(word); at < end; at += Long.BYTES) {
            final long slot = arena.getLong(at);
            if (slot != 0 && (slot & bit) != 0 == set) {
                count++;
            }
        }
        return count;
    }

    /**
     * The same elements in a new segment with more buckets than {@code above}.
     *
     * @return its word, or {@link #FAILED}.
     */
    long resized(final long word, final int level, final int above) {
        final int wanted = bucketsFor(DictDescriptor.count(word) + 1);
        return build(Math.max(wanted, above + 1), word, level, 0, level);
    }

    /** The half of a segment, that has or has not the bit which tells, in a new segment of the next level. */
    long half(final long word, final int level, final boolean upper) {
        final long bit = DictDescriptor.halfBit(level);
        final int count = count(word, bit, upper);
        if (count == 0) {
            return 0;
        }
        int buckets = bucketsFor(count);
        while (buckets <= MAX_BUCKETS) {
            final long target = create(buckets);
            if (target == FAILED) {
                return FAILED;
            }
            final long filled = transfer(word, level, bit, upper ? bit : 0, target, level + 1);
            if (filled != FAILED) {
                return filled;
            }
            free(target);
            buckets = DictDescriptor.buckets(target) + 1;
        }
        return FAILED;
    }

    /** Two segments of a level in a new one of the level before. */
    long joined(final long lower, final long upper, final int level) {
        final int count = DictDescriptor.count(lower) + DictDescriptor.count(upper);
        return count == 0 ? 0 : build(bucketsFor(count), lower, level, upper, level - 1);
    }

    /** Frees a segment without its elements. */
    void free(final long word) {
        if (word != 0) {
            arena.free(DictDescriptor.offset(word));
        }
    }

    private long build(
            final int wantedBuckets, final long first, final int level, final long second, final int newLevel) {
        int buckets = wantedBuckets;
        while (buckets <= MAX_BUCKETS) {
            final long target = create(buckets);
            if (target == FAILED) {
                return FAILED;
            }
            long filled = transfer(first, level, 0, 0, target, newLevel);
            if (filled != FAILED) {
                filled = transfer(second, level, 0, 0, filled, newLevel);
            }
            if (filled != FAILED) {
                return filled;
            }
            free(target);
            buckets = DictDescriptor.buckets(target) + 1;
        }
        return FAILED;
    }

    private static int bucketsFor(final int count) {
        final int slots = (count * SPACIOUS_NUMERATOR + SPACIOUS_DENOMINATOR - 1) / SPACIOUS_DENOMINATOR;
        return (slots + BUCKET_SLOTS - 1) / BUCKET_SLOTS;
    }

    private long create(final int buckets) {
        final long block = arena.allocate((long) buckets << BUCKET_SHIFT, tag);
        if (block == 0) {
            return FAILED;
        }
        final int usable = (int) Math.min(arena.usableSize(block) >>> BUCKET_SHIFT, MAX_BUCKETS);
        arena.fill(block, (long) usable * BUCKET_LENGTH, (byte) 0);
        return DictDescriptor.word(block, usable);
    }

    /** Copies the slots whose masked bits are as given; returns the target's word, or FAILED when they do not all fit. */
    private long transfer(
            final long source, final int level, final long mask, final long bits, final long target,
            final int targetLevel) {
        final boolean hasSameBits = DictDescriptor.haveSameBits(level, targetLevel);
        final long end = DictDescriptor.end(source);
        long word = target;
        for (long at = DictDescriptor.offset(source); at < end; at += Long.BYTES) {
            final long slot = arena.getLong(at);
            if (slot != 0 && (slot & mask) == bits) {
                if (place(word, targetLevel, hasSameBits ? slot : rehashed(slot, targetLevel)) == 0) {
                    return FAILED;
                }
                word += COUNT_ONE;
            }
        }
        return word;
    }

    private long rehashed(final long slot, final int level) {
        final long element = DictDescriptor.offset(slot);
        final long hash = keyHash.hash(elements.memberAddress(element), elements.memberLength(element));
        return DictDescriptor.slot(hash, level, element);
    }
}
