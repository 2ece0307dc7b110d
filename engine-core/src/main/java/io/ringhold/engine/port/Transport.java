package io.ringhold.engine.port;

import io.ringhold.engine.client.Session;

/**
 * What the engine asks of the transport that owns a connection's socket. All methods are called on the engine thread and
 * never block.
 */
public interface Transport {
    /**
     * Asks the transport to look at the session: bytes may have been published in {@link Session#output()}, a batch may
     * have been handed back ({@link Session#takeCompletedBatch()}), or {@link Session#closing()} may have changed. Calls for a
     * session that already waits to be looked at are merged.
     */
    void service(Session session);

    /**
     * The same for a message that is no reply to the session's commands. One such message may go to very many sessions, so those that
     * {@link #service} names do not wait until all have been looked at that are named here.
     */
    default void serviceMessage(final Session session) {
        service(session);
    }
}
