package io.ringhold.wal.rdb;

import java.util.Arrays;

import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.cow.ViewCopy;
import io.ringhold.offheap.listpack.ListpackDescriptor;
import io.ringhold.offheap.listpack.ListpackReader;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.memory.NativeBuffer;

/**
 * The listpack of a hash whose fields expire, in the order in which RDB files have it: field, value and expiry, those that expire first before
 * the others, those that never do (whose expiry is 0) behind all. In memory the fields are in the order in which they were added. One thread,
 * which closes it; allocates on the heap only for more fields than ever before.
 */
final class TimedListpack implements AutoCloseable {
    /** Elements of a field. */
    static final int WIDTH = 3;

    private static final int KEPT_BYTES = 1 << 20;
    private static final int KEPT_FIELDS = 1 << 10;

    private final MemoryView view;
    private final ListpackReader listpack;
    private final NativeBuffer built = new NativeBuffer(KEPT_BYTES);
    private long block;
    private int count;
    /** When the fields expire, never being the greatest number; their positions in the listpack, and behind the last one its end. */
    private long[] expiries = new long[KEPT_FIELDS];
    private int[] positions = new int[KEPT_FIELDS + 1];
    /** Fields in the order of their expiries, after {@link #build}. */
    private int[] order = new int[KEPT_FIELDS];

    TimedListpack(final MemoryView view) {
        this.view = view;
        this.listpack = new ListpackReader(view);
    }

    /** Goes to a listpack. */
    void open(final long newBlock) {
        block = newBlock;
        count = 0;
        listpack.open(newBlock);
        while (listpack.next()) {
            if (count == expiries.length) {
                positions = Arrays.copyOf(positions, 2 * count + 1);
                order = new int[2 * count];
                expiries = Arrays.copyOf(expiries, 2 * count); // last: the others are as long when memory ends in between
            }
            positions[count] = listpack.position();
            listpack.next();
            listpack.next();
            final long atMs = listpack.integer();
            expiries[count] = atMs == 0 ? Long.MAX_VALUE : atMs;
            count++;
        }
        positions[count] = listpack.position();
    }

    /** When the first field expires, or 0 when none does. */
    long firstExpiryMs() {
        long first = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            first = Math.min(first, expiries[i]);
        }
        return first == Long.MAX_VALUE ? 0 : first;
    }

    /** Makes the listpack in its order. */
    void build() {
        sort();
        final int bytes = listpack.bytes();
        built.ensure(bytes);
        ViewCopy.copy(view, block, ListpackDescriptor.HEADER_LENGTH, built.address());
        long at = built.address() + ListpackDescriptor.HEADER_LENGTH;
        for (int i = 0; i < count; i++) {
            final int field = order[i];
            // an element does not depend on its neighbours, so that a field moves as it is
            final int length = positions[field + 1] - positions[field];
            ViewCopy.copy(view, block + positions[field], length, at);
            at += length;
        }
        Memory.putByte(at, (byte) ListpackDescriptor.END);
    }

    /** Absolute address of what was built. */
    long address() {
        return built.address();
    }

    /** Bytes of it. */
    int bytes() {
        return listpack.bytes();
    }

    /** Gives back the memory of an unusually large one. */
    void release() {
        built.shrink(KEPT_BYTES);
    }

    @Override
    public void close() {
        built.close();
    }

    /** Heapsort: in place, and no worse for many fields, which the thresholds' settings may allow. */
    private void sort() {
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        for (int i = count / 2 - 1; i >= 0; i--) {
            sink(i, count);
        }
        for (int last = count - 1; last > 0; last--) {
            final int greatest = order[0];
            order[0] = order[last];
            order[last] = greatest;
            sink(0, last);
        }
    }

    private void sink(final int from, final int size) {
        final int field = order[from];
        int at = from;
        int child = 2 * at + 1;
        while (child < size) {
            if (child + 1 < size && isAfter(order[child + 1], order[child])) {
                child++;
            }
            if (!isAfter(order[child], field)) {
                break;
            }
            order[at] = order[child];
            at = child;
            child = 2 * at + 1;
        }
        order[at] = field;
    }

    /** Fields of one time stay in the order of the listpack. */
    private boolean isAfter(final int field, final int other) {
        return expiries[field] != expiries[other] ? expiries[field] > expiries[other] : field > other;
    }
}
