package io.ringhold.engine.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All connected sessions, oldest first. Engine thread. */
public final class SessionRegistry {
    private final Map<Long, Session> sessions = new LinkedHashMap<>();

    /** Adds a new connection. */
    public void add(final Session session) {
        sessions.put(session.id(), session);
    }

    public void remove(final Session session) {
        sessions.remove(session.id());
    }

    public int size() {
        return sessions.size();
    }

    /** The session with an id, or null. */
    public Session find(final long id) {
        return sessions.get(id);
    }

    /** All sessions, in the order in which they connected; not to be kept. */
    public Collection<Session> all() {
        return sessions.values();
    }

    /** A copy of {@link #all}, for loops that close sessions. */
    public List<Session> snapshot() {
        return new ArrayList<>(sessions.values());
    }
}
