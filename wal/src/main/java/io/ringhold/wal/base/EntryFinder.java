package io.ringhold.wal.base;

import java.io.IOException;

import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.stream.StreamDescriptor;
import io.ringhold.offheap.stream.StreamEntryReader;
import io.ringhold.offheap.stream.index.IdMapReader;
import io.ringhold.offheap.stream.index.Ids;

/**
 * Tells for ids in ascending order whether a stream has entries of them; reads only the nodes that may have, and pauses now and then. The view's
 * thread; allocates nothing on the heap.
 */
final class EntryFinder {
    /** Ids, nodes and entries between two pauses. */
    private static final int STEPS_AT_ONCE = 1 << 10;

    private final CommandOutput output;
    private final IdMapReader nodes;
    private final StreamEntryReader entries;
    /** The node in which an id would be that is before the key of the next one. */
    private long nodeMs;
    private long nodeSeq;
    private long block;
    private boolean hasNextNode;
    private boolean isOpen;
    private boolean hasEntry;
    private int steps;

    EntryFinder(final MemoryView view, final CommandOutput output) {
        this.output = output;
        this.nodes = new IdMapReader(view);
        this.entries = new StreamEntryReader(view);
    }

    /** Begins with a stream. */
    void open(final long root) {
        nodes.open(root + StreamDescriptor.NODES_OFFSET);
        hasNextNode = nodes.next();
        block = 0;
        isOpen = false;
    }

    /** Whether there is an entry of an id, which is not before the one asked for last. */
    boolean contains(final long ms, final long seq) throws IOException {
        step();
        while (hasNextNode && Ids.compare(nodes.ms(), nodes.seq(), ms, seq) <= 0) {
            nodeMs = nodes.ms();
            nodeSeq = nodes.seq();
            block = nodes.value();
            isOpen = false;
            hasNextNode = nodes.next();
            step();
        }
        if (block == 0) {
            return false;
        }
        if (!isOpen) {
            entries.open(nodeMs, nodeSeq, block);
            isOpen = true;
            hasEntry = entries.next();
        }
        // deleted ones may be out of order: an id can be used again after XTRIM and XSETID
        while (hasEntry && (entries.isDeleted() || Ids.compare(entries.ms(), entries.seq(), ms, seq) < 0)) {
            hasEntry = entries.next();
            step();
        }
        return hasEntry && entries.ms() == ms && entries.seq() == seq;
    }

    private void step() throws IOException {
        steps++;
        if (steps == STEPS_AT_ONCE) {
            steps = 0;
            output.pause();
        }
    }
}
