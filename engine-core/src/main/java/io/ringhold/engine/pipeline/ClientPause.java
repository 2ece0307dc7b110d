package io.ringhold.engine.pipeline;

import io.ringhold.engine.command.Command;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.transaction.Transaction;

/**
 * What CLIENT PAUSE has asked for: until when which commands wait. Meanwhile the data stay as they are: expired keys are not there for
 * those who read, but they are not removed. Engine thread.
 */
public final class ClientPause {
    private final Keyspace keyspace;
    private boolean active;
    private boolean writesOnly;
    private long untilMs;
    private int blockedClients;

    public ClientPause(final Keyspace keyspace) {
        this.keyspace = keyspace;
    }

    /**
     * Begins a pause; one that is on is only made longer and stricter, never shorter.
     *
     * @param endMs
     *            Unix time.
     */
    public void begin(final long endMs, final boolean onlyWrites) {
        writesOnly = onlyWrites && (writesOnly || !active);
        untilMs = active ? Math.max(untilMs, endMs) : endMs;
        active = true;
        keyspace.keepExpired(true);
    }

    /** Ends the pause; the commands held back go on. */
    public void end() {
        active = false;
        keyspace.keepExpired(false);
    }

    /** Ends the pause when its time is up. */
    void endWhenDue(final long nowMs) {
        if (untilMs <= nowMs) {
            end();
        }
    }

    /** True while a pause is on. */
    public boolean isActive() {
        return active;
    }

    /** Unix time at which the pause ends. */
    public long untilMs() {
        return untilMs;
    }

    /** Clients whose commands wait now. */
    public int blockedClients() {
        return blockedClients;
    }

    void blocked(final int clients) {
        blockedClients = clients;
    }

    /** True when the command must wait. */
    public boolean holdsBack(final Command command) {
        return active && (!writesOnly || command.isPausedWithWrites());
    }

    /** True when EXEC of a transaction must wait. */
    public boolean holdsBack(final Transaction transaction) {
        return active && (!writesOnly || transaction.isPausedWithWrites());
    }
}
