package io.ringhold.offheap.keys;

import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.memory.Memory;

import static io.ringhold.offheap.keys.BucketDescriptor.BUCKET_LENGTH;
import static io.ringhold.offheap.keys.BucketDescriptor.BUCKET_SHIFT;
import static io.ringhold.offheap.keys.BucketDescriptor.REFERENCES_OFFSET;
import static io.ringhold.offheap.keys.BucketDescriptor.SLOTS;
import static io.ringhold.offheap.keys.BucketDescriptor.TAG_IN_USE;

/**
 * Visits every entry of a {@link KeyTable} once, through a view of the arena as it was when the table's image was taken, whether a resize was
 * under way or not. The view's thread; allocates nothing on the heap.
 */
public final class KeyTableWalker {
    private static final int CACHE_LINE = 64;

    private final MemoryView view;
    private final long[] found = new long[SLOTS];
    private KeyTable.Image image;
    private boolean inNext;
    private int bucket;
    private int left;
    private long touched;

    public KeyTableWalker(final MemoryView view) {
        this.view = view;
    }

    /**
     * Begins to walk through a table.
     *
     * @param newImage
     *            taken at the moment that the view shows.
     */
    public void open(final KeyTable.Image newImage) {
        image = newImage;
        inNext = false;
        bucket = newImage.firstBucket();
        left = 0;
    }

    /** The next entry, or 0 at the end. */
    public long next() {
        while (left == 0) {
            if (bucket == (inNext ? image.nextBuckets() : image.currentBuckets())) {
                if (inNext) {
                    return 0;
                }
                inNext = true;
                bucket = 0;
            } else {
                readBucket();
            }
        }
        return found[--left];
    }

    private void readBucket() {
        final long base = inNext ? image.nextOffset() : image.currentOffset();
        final long address = view.view(base + ((long) bucket << BUCKET_SHIFT), BUCKET_LENGTH);
        for (int slot = 0; slot < SLOTS; slot++) {
            if ((Memory.getByte(address + slot) & TAG_IN_USE) != 0) {
                found[left++] = BucketDescriptor
                        .entry(Memory.getLong(address + REFERENCES_OFFSET + (long) slot * Long.BYTES));
            }
        }
        bucket++;
        // all at once, as the processor then waits for them together
        for (int i = 0; i < left; i++) {
            touched += view.touch(found[i]) + view.touch(found[i] + CACHE_LINE) + view.touch(found[i] + 2 * CACHE_LINE);
        }
    }

    /** A number that depends on all entries that were loaded ahead. */
    long touched() {
        return touched;
    }
}
