package io.ringhold.engine.pipeline;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import io.ringhold.engine.client.Session;

/** Batches that stopped in the middle because a command has to wait, each with the frame to go on with. Engine thread. */
final class SuspendedBatches {
    /**
     * @param logged
     *            position of the log before the batch's first command.
     */
    record Suspended(Session session, RequestBatch batch, int frame, long logged) {}

    private Map<Session, Suspended> waiting = new LinkedHashMap<>();

    void add(final Session session, final RequestBatch batch, final int frame, final long logged) {
        waiting.put(session, new Suspended(session, batch, frame, logged));
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    int size() {
        return waiting.size();
    }

    /** Takes the one of a session out; null when there is none. */
    Suspended remove(final Session session) {
        return waiting.remove(session);
    }

    /** Takes all, in the order in which they stopped. */
    Collection<Suspended> takeAll() {
        final Map<Session, Suspended> all = waiting;
        waiting = new LinkedHashMap<>();
        return all.values();
    }
}
