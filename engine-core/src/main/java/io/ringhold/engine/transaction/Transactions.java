package io.ringhold.engine.transaction;

import io.ringhold.engine.client.Session;
import io.ringhold.engine.client.SessionState;
import io.ringhold.engine.event.KeyEvents;
import io.ringhold.engine.keyspace.Database;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;

/** Begins and ends the transactions of sessions, and keeps what ended ones held for the next. Engine thread. */
public final class Transactions implements SessionState {
    private static final int MAX_SPARE = 64;

    private final Arena arena;
    private final WatchedKeys watchedKeys;
    private Transaction spare;
    private int spareCount;

    /**
     * @param events
     *            tells what happens to keys.
     * @param arena
     *            for what is queued and for copies of keys.
     */
    public Transactions(final Keyspace keyspace, final KeyEvents events, final Arena arena) {
        this.arena = arena;
        this.watchedKeys = new WatchedKeys(keyspace, events, arena);
    }

    /** Sessions that watch keys. */
    public int watchingClients() {
        return watchedKeys.watchers();
    }

    /** Different keys that are watched. */
    public int watchedKeys() {
        return watchedKeys.size();
    }

    /** MULTI: from now on the session's commands are queued. */
    public void begin(final Session session) {
        of(session).open();
    }

    /** After EXEC, for DISCARD, or when the connection has gone: nothing is queued or watched any more. */
    public void end(final Session session) {
        final Transaction transaction = session.transaction();
        if (transaction == null) {
            return;
        }
        watchedKeys.unwatch(transaction);
        watchedKeys.settle();
        session.transaction(null);
        giveBack(transaction);
    }

    private void giveBack(final Transaction transaction) {
        transaction.reset();
        if (spareCount < MAX_SPARE) {
            transaction.next = spare;
            spare = transaction;
            spareCount++;
        } else {
            transaction.queue().free();
        }
    }

    @Override
    public void forget(final Session session) {
        end(session);
    }

    @Override
    public long memoryBytes(final Session session) {
        final Transaction transaction = session.transaction();
        return transaction == null ? 0 : transaction.queue().heldBytes() + transaction.watchedBytes;
    }

    @Override
    public long memoryBytes() {
        return arena.usedBytes(MemoryTag.TRANSACTIONS);
    }

    /**
     * Watches a key of a database. That one whose time has come already is removed later is no change.
     *
     * @return false when there is no memory.
     */
    public boolean watch(final Session session, final Database database, final long hash, final long keyAddress,
            final int keyLength) {
        final Transaction transaction = of(session);
        final boolean done = transaction.isTouched()
                || watchedKeys.watch(transaction, database, hash, keyAddress, keyLength);
        watchedKeys.settle();
        return done;
    }

    /**
     * Watches a key for the server's own purposes, as {@link #watch(Session, Database, long, long, int)} does for a session.
     *
     * @return what {@link #isTouched} tells of and {@link #unwatch(Transaction)} ends; null when there is no memory.
     */
    public Transaction watch(final Database database, final long hash, final long keyAddress, final int keyLength) {
        final Transaction transaction = take();
        final boolean done = watchedKeys.watch(transaction, database, hash, keyAddress, keyLength);
        watchedKeys.settle();
        if (done) {
            return transaction;
        }
        giveBack(transaction);
        return null;
    }

    /** Ends what {@link #watch(Database, long, long, int)} began. */
    public void unwatch(final Transaction transaction) {
        watchedKeys.unwatch(transaction);
        watchedKeys.settle();
        giveBack(transaction);
    }

    /** The session watches no key any more, and what has happened to those that it watched does not matter. */
    public void unwatch(final Session session) {
        final Transaction transaction = session.transaction();
        if (transaction == null) {
            return;
        }
        if (transaction.isOpen()) {
            watchedKeys.unwatch(transaction);
            watchedKeys.settle();
            transaction.touched(false);
        } else {
            end(session);
        }
    }

    /** True when a key that the transaction watches has changed or expired. */
    public boolean isTouched(final Transaction transaction) {
        for (Watch watch = transaction.watches; watch != null && !transaction.isTouched(); watch = watch.next) {
            transaction.touched(!watch.expired && watch.key.hasExpiredIn(watch.key.database));
        }
        return transaction.isTouched();
    }

    private Transaction of(final Session session) {
        Transaction transaction = session.transaction();
        if (transaction == null) {
            transaction = take();
            session.transaction(transaction);
        }
        return transaction;
    }

    private Transaction take() {
        final Transaction transaction = spare;
        if (transaction == null) {
            return new Transaction(arena);
        }
        spare = transaction.next;
        transaction.next = null;
        spareCount--;
        return transaction;
    }
}
