package io.ringhold.engine.pipeline;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import org.agrona.concurrent.IdleStrategy;

/**
 * What an agent with a thread of its own does between turns that found no work: spins, yields, or parks until the doorbell rings or
 * a timer is due. Parking announces itself and looks for work once more, so that no ring is lost; while the thread is awake
 * ringing costs no system call.
 */
public final class DoorbellIdle implements IdleStrategy, Doorbell {
    /** For ever: how many turns a strategy spins or yields that does nothing else. */
    public static final long ENDLESS = Long.MAX_VALUE;

    private final long spins;
    private final long yields;
    private LongSupplier idleNs;
    private volatile Thread thread;
    private volatile boolean asleep;
    private long turns;

    /**
     * @param spins
     *            turns without work that spin.
     * @param yields
     *            turns after those that yield; any more park.
     */
    public DoorbellIdle(final long spins, final long yields) {
        this.spins = spins;
        this.yields = yields;
    }

    /** Says who knows for how many ns there is nothing to do; before the thread starts. */
    public void idleNs(final LongSupplier newIdleNs) {
        idleNs = newIdleNs;
    }

    @Override
    public void idle(final int workCount) {
        if (workCount > 0) {
            turns = 0;
        } else {
            idle();
        }
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // yielding is what the setting asks for
    public void idle() {
        if (turns < spins) {
            turns++;
            Thread.onSpinWait();
        } else if (turns - spins < yields) {
            turns++;
            Thread.yield();
        } else {
            park();
        }
    }

    @Override
    public void reset() {
        turns = 0;
    }

    @Override
    public void ring() {
        if (Thread.currentThread() == thread) {
            return;
        }
        VarHandle.fullFence();
        if (asleep) {
            asleep = false;
            LockSupport.unpark(thread);
        }
    }

    private void park() {
        if (thread == null) {
            thread = Thread.currentThread();
        }
        asleep = true;
        final long ns = idleNs.getAsLong();
        if (ns > 0) {
            LockSupport.parkNanos(this, ns);
        }
        asleep = false;
    }
}
