package io.ringhold.engine.pipeline;

import io.ringhold.engine.client.Session;

/**
 * Batches that are executed but whose replies wait until the log is durable up to a position: the queue of group commit. Also the first
 * replies of batches whose next command waits for a key, and messages. Positions never fall, so the queue is in order. Engine thread; allocates only to grow.
 */
final class HeldReplies {
    private Session[] sessions = new Session[64];
    private RequestBatch[] batches = new RequestBatch[64];
    private long[] positions = new long[64];
    private long[] outputEnds = new long[64];
    private int head;
    private int count;

    /** Holds what has been written so far: replies of a batch that is not finished, or messages. */
    void addPart(final Session session, final long position) {
        session.heldParts(1);
        add(session, null, position);
    }

    void add(final Session session, final RequestBatch batch, final long position) {
        if (count == positions.length) {
            grow();
        }
        final int at = head + count & positions.length - 1;
        sessions[at] = session;
        batches[at] = batch;
        positions[at] = position;
        outputEnds[at] = session.output().end();
        count++;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** True when the oldest may go. */
    boolean isReleased(final long durablePosition) {
        return count != 0 && positions[head] <= durablePosition;
    }

    Session session() {
        return sessions[head];
    }

    /** Null when it is not finished. */
    RequestBatch batch() {
        return batches[head];
    }

    /** Stream position behind the replies of the oldest. */
    long outputEnd() {
        return outputEnds[head];
    }

    /** Forgets the oldest. */
    void remove() {
        if (batches[head] == null) {
            sessions[head].heldParts(-1);
        }
        sessions[head] = null;
        batches[head] = null;
        head = head + 1 & positions.length - 1;
        count--;
    }

    private void grow() {
        final int capacity = positions.length * 2;
        final Session[] newSessions = new Session[capacity];
        final RequestBatch[] newBatches = new RequestBatch[capacity];
        final long[] newPositions = new long[capacity];
        final long[] newOutputEnds = new long[capacity];
        for (int i = 0; i < count; i++) {
            final int at = head + i & positions.length - 1;
            newSessions[i] = sessions[at];
            newBatches[i] = batches[at];
            newPositions[i] = positions[at];
            newOutputEnds[i] = outputEnds[at];
        }
        sessions = newSessions;
        batches = newBatches;
        positions = newPositions;
        outputEnds = newOutputEnds;
        head = 0;
    }
}
