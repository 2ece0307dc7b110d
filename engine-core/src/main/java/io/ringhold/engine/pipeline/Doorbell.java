package io.ringhold.engine.pipeline;

/**
 * Wakes a thread that may be asleep. Ringing costs a volatile read when the thread is awake. Safe from any thread; a ring
 * is never lost: a thread about to sleep announces that first and then looks for work once more.
 */
@FunctionalInterface
public interface Doorbell {
    /** Wakes the thread if it sleeps or is about to. */
    void ring();
}
