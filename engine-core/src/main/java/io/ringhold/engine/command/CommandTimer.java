package io.ringhold.engine.command;

import io.ringhold.engine.latency.EngineLatency;
import org.agrona.concurrent.NanoClock;

/**
 * Times commands, and reads the clock as seldom as that allows: a reading costs about a tenth of a short command.
 *
 * <p>
 * Equal {@link Command#isBrief brief} commands that follow one another are timed together, up to {@value #MAX_RUN} of them, and count as
 * equally long. When they took more than {@value #LONG_NS} ns each, that was not their own work: then one of them, and
 * which is not known, was interrupted. It counts as having taken all of the time but what the others take on
 * average, and the last one is named for it. While the slow log keeps commands so short that a run might hide one, each is timed for itself.
 *
 * <p>
 * Engine thread; allocates nothing.
 */
final class CommandTimer {
    /** Most commands that are timed together. */
    static final int MAX_RUN = 16;
    /** Longest time of one of several commands, on average, that is taken for its own. */
    static final long LONG_NS = 4_000;
    /** Longest time of a run in which no command is looked for that took long. */
    static final long LONG_RUN_NS = LONG_NS * MAX_RUN;

    private final CommandContext context;
    private final EngineLatency latency;
    private final NanoClock clock;
    private int run;
    private long startedNs;
    private long readNs;
    private long lastNs;

    CommandTimer(final CommandContext context, final EngineLatency latency, final NanoClock clock) {
        this.context = context;
        this.latency = latency;
        this.clock = clock;
    }

    /** Begins a batch. */
    void begin() {
        startedNs = clock.nanoTime();
        readNs = startedNs;
        run = 0;
    }

    /**
     * The context's command has been executed.
     *
     * @param goesOn
     *            that the next command is the same, and both are small.
     */
    void executed(final boolean goesOn) {
        run++;
        if (!goesOn || run == MAX_RUN || latency.slowNs() <= LONG_RUN_NS) {
            settle();
        }
    }

    /** Accounts for what has been executed and not timed yet: before the context's command changes, and at the end of a batch. */
    void settle() {
        if (run != 0) {
            final long nowNs = clock.nanoTime();
            lastNs = nowNs - readNs;
            account(context.command(), run, lastNs);
            readNs = nowNs;
            run = 0;
        }
    }

    /**
     * The context's command executes others: those are timed for themselves.
     *
     * @return what {@link #resume} needs.
     */
    long interrupt() {
        settle();
        final long beganNs = readNs;
        readNs = clock.nanoTime();
        return beganNs;
    }

    /** The context's command goes on that was interrupted; what the others took is a part of its time. */
    void resume(final long beganNs) {
        settle();
        readNs = beganNs;
    }

    /** A command has been refused: its time is nobody's. */
    void refused() {
        readNs = clock.nanoTime();
    }

    /**
     * The context's command has been tried, and waits.
     *
     * @return how long that took, with what {@link #retried} was told.
     */
    long tried() {
        settle();
        final long beganNs = readNs;
        readNs = clock.nanoTime();
        return readNs - beganNs;
    }

    /** A command goes on that has waited: what it took before is a part of its time, the waiting is not. */
    void retried(final long tookNs) {
        readNs = clock.nanoTime() - tookNs;
    }

    /** How long those commands took together that were accounted for last, in ns. */
    long lastNs() {
        return lastNs;
    }

    /** When the batch was begun, in ns of the clock. */
    long startedNs() {
        return startedNs;
    }

    /** When the last command had been executed, in ns of the clock. */
    long endedNs() {
        return readNs;
    }

    private void account(final Command command, final int times, final long elapsedNs) {
        if (times > 1 && elapsedNs <= LONG_NS * times) {
            command.called(times, elapsedNs);
            latency.executed(command, times, elapsedNs / times);
            return;
        }
        final long usualNs = times == 1 || command.calls() == 0
                ? 0
                : Math.min(command.nanoseconds() / command.calls(), elapsedNs / times);
        command.called(times, elapsedNs);
        latency.executed(command, times - 1, usualNs);
        latency.executed(context, elapsedNs - usualNs * (times - 1));
    }
}
