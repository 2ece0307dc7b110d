package io.ringhold.engine.transaction;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.engine.pipeline.RequestBatch;
import io.ringhold.offheap.arena.Arena;

/**
 * Commands that wait for EXEC: copies of their bytes and frames, in batches from which handlers read arguments as from those of a transport. It
 * grows by segments, so that nothing is copied twice. Engine thread; allocates on the heap only to grow.
 */
public final class CommandQueue {
    private static final int FIRST_INDEX_BYTES = 1024;
    private static final int FIRST_BYTES = 3072;
    /** How often the next segment is twice as large as the one before. */
    private static final int DOUBLINGS = 6;

    private final Arena arena;
    private final List<QueueSegment> segments = new ArrayList<>();
    private int used;
    private int commands;
    private long bytes;
    private long heldBytes;

    CommandQueue(final Arena arena) {
        this.arena = arena;
    }

    /** Copies a command to the end; false when there is no memory. */
    boolean add(final RequestBatch batch, final int frame) {
        final int indexLength = QueueSegment.indexLength(batch, frame);
        final int length = batch.frameLength(frame);
        if (used == 0 || !segments.get(used - 1).hasRoomFor(indexLength, length)) {
            if (!addSegment(indexLength, length)) {
                return false;
            }
        }
        segments.get(used - 1).add(batch, frame);
        commands++;
        bytes += length;
        return true;
    }

    /** How many commands there are. */
    public int commands() {
        return commands;
    }

    /** Bytes that the commands took on the wire. */
    public long bytes() {
        return bytes;
    }

    /** Bytes of memory that the queue holds. */
    public long heldBytes() {
        return heldBytes;
    }

    /** How many {@link #batch batches} there are. */
    public int batches() {
        return used;
    }

    /** Some of the commands, to be read until the queue changes; batches are in order. */
    public RequestBatch batch(final int index) {
        return segments.get(index).batch();
    }

    /** Bytes on the wire of the largest batch. */
    public int largestBatch() {
        int largest = 0;
        for (int i = 0; i < used; i++) {
            largest = Math.max(largest, segments.get(i).byteLength());
        }
        return largest;
    }

    /** Nobody will look at a batch any more: gives back what {@link #clear} would not keep. */
    public void executed(final int index) {
        if (isLarge(segments.get(index))) {
            free(segments.get(index));
        }
    }

    /** Forgets all commands; keeps a little memory for the next ones. */
    void clear() {
        while (segments.size() > 1 || segments.size() == 1 && isLarge(segments.getFirst())) {
            free(segments.removeLast());
        }
        if (!segments.isEmpty()) {
            segments.getFirst().clear();
        }
        used = 0;
        commands = 0;
        bytes = 0;
    }

    /** Frees all memory. */
    void free() {
        clear();
        if (!segments.isEmpty()) {
            free(segments.removeLast());
        }
    }

    private void free(final QueueSegment segment) {
        heldBytes -= segment.free();
    }

    private static boolean isLarge(final QueueSegment segment) {
        return segment.capacity() > FIRST_INDEX_BYTES + FIRST_BYTES;
    }

    private boolean addSegment(final int indexLength, final int length) {
        if (used < segments.size() && segments.get(used).hasRoomFor(indexLength, length)) {
            used++;
            return true;
        }
        if (used < segments.size()) {
            free(segments.removeLast()); // the one that was kept is too small
        }
        final int doublings = Math.min(used, DOUBLINGS);
        final QueueSegment added = QueueSegment.allocate(arena, Math.max(indexLength, FIRST_INDEX_BYTES << doublings),
                Math.max(length, FIRST_BYTES << doublings));
        if (added == null) {
            return false;
        }
        segments.add(added);
        heldBytes += added.capacity();
        used++;
        return true;
    }
}
