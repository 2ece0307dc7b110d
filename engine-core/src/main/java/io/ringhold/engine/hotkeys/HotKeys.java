package io.ringhold.engine.hotkeys;

import java.util.SplittableRandom;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandTable;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.port.ServerControl;

/**
 * The keys that are used most: a standing sample, and what HOTKEYS tracks. Keys are told apart by their names alone, whichever database they are in,
 * and a name stays when its key goes: it is the use that is counted, not the data.
 *
 * <p>
 * A command pays one decrement ({@link #isDue}); those that are sampled pay about as much as a short command. While HOTKEYS tracks every
 * command is looked at. Engine thread; counting allocates nothing.
 */
public final class HotKeys {
    private final Keyspace keyspace;
    private final KeyUses uses;
    private final ServerTotals totals;
    private final SplittableRandom random;
    private final StandingSample standing;
    private HotKeySession session;
    /** Commands until the next that is looked at, it included. */
    private long countdown = Long.MAX_VALUE;
    /** What {@link #countdown} began with. */
    private long span = Long.MAX_VALUE;

    /**
     * @param random
     *            chooses samples.
     * @param nowMs
     *            Unix time.
     */
    public HotKeys(final Keyspace keyspace, final CommandTable commands,
            final ServerControl control, final SplittableRandom random, final long nowMs) {
        this.keyspace = keyspace;
        this.uses = new KeyUses(keyspace.hash());
        this.totals = new ServerTotals(commands, control);
        this.random = random;
        this.standing = new StandingSample(random, nowMs);
    }

    /** The sample that is always taken. */
    public StandingSample standing() {
        return standing;
    }

    /** What HOTKEYS tracks or has tracked, null for nothing. */
    public HotKeySession session() {
        endIfOver();
        return session;
    }

    /** Takes one of so many commands into the standing sample from now on, none for 0. */
    public void standingRatio(final int ratio) {
        standing.ratio(ratio);
        begin();
    }

    /** To be asked once for each command that has been executed; true when {@link #executed} is to be told of it. */
    public boolean isDue() {
        return --countdown == 0;
    }

    /** True when the command that is due, or the next one, must be timed for itself. */
    public boolean needsTime() {
        return session != null && session.isActive() && session.needsTime();
    }

    /**
     * A command has been executed that is due; the context is still as its handler left it.
     *
     * @param bytes
     *            of its request and its reply.
     * @param elapsedNs
     *            its time, if {@link #needsTime}.
     */
    public void executed(final CommandContext context, final long bytes, final long elapsedNs) {
        if (standing.passed(span)) {
            standing.age(keyspace.nowMs());
            uses.tell(context, bytes, elapsedNs, standing.recorder());
        }
        if (session != null && session.isActive()) {
            endIfOver();
            if (session.isActive()) {
                session.executed(context, bytes, elapsedNs, uses);
            }
        }
        begin();
    }

    /** Begins to track, and forgets what was tracked before; nothing must be tracked. */
    public void start(final HotKeyOptions options) {
        session = new HotKeySession(options, totals, random, keyspace.nowMs());
        begin();
    }

    /** Ends tracking; what was found stays. */
    public void stop() {
        session.stop(keyspace.nowMs());
        begin();
    }

    /** Forgets what was tracked. */
    public void reset() {
        session = null;
    }

    /** Ends tracking when its time is over; called some times a second. */
    public void tick() {
        endIfOver();
    }

    /** CONFIG RESETSTAT, before the commands' counters are reset: the standing sample begins anew, tracking goes on. */
    public void resetStatistics() {
        totals.commandsForgotten();
        standing.clear(keyspace.nowMs());
    }

    private void endIfOver() {
        if (session != null && session.isOver(keyspace.nowMs())) {
            stop();
        }
    }

    /** Says which command is the next to be looked at. Commands that have passed since the last are not those of the standing sample. */
    private void begin() {
        span = session != null && session.isActive() ? 1 : standing.until();
        countdown = span;
    }
}
