package io.ringhold.engine.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All connected sessions but those that were killed, oldest first. Engine thread. */
public final class SessionRegistry {
    private final Map<Long, Session> sessions = new LinkedHashMap<>();
    private final List<SessionState> states = new ArrayList<>();

    /** Adds a new connection. */
    public void add(final Session session) {
        sessions.put(session.id(), session);
    }

    /** A connection is gone, or was killed and will be; both may be said of one. */
    public void remove(final Session session) {
        sessions.remove(session.id());
        forget(session);
    }

    /** Registers what a feature keeps of sessions; before there are any. */
    public void keep(final SessionState state) {
        states.add(state);
    }

    /** Ends what features keep of a session: it is gone, or RESET. */
    public void forget(final Session session) {
        for (int i = 0; i < states.size(); i++) {
            states.get(i).forget(session);
        }
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

    /** Memory that features keep for a session. */
    long stateBytes(final Session session) {
        long bytes = 0;
        for (int i = 0; i < states.size(); i++) {
            bytes += states.get(i).memoryBytes(session);
        }
        return bytes;
    }

    /** Memory that features keep for all sessions. */
    long stateBytes() {
        long bytes = 0;
        for (int i = 0; i < states.size(); i++) {
            bytes += states.get(i).memoryBytes();
        }
        return bytes;
    }
}
