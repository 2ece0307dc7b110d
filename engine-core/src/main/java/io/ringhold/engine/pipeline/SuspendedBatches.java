package io.ringhold.engine.pipeline;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.engine.client.Session;

/** Batches that stopped in the middle because a command has to wait, each with the frame to go on with. Engine thread. */
final class SuspendedBatches {
    /**
     * @param logged
     *            position of the log before the batch's first command.
     */
    record Suspended(Session session, RequestBatch batch, int frame, long logged) {}

    private List<Suspended> waiting = new ArrayList<>();

    void add(final Session session, final RequestBatch batch, final int frame, final long logged) {
        waiting.add(new Suspended(session, batch, frame, logged));
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    int size() {
        return waiting.size();
    }

    /** Takes the one of a session out; null when there is none. */
    RequestBatch remove(final Session session) {
        for (int i = 0; i < waiting.size(); i++) {
            if (waiting.get(i).session() == session) {
                return waiting.remove(i).batch();
            }
        }
        return null;
    }

    /** Takes all, in the order in which they stopped. */
    List<Suspended> takeAll() {
        final List<Suspended> all = waiting;
        waiting = new ArrayList<>();
        return all;
    }
}
