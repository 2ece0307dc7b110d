package io.ringhold.wal.aof;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.agrona.concurrent.IdleStrategy;

/**
 * Parks the log's agent while it has nothing to do: for half a second, after which it looks at what the clock asks for,
 * or until it is woken. A wake between the agent's look for work and its sleep is not lost.
 */
final class LogIdleStrategy implements IdleStrategy {
    private static final long MAX_PARK_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final LogProgress progress;
    private volatile Thread thread;
    private volatile boolean asleep;
    private volatile boolean closing;

    LogIdleStrategy(final LogProgress progress) {
        this.progress = progress;
    }

    /** Agent: which thread is to be woken. */
    void start() {
        thread = Thread.currentThread();
    }

    /** Wakes the agent. */
    void wake() {
        LockSupport.unpark(thread);
    }

    /** Wakes the agent if it sleeps; the caller's full fence has made its work visible. */
    void wakeIfAsleep() {
        if (asleep) {
            asleep = false;
            LockSupport.unpark(thread);
        }
    }

    /** From here on the agent never sleeps. */
    void close() {
        closing = true;
        wake();
    }

    @Override
    public void idle(final int workCount) {
        if (workCount == 0) {
            idle();
        }
    }

    @Override
    public void idle() {
        asleep = true;
        if (!closing && !hasWork()) {
            LockSupport.parkNanos(this, MAX_PARK_NS);
        }
        asleep = false;
    }

    @Override
    public void reset() {
        // keeps no state between idle periods
    }

    /** Whether there is something that must not wait for the end of a sleep, and can be done at once. */
    private boolean hasWork() {
        final boolean force = progress.policy == FsyncPolicy.ALWAYS && progress.forceError == null
                && progress.written() != progress.forced;
        final boolean drain = progress.spaceError == null && progress.waiting() > 0;
        return force || drain;
    }
}
