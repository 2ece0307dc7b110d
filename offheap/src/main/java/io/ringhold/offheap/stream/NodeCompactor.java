package io.ringhold.offheap.stream;

import io.ringhold.offheap.listpack.Listpack;
import io.ringhold.offheap.stream.index.Ids;

/**
 * Copies nodes without their deleted entries; layout: {@link StreamNodeDescriptor}. For nodes of dumps whose deleted entries are not in the order of
 * the ids: Redis keeps one in its node when XSETID sets the last id below it, and adds lesser ones behind it. The thread that owns the arena; allocates
 * nothing on the heap.
 */
final class NodeCompactor {
    /** Most bytes by which an entry becomes longer when it is counted from another key: two numbers of 2 bytes that take 10. */
    private static final long LONGER_ID = 2L * (10 - 2);

    private final Listpack listpack;
    private final NodeReader reader;
    private long keyMs;
    private long keySeq;

    NodeCompactor(final Listpack listpack) {
        this.listpack = listpack;
        this.reader = new NodeReader(listpack);
    }

    /**
     * A node with the entries of another that are not deleted; there is one. Its key, which {@link #keyMs} and {@link #keySeq} tell, is that of the
     * other, or the id of its first entry where that is below. The other node stays. 0: no memory.
     */
    long compacted(final long block, final long ms, final long seq) {
        reader.open(block, ms, seq);
        keyMs = ms;
        keySeq = seq;
        long bytes = listpack.bytes(block);
        if (isFirstBelowKey()) {
            keyMs = reader.ms();
            keySeq = reader.seq();
            bytes += LONGER_ID * reader.live();
        }
        final long node = bytes > Listpack.MAX_BYTES ? 0 : listpack.create((int) bytes);
        if (node == 0) {
            return 0;
        }
        // there is room for all, so that nothing moves and nothing can fail
        copyMaster(block, node);
        copyEntries(block, node);
        return listpack.trim(node);
    }

    /** Milliseconds of the key of the node that was made last. */
    long keyMs() {
        return keyMs;
    }

    /** Sequence of the key of the node that was made last. */
    long keySeq() {
        return keySeq;
    }

    /** Makes the first entry that is not deleted current; true when its id is below the key. */
    private boolean isFirstBelowKey() {
        boolean at = reader.first();
        while (at && reader.isDeleted()) {
            at = reader.next();
        }
        return at && Ids.compare(reader.ms(), reader.seq(), keyMs, keySeq) < 0;
    }

    private void copyMaster(final long block, final long node) {
        listpack.appendInteger(node, reader.live());
        listpack.appendInteger(node, 0);
        final int deletedAt = listpack.next(block, listpack.first(block));
        if (reader.first()) {
            copy(block, listpack.next(block, deletedAt), reader.position(), node);
        }
    }

    private void copyEntries(final long block, final long node) {
        boolean at = reader.first();
        while (at) {
            final boolean isDeleted = reader.isDeleted();
            final int position = reader.position();
            final long ms = reader.ms();
            final long seq = reader.seq();
            at = reader.next();
            if (!isDeleted) {
                listpack.appendInteger(node, listpack.integer(block, position));
                listpack.appendInteger(node, ms - keyMs);
                listpack.appendInteger(node, seq - keySeq);
                final int seqAt = listpack.next(block, listpack.next(block, position));
                copy(block, listpack.next(block, seqAt), at ? reader.position() : Listpack.NONE, node);
            }
        }
    }

    /** Appends the elements from a position to another, or to the end. */
    private void copy(final long block, final int from, final int to, final long node) {
        for (int at = from; at != to; at = listpack.next(block, at)) {
            listpack.view(block, at);
            listpack.append(node, listpack.viewAddress(), listpack.viewLength());
        }
    }
}
