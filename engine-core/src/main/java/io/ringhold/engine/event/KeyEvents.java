package io.ringhold.engine.event;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.engine.client.Session;
import io.ringhold.engine.keyspace.Database;

/**
 * Tells those who watch keys what happens to them: watched keys of transactions, client tracking, keyspace notifications.
 *
 * <pre>
 *   handler --CommandContext.modified/event--&gt; one branch: observed? --&gt; KeyEvents --&gt; each KeyObserver
 *   expiry, eviction -----------------------&gt;
 * </pre>
 *
 * While nobody observes, that branch is all it costs. Engine thread.
 */
public final class KeyEvents {
    private final List<KeyObserver> observers = new ArrayList<>();
    private boolean observed;

    /** Begins or ends telling an observer; observers are told in the order in which they came. */
    public void observe(final KeyObserver observer, final boolean wanted) {
        if (!wanted) {
            observers.remove(observer);
        } else if (!observers.contains(observer)) {
            observers.add(observer);
        }
        observed = !observers.isEmpty();
    }

    /** Whether anybody wants to know. */
    public boolean isObserved() {
        return observed;
    }

    /** See {@link KeyObserver#modified}. */
    public void modified(final Database database, final long keyAddress, final int keyLength, final Session cause) {
        for (int i = 0; i < observers.size(); i++) {
            observers.get(i).modified(database, keyAddress, keyLength, cause);
        }
    }

    /** See {@link KeyObserver#happened}. */
    public void happened(final KeyEvent event, final Database database, final long keyAddress, final int keyLength) {
        for (int i = 0; i < observers.size(); i++) {
            observers.get(i).happened(event, database, keyAddress, keyLength);
        }
    }

    /** See {@link KeyObserver#flushing}. */
    public void flushing(final Database database, final Session cause) {
        for (int i = 0; i < observers.size(); i++) {
            observers.get(i).flushing(database, cause);
        }
    }

    /** See {@link KeyObserver#flushed}. */
    public void flushed(final Session cause) {
        for (int i = 0; i < observers.size(); i++) {
            observers.get(i).flushed(cause);
        }
    }

    /** See {@link KeyObserver#swapping}. */
    public void swapping(final Database one, final Database other) {
        for (int i = 0; i < observers.size(); i++) {
            observers.get(i).swapping(one, other);
        }
    }
}
