package io.ringhold.offheap.dict;

import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.cow.ViewCopy;
import io.ringhold.offheap.element.ElementReader;
import io.ringhold.offheap.memory.Memory;

import static io.ringhold.offheap.dict.DictDescriptor.BUCKET_LENGTH;
import static io.ringhold.offheap.dict.DictDescriptor.BUCKET_SLOTS;
import static io.ringhold.offheap.dict.DictDescriptor.CHUNK_SHIFT;
import static io.ringhold.offheap.dict.DictDescriptor.CHUNK_WORDS;
import static io.ringhold.offheap.dict.DictDescriptor.DIRECTORY_OFFSET;
import static io.ringhold.offheap.dict.DictDescriptor.OFFSET_BITS;
import static io.ringhold.offheap.dict.DictDescriptor.SEGMENTS_OFFSET;
import static io.ringhold.offheap.dict.DictDescriptor.SIZE_OFFSET;
import static io.ringhold.offheap.dict.DictDescriptor.TABLE_OFFSET;

/**
 * Reads a dict through a view: visits its elements, and finds members; layout: {@link DictDescriptor}. The view's thread; allocates
 * nothing on the heap.
 */
public final class DictReader {
    private final MemoryView view;
    private final ElementReader element;
    private final long[] bucket = new long[BUCKET_SLOTS];
    private long dict;
    private int segments;
    private int segment;
    private long at;
    private long end;
    private int left;

    public DictReader(final MemoryView view) {
        this.view = view;
        this.element = new ElementReader(view);
    }

    /** Goes to a dict, before its first element. */
    public void open(final long root) {
        dict = root;
        segments = view.getInt(root + SEGMENTS_OFFSET);
        segment = 0;
        at = 0;
        end = 0;
        left = 0;
    }

    /** Number of elements. */
    public long size() {
        return view.getLong(dict + SIZE_OFFSET);
    }

    /** The next element, in no order, or 0 when all have been visited. */
    public long next() {
        while (left == 0) {
            if (at < end) {
                readBucket();
            } else if (segment < segments) {
                final long word = word(segment++);
                at = DictDescriptor.offset(word);
                end = DictDescriptor.end(word);
            } else {
                return 0;
            }
        }
        return bucket[--left];
    }

    /**
     * The element of a member, or 0; does not disturb {@link #next}.
     *
     * @param hash
     *            of the member.
     * @param memberAddress
     *            absolute; not one that the view has shown.
     */
    public long find(final long hash, final long memberAddress, final int memberLength) {
        final int home = DictDescriptor.segment(hash, segments);
        final int level = DictDescriptor.level(home, segments);
        final long word = word(home);
        final long wanted = DictDescriptor.hashBits(hash, level);
        final long last = DictDescriptor.end(word);
        for (long slotAt = DictDescriptor.home(word, wanted, level); slotAt < last; slotAt += Long.BYTES) {
            final long slot = view.getLong(slotAt);
            final long bits = slot >>> OFFSET_BITS;
            if (slot == 0 || bits > wanted) {
                return 0;
            }
            if (bits == wanted && isMember(DictDescriptor.offset(slot), memberAddress, memberLength)) {
                return DictDescriptor.offset(slot);
            }
        }
        return 0;
    }

    private boolean isMember(final long candidate, final long address, final int length) {
        element.open(candidate);
        return element.memberLength() == length && ViewCopy.equals(view, element.memberOffset(), address, length);
    }

    private void readBucket() {
        final long address = view.view(at, BUCKET_LENGTH);
        for (int i = 0; i < BUCKET_SLOTS; i++) {
            final long slot = Memory.getLong(address + (long) i * Long.BYTES);
            if (slot != 0) {
                bucket[left++] = DictDescriptor.offset(slot);
            }
        }
        at += BUCKET_LENGTH;
    }

    private long word(final int index) {
        if (index >= CHUNK_WORDS) {
            final long table = view.getLong(dict + TABLE_OFFSET);
            final long chunk = view.getLong(table + (index >>> CHUNK_SHIFT) * (long) Long.BYTES);
            return view.getLong(chunk + (index & CHUNK_WORDS - 1) * (long) Long.BYTES);
        }
        final long first = view.getLong(dict + DIRECTORY_OFFSET);
        return segments == 1 ? first : view.getLong(first + index * (long) Long.BYTES);
    }
}
