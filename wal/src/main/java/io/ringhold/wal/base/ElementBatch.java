package io.ringhold.wal.base;

import java.io.IOException;

import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.keys.EntryReader;
import io.ringhold.offheap.listpack.ListpackReader;

/**
 * Divides the elements of a collection into commands: as many as Redis puts into one, or fewer when they are large, so that no command comes
 * near the 2 GiB that a log can have, and none keeps who executes it for long. Only where elements are is kept here, so the memory that they are in must
 * stay as it is until they are written. The thread of the output; allocates nothing on the heap.
 */
final class ElementBatch {
    /** Elements of a command at most; a field with its value, or a member with its score, is one. */
    static final int MAX_ELEMENTS = 64;
    /** A command with so many bytes gets no further element. */
    static final int MAX_BYTES = 1 << 20;

    private static final int MAX_WIDTH = 2;
    private static final int INTEGER = -1;
    private static final int SCORE = -2;
    private static final int NUMBER_BYTES = Long.BYTES;

    private final CommandOutput output;
    private final MemoryView[] views = new MemoryView[MAX_ELEMENTS * MAX_WIDTH];
    /** Offsets of strings, integers, bits of scores. */
    private final long[] values = new long[views.length];
    /** Lengths of strings, or a negative number for what is none. */
    private final int[] lengths = new int[views.length];
    private Word command;
    private EntryReader key;
    private int width;
    private int count;
    private long bytes;

    ElementBatch(final CommandOutput output) {
        this.output = output;
    }

    /**
     * Begins with a collection.
     *
     * @param ofCollection
     *            its entry, to be left as it is until the last {@link #flush}.
     * @param argumentsPerElement
     *            1 or 2.
     */
    void open(final Word newCommand, final EntryReader ofCollection, final int argumentsPerElement) {
        command = newCommand;
        key = ofCollection;
        width = argumentsPerElement;
        count = 0;
        bytes = 0;
    }

    /** Adds an argument that a view shows. */
    void add(final MemoryView view, final long offset, final int length) throws IOException {
        views[count] = view;
        add(offset, length, length);
    }

    void addInteger(final long value) throws IOException {
        add(value, INTEGER, NUMBER_BYTES);
    }

    void addScore(final double score) throws IOException {
        add(Double.doubleToRawLongBits(score), SCORE, NUMBER_BYTES);
    }

    /** Adds the element at which a listpack's reader stands. */
    void add(final MemoryView view, final ListpackReader at) throws IOException {
        if (at.isInteger()) {
            addInteger(at.integer());
        } else {
            add(view, at.stringOffset(), at.stringLength());
        }
    }

    /** Writes what has been added. */
    void flush() throws IOException {
        if (count == 0) {
            return;
        }
        output.begin(command, 2L + count, key);
        for (int i = 0; i < count; i++) {
            switch (lengths[i]) {
                case INTEGER -> output.number(values[i]);
                case SCORE -> output.score(Double.longBitsToDouble(values[i]));
                default -> output.string(views[i], values[i], lengths[i]);
            }
        }
        count = 0;
        bytes = 0;
    }

    private void add(final long value, final int length, final int size) throws IOException {
        values[count] = value;
        lengths[count] = length;
        count++;
        bytes += size;
        if (count % width == 0 && (count == MAX_ELEMENTS * width || bytes >= MAX_BYTES)) {
            flush();
        }
    }
}
