package io.ringhold.engine.pipeline;

import io.ringhold.engine.client.Session;

/** One slot of the ring. Filled by a publisher, read once by the engine, then cleared so that nothing is kept alive. */
final class RingEvent {
    /** What the engine is asked to do. */
    enum Kind {
        /** Execute {@link #batch} for {@link #session}. */
        COMMANDS,
        /** {@link #session} has been accepted. */
        CONNECTED,
        /** The transport has closed the socket of {@link #session} and touches neither it nor its output again. */
        DISCONNECTED,
        /** The client of {@link #session} has hung up while a batch is in flight: a command that waits need not wait on. */
        HUNG_UP,
        /** Run {@link #task} on the engine thread. */
        TASK
    }

    Kind kind;
    Session session;
    RequestBatch batch;
    Runnable task;

    void clear() {
        session = null;
        batch = null;
        task = null;
    }
}
