package io.ringhold.engine.event;

import io.ringhold.engine.client.Session;
import io.ringhold.engine.keyspace.Database;

/** Told of what happens to keys, while it is registered with {@link KeyEvents}. Engine thread; addresses are good during the call only. */
public interface KeyObserver {
    /**
     * A key's value has changed, or the key has come or gone.
     *
     * @param cause
     *            whose command it was; null when it was nobody's: expiry, eviction.
     */
    default void modified(final Database database, final long keyAddress, final int keyLength, final Session cause) {
        // not of interest
    }

    /** Something has a name in notifications. */
    default void happened(final KeyEvent event, final Database database, final long keyAddress, final int keyLength) {
        // not of interest
    }

    /** A database is about to be emptied, also when it is empty already. */
    default void flushing(final Database database, final Session cause) {
        // not of interest
    }

    /** FLUSHDB or FLUSHALL is at work; told once, after {@link #flushing} of each database. */
    default void flushed(final Session cause) {
        // not of interest
    }

    /** Two databases are about to be exchanged. */
    default void swapping(final Database one, final Database other) {
        // not of interest
    }
}
