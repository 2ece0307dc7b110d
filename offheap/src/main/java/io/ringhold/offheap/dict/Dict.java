package io.ringhold.offheap.dict;

import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.element.Elements;
import io.ringhold.offheap.keys.KeyHash;

import static io.ringhold.offheap.dict.DictDescriptor.BUCKET_SLOTS;
import static io.ringhold.offheap.dict.DictDescriptor.COUNT_ONE;
import static io.ringhold.offheap.dict.DictDescriptor.DIRECTORY_OFFSET;
import static io.ringhold.offheap.dict.DictDescriptor.LARGEST_OFFSET;
import static io.ringhold.offheap.dict.DictDescriptor.MAX_SEGMENTS;
import static io.ringhold.offheap.dict.DictDescriptor.ROOT_LENGTH;
import static io.ringhold.offheap.dict.DictDescriptor.SEGMENTS_OFFSET;
import static io.ringhold.offheap.dict.DictDescriptor.SIZE_OFFSET;
import static io.ringhold.offheap.dict.DictDescriptor.TABLE_OFFSET;

/**
 * Works on the dicts of an arena, the hash tables of large sets, hashes and sorted sets; layout: {@link DictDescriptor}; sources: see the
 * package. A dict is named by the offset of its root and refers to elements, which remain their owner's but for {@link #freeSome}.
 * A slot is where a dict keeps an element: it is known by an opaque number that holds until the next insert into or remove from that
 * dict, and {@link #NONE} is none. A hash is always the {@link KeyHash} given at construction, of the member.
 *
 * <p>
 * An insert splits one segment at the most and a remove joins two, so that no step is longer than some microseconds. When there is no
 * memory for it, that waits, and only {@link #create} and {@link #insert} can fail. The thread that owns the arena; allocates nothing on
 * the heap.
 */
public final class Dict {
    /** No slot. */
    public static final long NONE = 0;

    /** A segment is split when there are more elements than this for each one, and two are joined below half of it. */
    private static final int SEGMENT_MEAN = 192;
    private static final int LOW_HALF_SHIFT = 32;
    private static final long LOW_HALF = 0xffffffffL;

    private final Arena arena;
    private final MemoryTag tag;
    private final Elements elements;
    private final Directory directory;
    private final Segments segments;

    /**
     * @param elements
     *            that the dicts will refer to, in whose arena they will be.
     */
    public Dict(final Elements elements, final KeyHash keyHash) {
        this(elements, keyHash, MemoryTag.DICT);
    }

    /**
     * @param tag
     *            of what the dicts take, their elements not included.
     */
    public Dict(final Elements elements, final KeyHash keyHash, final MemoryTag tag) {
        this.tag = tag;
        this.arena = elements.arena();
        this.elements = elements;
        this.directory = new Directory(arena, tag);
        this.segments = new Segments(elements, keyHash, tag);
    }

    /** A dict without elements: its root, or 0 when there is no memory. */
    public long create() {
        final long root = arena.allocate(ROOT_LENGTH, tag);
        if (root != 0) {
            arena.putLong(root + SIZE_OFFSET, 0);
            arena.putInt(root + SEGMENTS_OFFSET, 1);
            arena.putInt(root + LARGEST_OFFSET, 0);
            arena.putLong(root + DIRECTORY_OFFSET, 0);
            arena.putLong(root + TABLE_OFFSET, 0);
        }
        return root;
    }

    public long size(final long root) {
        return arena.getLong(root + SIZE_OFFSET);
    }

    /** The slot of a member, or {@link #NONE}. */
    public long find(final long root, final long hash, final long memberAddress, final int memberLength) {
        final int count = directory.segments(root);
        final int segment = DictDescriptor.segment(hash, count);
        final long word = directory.word(root, segment);
        final int level = DictDescriptor.level(segment, count);
        final long at = segments.find(word, level, hash, memberAddress, memberLength);
        return at == 0 ? NONE : DictDescriptor.handle(at, segment);
    }

    /** The element in a slot. */
    public long element(final long slot) {
        return DictDescriptor.offset(arena.getLong(DictDescriptor.offset(slot)));
    }

    /**
     * Puts in an element whose member is not there.
     *
     * @return its slot, or {@link #NONE} when there is no memory: the dict is as it was then.
     */
    public long insert(final long root, final long hash, final long element) {
        if (size(root) >= (long) directory.segments(root) * SEGMENT_MEAN) {
            split(root);
        }
        final int count = directory.segments(root);
        final int segment = DictDescriptor.segment(hash, count);
        final int level = DictDescriptor.level(segment, count);
        final long slot = DictDescriptor.slot(hash, level, element);
        long word = directory.word(root, segment);
        if (Segments.isFull(word)) {
            word = grow(root, segment, level, word);
        }
        long at = segments.place(word, level, slot);
        while (at == 0) {
            final long grown = grow(root, segment, level, word);
            if (grown == word) {
                return NONE;
            }
            word = grown;
            at = segments.place(word, level, slot);
        }
        directory.putWord(root, segment, word + COUNT_ONE);
        arena.putLong(root + SIZE_OFFSET, size(root) + 1);
        return DictDescriptor.handle(at, segment);
    }

    /** Puts another element with the same member into a slot. */
    public void replaceElement(final long slot, final long newElement) {
        final long at = DictDescriptor.offset(slot);
        final long bits = arena.getLong(at) >>> DictDescriptor.OFFSET_BITS;
        arena.putLong(at, DictDescriptor.handle(newElement, (int) bits));
    }

    /** Takes an element out; it is the caller's to free. */
    public void remove(final long root, final long slot) {
        final int segment = DictDescriptor.segmentOf(slot);
        final int level = DictDescriptor.level(segment, directory.segments(root));
        final long word = directory.word(root, segment) - COUNT_ONE;
        segments.remove(word, level, DictDescriptor.offset(slot));
        arena.putLong(root + SIZE_OFFSET, size(root) - 1);
        if (DictDescriptor.count(word) == 0) {
            segments.free(word);
            store(root, segment, 0);
        } else {
            directory.putWord(root, segment, word);
            if (Segments.isSparse(word)) {
                final long smaller = segments.resized(word, level, 0);
                if (smaller != Segments.FAILED) {
                    replace(root, segment, word, smaller);
                }
            }
        }
        final int count = directory.segments(root);
        if (count > 1 && size(root) * 2 < (long) count * SEGMENT_MEAN) {
            join(root);
        }
    }

    /**
     * The slot of any element, each as likely as the others (but for a part in 2^32 for each segment), in constant time on average.
     *
     * @return {@link #NONE} when there are no elements.
     */
    public long random(final long root, final RandomGenerator source) {
        if (size(root) == 0) {
            return NONE;
        }
        final long count = directory.segments(root);
        final long bound = (long) arena.getInt(root + LARGEST_OFFSET) * BUCKET_SLOTS;
        while (true) {
            final long number = source.nextLong();
            final int segment = (int) ((number >>> LOW_HALF_SHIFT) * count >>> LOW_HALF_SHIFT);
            final long word = directory.word(root, segment);
            final long index = (number & LOW_HALF) * bound >>> LOW_HALF_SHIFT;
            if (index < (long) DictDescriptor.buckets(word) * BUCKET_SLOTS) {
                final long at = DictDescriptor.offset(word) + index * Long.BYTES;
                if (arena.getLong(at) != 0) {
                    return DictDescriptor.handle(at, segment);
                }
            }
        }
    }

    /** The slot to begin with when all are to be visited, or {@link #NONE}. */
    public long first(final long root) {
        return firstFrom(root, 0);
    }

    /** The slot after another, in an order that only holds while the dict does not change, or {@link #NONE}. */
    public long next(final long root, final long slot) {
        final int segment = DictDescriptor.segmentOf(slot);
        final long at = used(DictDescriptor.offset(slot) + Long.BYTES,
                DictDescriptor.end(directory.word(root, segment)));
        return at == 0 ? firstFrom(root, segment + 1) : DictDescriptor.handle(at, segment);
    }

    /**
     * Visits about {@code count} elements from a cursor on. Between 0 and 0, each element that was there all the time is visited
     * at least once, whatever else is inserted or removed in between; the visitor itself must not change the dict.
     *
     * @param cursor
     *            0, or what the call before returned; it is unsigned and all values are harmless.
     * @param visitor
     *            of elements.
     * @return the cursor to go on with, 0 at the end.
     */
    public long scan(final long root, final long cursor, final int count, final LongConsumer visitor) {
        final int segmentCount = directory.segments(root);
        long position = cursor;
        int left = Math.max(count, 1);
        do {
            final int segment = DictDescriptor.segment(position, segmentCount);
            final int level = DictDescriptor.level(segment, segmentCount);
            final long word = directory.word(root, segment);
            final long from = DictDescriptor.hashBits(position, level);
            final long end = DictDescriptor.end(word);
            long last = -1;
            for (long at = DictDescriptor.home(word, from, level); at < end; at += Long.BYTES) {
                final long slot = arena.getLong(at);
                final long bits = slot >>> DictDescriptor.OFFSET_BITS;
                if (slot == 0 || bits < from) {
                    continue;
                }
                if (left <= 0 && bits != last) {
                    return DictDescriptor.hashOf(slot, segment, level);
                }
                visitor.accept(DictDescriptor.offset(slot));
                last = bits;
                left--;
            }
            position = level == 0 ? 0 : Long.reverse(segment) + (1L << Long.SIZE - level);
            left--;
        } while (position != 0 && left > 0);
        return position;
    }

    /**
     * Frees a dict and its elements in slices, from which it can only be freed on; the state is in the dict.
     *
     * @param maxElements
     *            after which a slice ends, with the segment of some hundred elements in which that is.
     * @return true when nothing is left.
     */
    public boolean freeSome(final long root, final long maxElements) {
        long left = maxElements;
        while (directory.segments(root) > 0) {
            if (left <= 0) {
                return false;
            }
            final int last = directory.segments(root) - 1;
            final long word = directory.word(root, last);
            final long end = DictDescriptor.end(word);
            for (long at = used(DictDescriptor.offset(word), end); at != 0; at = used(at + Long.BYTES, end)) {
                elements.free(DictDescriptor.offset(arena.getLong(at)));
            }
            segments.free(word);
            directory.dropLast(root);
            arena.putLong(root + SIZE_OFFSET, size(root) - DictDescriptor.count(word));
            left -= DictDescriptor.count(word) + 1;
        }
        arena.free(root);
        return true;
    }

    /** Bytes of memory that the dict takes, its elements not included; looks at every segment. */
    public long usedBytes(final long root) {
        final int count = directory.segments(root);
        long bytes = arena.usableSize(root) + directory.usedBytes(root);
        for (int segment = 0; segment < count; segment++) {
            final long block = DictDescriptor.offset(directory.word(root, segment));
            bytes += block == 0 ? 0 : arena.usableSize(block);
        }
        return bytes;
    }

    private void split(final long root) {
        final int count = directory.segments(root);
        if (count == MAX_SEGMENTS) {
            return;
        }
        final int segment = count - Integer.highestOneBit(count);
        final int level = DictDescriptor.level(segment, count);
        final long word = directory.word(root, segment);
        final long lower = segments.half(word, level, false);
        if (lower == Segments.FAILED) {
            return;
        }
        final long upper = segments.half(word, level, true);
        if (upper == Segments.FAILED || !directory.append(root, upper)) {
            segments.free(lower);
            if (upper != Segments.FAILED) {
                segments.free(upper);
            }
            return;
        }
        replace(root, segment, word, lower);
        store(root, count, upper);
    }

    private void join(final long root) {
        final int last = directory.segments(root) - 1;
        final int segment = last - Integer.highestOneBit(last);
        final int level = DictDescriptor.level(last, last + 1);
        final long lower = directory.word(root, segment);
        final long upper = directory.word(root, last);
        final long joined = segments.joined(lower, upper, level);
        if (joined != Segments.FAILED) {
            directory.dropLast(root);
            segments.free(upper);
            replace(root, segment, lower, joined);
        }
    }

    /** Gives a segment more buckets; returns its word, the same when there is no memory. */
    private long grow(final long root, final int segment, final int level, final long word) {
        final long grown = segments.resized(word, level, DictDescriptor.buckets(word));
        if (grown == Segments.FAILED) {
            return word;
        }
        replace(root, segment, word, grown);
        return grown;
    }

    private void replace(final long root, final int segment, final long word, final long newWord) {
        segments.free(word);
        store(root, segment, newWord);
    }

    private void store(final long root, final int segment, final long word) {
        directory.putWord(root, segment, word);
        final int buckets = DictDescriptor.buckets(word);
        if (directory.segments(root) == 1 || buckets > arena.getInt(root + LARGEST_OFFSET)) {
            arena.putInt(root + LARGEST_OFFSET, buckets);
        }
    }

    private long firstFrom(final long root, final int from) {
        final int count = directory.segments(root);
        for (int segment = from; segment < count; segment++) {
            final long word = directory.word(root, segment);
            final long at = used(DictDescriptor.offset(word), DictDescriptor.end(word));
            if (at != 0) {
                return DictDescriptor.handle(at, segment);
            }
        }
        return NONE;
    }

    /** Offset of the first slot in use, or 0. */
    private long used(final long from, final long end) {
        for (long at = from; at < end; at += Long.BYTES) {
            if (arena.getLong(at) != 0) {
                return at;
            }
        }
        return 0;
    }
}
