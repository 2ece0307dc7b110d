package io.ringhold.wal.snapshot;

import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;

import org.agrona.concurrent.NanoClock;

/**
 * Keeps a thread to a share of one processor: after each piece of work it rests for as long as makes up for that. Time is the clock's, not the
 * processor's, so where others want the processor too the thread takes less than its share. One thread.
 */
final class CpuShare {
    private static final int ALL = 100;
    /** Shorter rests are gathered: sleeping costs some 50 us by itself. Longer ones would let others wait: a kernel with lazy preemption takes the processor from a thread only
     * when that calls the system, or at the next tick. */
    private static final long LEAST_REST_NS = 100_000;

    /** So much of a long wait counts as rest: more would let the thread work for long with short ones only. */
    private static final long MOST_AHEAD_NS = 20_000_000;

    /** So long it works without a rest, also when it has rested ahead: only a processor that falls idle takes over who waits for another one. */
    private static final long MOST_WORK_NS = 300_000;
    private static final long SHORT_REST_NS = 50_000;

    private final NanoClock clock;
    private final IntSupplier percent;
    private final LongConsumer sleep;
    private long workedFromNs;
    private long restedNs;
    private long owedNs;

    /**
     * @param percent
     *            1 to 100; asked after each piece.
     */
    CpuShare(final NanoClock clock, final IntSupplier percent) {
        this(clock, percent, LockSupport::parkNanos);
    }

    /**
     * @param sleep
     *            for about so many ns; it may return early.
     */
    CpuShare(final NanoClock clock, final IntSupplier percent, final LongConsumer sleep) {
        this.clock = clock;
        this.percent = percent;
        this.sleep = sleep;
    }

    /** A piece of work begins. */
    void begin() {
        workedFromNs = clock.nanoTime();
        restedNs = workedFromNs;
    }

    /** A piece of work begins after a wait, as for the disk, since the last {@link #rest}: it was a rest, too. */
    void resume() {
        final long nowNs = clock.nanoTime();
        owedNs = Math.max(owedNs - (nowNs - workedFromNs), Math.min(owedNs, -MOST_AHEAD_NS));
        workedFromNs = nowNs;
        restedNs = nowNs;
    }

    /** A piece of work has ended, and the next begins when this returns. */
    void rest() {
        final int share = percent.getAsInt();
        final long nowNs = clock.nanoTime();
        owedNs += share >= ALL ? -owedNs : (nowNs - workedFromNs) * (ALL - share) / share;
        workedFromNs = nowNs;
        if (owedNs >= LEAST_REST_NS) {
            sleep(owedNs);
        } else if (share < ALL && nowNs - restedNs >= MOST_WORK_NS) {
            sleep(SHORT_REST_NS);
        }
    }

    private void sleep(final long ns) {
        final long fromNs = workedFromNs;
        sleep.accept(ns);
        workedFromNs = clock.nanoTime();
        restedNs = workedFromNs;
        owedNs -= workedFromNs - fromNs;
    }
}
