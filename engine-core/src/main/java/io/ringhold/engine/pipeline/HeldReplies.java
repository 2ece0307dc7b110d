package io.ringhold.engine.pipeline;

import io.ringhold.engine.client.Session;

/**
 * Batches that are executed but whose replies wait until the log is durable up to a position: the queue of group commit. Also the first
 * replies of batches whose next command waits for a key, and messages. The queue is in order. Engine thread; allocates only to grow.
 *
 * <p>
 * A message tells of a command that may not be logged yet, so it is open: its position is that at which the turn ends, which covers all
 * that was executed before, too.
 */
final class HeldReplies {
    private static final long OPEN = Long.MAX_VALUE;
    private static final long NONE = Long.MAX_VALUE;

    private Session[] sessions = new Session[64];
    private RequestBatch[] batches = new RequestBatch[64];
    private long[] positions = new long[64];
    private long[] outputEnds = new long[64];
    private int head;
    private int count;
    /** How many have left the queue: a place in it is counted from the first that ever was. */
    private long removed;
    private long firstOpen = NONE;
    private boolean ended;

    /**
     * Whether the log has failed, as far as this turn goes: then nothing can be written that would have to become durable, and nothing is to be
     * held. To be said when the queue is empty, so that what is sent at once overtakes nothing that will never be sent.
     */
    void ended(final boolean hasFailed) {
        ended = hasFailed;
    }

    /** True when nothing is to be held. */
    boolean hasEnded() {
        return ended;
    }

    /** Holds what has been written so far, all messages of a session in a turn at one place. */
    void addMessage(final Session session) {
        final long place = session.heldMessage();
        if (place >= firstOpen) {
            outputEnds[index(place - removed)] = session.output().end();
            return;
        }
        if (!hasOpen()) {
            firstOpen = removed + count;
        }
        session.heldMessage(removed + count);
        addPart(session, OPEN);
    }

    /** Whether there are messages without a position. */
    boolean hasOpen() {
        return firstOpen != NONE;
    }

    /** The turn has ended: all messages of it wait for this position. */
    void seal(final long position) {
        for (long at = Math.max(0, firstOpen - removed); at < count; at++) {
            if (positions[index(at)] == OPEN) {
                positions[index(at)] = position;
            }
        }
        firstOpen = NONE;
    }

    /** Holds what has been written so far of the replies of a batch that is not finished. */
    void addPart(final Session session, final long position) {
        session.heldParts(1);
        add(session, null, position);
    }

    void add(final Session session, final RequestBatch batch, final long position) {
        if (count == positions.length) {
            grow();
        }
        final int at = index(count);
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
        head = index(1);
        count--;
        removed++;
    }

    private int index(final long fromHead) {
        return (int) (head + fromHead) & positions.length - 1;
    }

    private void grow() {
        final int capacity = positions.length * 2;
        final Session[] newSessions = new Session[capacity];
        final RequestBatch[] newBatches = new RequestBatch[capacity];
        final long[] newPositions = new long[capacity];
        final long[] newOutputEnds = new long[capacity];
        for (int i = 0; i < count; i++) {
            final int at = index(i);
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
