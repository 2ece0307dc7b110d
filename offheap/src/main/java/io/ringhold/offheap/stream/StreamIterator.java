package io.ringhold.offheap.stream;

import io.ringhold.offheap.listpack.Listpack;
import io.ringhold.offheap.stream.index.Ids;

/**
 * Reads the entries of a stream one after another, without those that are deleted. One object may be used for any number of streams, one at
 * a time, until the stream changes. The thread that owns the arena; allocates nothing on the heap.
 */
public final class StreamIterator {
    private final Streams streams;
    private final Listpack listpack;
    private final NodeReader node;
    private long stream;
    private long fromMs;
    private long fromSeq;
    private long toMs;
    private long toSeq;
    private boolean backward;
    private boolean started;
    private boolean ended;

    public StreamIterator(final Streams streams) {
        this.streams = streams;
        this.listpack = streams.listpack();
        this.node = new NodeReader(listpack);
    }

    /**
     * Sets what to read: the entries from one id to another, both included; the first is the lesser one whichever the direction.
     *
     * @param fromLast
     *            true: the last entry comes first.
     */
    public void range(final long ofStream, final long lowMs, final long lowSeq, final long highMs, final long highSeq,
            final boolean fromLast) {
        stream = ofStream;
        fromMs = lowMs;
        fromSeq = lowSeq;
        toMs = highMs;
        toSeq = highSeq;
        backward = fromLast;
        started = false;
        ended = false;
    }

    /**
     * Counts the entries of a range, without going through nodes that are in it as a whole. The range is to be set anew then.
     *
     * @param limit
     *            more are not counted.
     */
    public long count(final long limit) {
        long count = 0;
        boolean at = streams.openAt(stream, fromMs, fromSeq, node);
        while (at && count < limit) {
            final boolean isWhole = node.first() && !isBelowRange() && node.last() && !isAboveRange();
            count += isWhole ? node.live() : countInNode();
            at = streams.openNeighbour(stream, false, node) && node.first() && !isAboveRange();
        }
        return Math.min(count, limit);
    }

    private long countInNode() {
        long count = 0;
        for (boolean at = node.first(); at && !isAboveRange(); at = node.next()) {
            count += node.isDeleted() || isBelowRange() ? 0 : 1;
        }
        return count;
    }

    /** Goes to the next entry; false when there is none. */
    public boolean next() {
        boolean at = !ended && (started ? step() : start());
        while (at && !isBehindRange() && (node.isDeleted() || isBeforeRange())) {
            at = step();
        }
        ended = !at || isBehindRange();
        return !ended;
    }

    /** Goes to an entry; false when it is not there. */
    public boolean find(final long ofStream, final long ms, final long seq) {
        ended = true;
        return streams.find(ofStream, ms, seq, node);
    }

    /** Milliseconds of the entry's id. */
    public long ms() {
        return node.ms();
    }

    /** Sequence of the entry's id. */
    public long seq() {
        return node.seq();
    }

    /** Number of the entry's fields. */
    public int fields() {
        return node.fields();
    }

    /** Makes {@link #viewAddress} and {@link #viewLength} tell a field's name, until the next view; cheap in ascending order. */
    public void viewField(final int index) {
        listpack.view(node.block(), node.field(index));
    }

    /** Makes {@link #viewAddress} and {@link #viewLength} tell a field's value, until the next view; cheap in ascending order. */
    public void viewValue(final int index) {
        listpack.view(node.block(), node.value(index));
    }

    /** Absolute address of the bytes viewed last. */
    public long viewAddress() {
        return listpack.viewAddress();
    }

    /** Length of the bytes viewed last. */
    public int viewLength() {
        return listpack.viewLength();
    }

    private boolean start() {
        started = true;
        return backward
                ? streams.openAt(stream, toMs, toSeq, node) && node.last()
                : streams.openAt(stream, fromMs, fromSeq, node) && node.first();
    }

    private boolean step() {
        if (backward) {
            return node.previous() || streams.openNeighbour(stream, true, node) && node.last();
        }
        return node.next() || streams.openNeighbour(stream, false, node) && node.first();
    }

    private boolean isBeforeRange() {
        return backward ? isAboveRange() : isBelowRange();
    }

    private boolean isBehindRange() {
        return backward ? isBelowRange() : isAboveRange();
    }

    private boolean isBelowRange() {
        return Ids.compare(node.ms(), node.seq(), fromMs, fromSeq) < 0;
    }

    private boolean isAboveRange() {
        return Ids.compare(node.ms(), node.seq(), toMs, toSeq) > 0;
    }
}
