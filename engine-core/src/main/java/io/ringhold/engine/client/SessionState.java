package io.ringhold.engine.client;

/**
 * What a feature keeps of sessions: who monitors, who is subscribed, who tracks which keys. It registers with
 * {@link SessionRegistry#keep}, and is told here when a session is to be like new, by RESET, or is gone. Engine thread.
 */
public interface SessionState {
    /** Ends whatever there is for the session, which need not be anything; nothing is sent to it. */
    void forget(Session session);

    /** Memory that is kept for the session, which counts as the client's own. */
    default long memoryBytes(final Session session) {
        return 0;
    }

    /** The same for all sessions together; must not go through them. */
    default long memoryBytes() {
        return 0;
    }
}
