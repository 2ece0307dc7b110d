package io.ringhold.engine.snapshot;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

import io.ringhold.engine.config.Settings;
import io.ringhold.engine.config.option.SaveRule;
import io.ringhold.engine.port.CommandLog;
import io.ringhold.engine.port.LogFigures;
import io.ringhold.engine.port.ServerControl;
import io.ringhold.engine.port.SnapshotFigures;
import io.ringhold.engine.port.SnapshotJob;
import io.ringhold.engine.port.SnapshotStore;
import io.ringhold.engine.stats.ServerStatistics;

/**
 * Decides when the data are saved and the log is rewritten, and remembers what became of it. At most one snapshot is under way at a
 * time; what is asked for meanwhile waits where Redis lets it wait. Engine thread.
 */
public final class Persistence {
    private static final long ABANDON_LOOK_NS = 50_000;
    private static final long RETRY_MS = 5_000;
    private static final long MS_PER_SECOND = 1_000;
    private static final long RELEASE_STEP_BYTES = 1 << 20;
    private static final double MIB = 1 << 20;

    private final Settings settings;
    private final ServerStatistics statistics;
    private final CommandLog log;
    private final ServerControl control;
    private SnapshotStore store = SnapshotStore.NONE;
    private final Outcome dump = new Outcome();
    private final Outcome rewrite = new Outcome();
    private SnapshotJob job;
    private boolean dumpScheduled;
    private boolean rewriteScheduled;
    private long nowMs;
    private long lastSaveMs;
    private long lastDumpTryMs;
    private long lastRewriteTryMs;
    private long changesSaved;
    private long changesAtBegin;
    private boolean releasing;
    private boolean baseMissing;
    private boolean givenUp;
    private boolean cutsHeld;
    private boolean flushedMeanwhile;

    /**
     * @param control
     *            takes lines for the operator.
     */
    public Persistence(final Settings settings, final ServerStatistics statistics, final CommandLog log,
            final ServerControl control, final long nowMs) {
        this.settings = settings;
        this.statistics = statistics;
        this.log = log;
        this.control = control;
        this.nowMs = nowMs;
        this.lastSaveMs = nowMs;
    }

    /** Says where snapshots go; before the engine serves. */
    public void store(final SnapshotStore newStore) {
        store = newStore;
    }

    /** Where snapshots go. */
    public SnapshotStore store() {
        return store;
    }

    /** Takes the time, once a turn, and moves a snapshot on; true when there was something to do. */
    public boolean advance(final long unixTimeMs) {
        nowMs = unixTimeMs;
        if (job == null || !job.advance()) {
            return false;
        }
        ended();
        return true;
    }

    /** What is done some times a second: rules, what is scheduled, growth of the log. */
    public void tick() {
        if (job != null) {
            return;
        }
        if (rewriteScheduled || baseMissing && hasPassed(lastRewriteTryMs, RETRY_MS)) {
            rewriteScheduled = false;
            beginRewrite();
        } else if (dumpScheduled && (dump.isOk() || hasPassed(lastDumpTryMs, RETRY_MS))) {
            if (beginDump() == null) {
                dumpScheduled = false;
            }
        } else if (!saveByRule()) {
            rewriteWhenGrown();
        }
    }

    /** True while {@link #releaseSome} has something to do. */
    public boolean hasMemoryToRelease() {
        return releasing;
    }

    /** Gives some memory of the last snapshot back. */
    public void releaseSome() {
        releasing = store.releaseSome(RELEASE_STEP_BYTES) != 0;
    }

    /**
     * SAVE: as {@link #save}, and counts. What is saved by FLUSHALL, DEBUG RELOAD and at the end does not, as in Redis.
     *
     * @return null, or why it failed, in one line.
     */
    public String saveByCommand() {
        dump.tried();
        return save();
    }

    /**
     * Saves on this thread. As in Redis, a failure does not count as one of a dump in the background: writes go on.
     *
     * @return null, or why it failed, in one line.
     */
    public String save() {
        lastDumpTryMs = nowMs;
        String error = null;
        try {
            store.save();
            control.log('*', "DB saved on disk");
            saved(statistics.changes());
            dump.counted(true);
        } catch (final IOException e) {
            error = e.getMessage();
            control.log('#', "Error saving DB on disk: " + error);
        }
        return error;
    }

    /**
     * Gives up what is under way, and saves if that is wanted, since the server is about to end.
     *
     * @param forced
     *            it ends even if what it has is lost.
     * @return false when it must not end: it could not be saved; or a log that was turned on has no base yet, so that all it has would be lost.
     */
    public boolean saveBeforeEnd(final boolean wanted, final boolean forced) {
        control.log('#', "User requested shutdown...");
        if (baseMissing) {
            control.log('#', "Writing initial AOF" + whetherToEnd(forced));
            if (!forced) {
                return false;
            }
        }
        abandon();
        if (!wanted) {
            return true;
        }
        control.log('*', "Saving the final RDB snapshot before exiting.");
        if (save() == null) {
            return true;
        }
        control.log('#', "Error trying to save the DB" + whetherToEnd(forced));
        return forced;
    }

    private static String whetherToEnd(final boolean forced) {
        return forced ? ". Exiting anyway." : ", can't exit.";
    }

    /**
     * Begins a dump in the background; there must be no snapshot under way.
     *
     * @return null, or why it failed, in one line.
     */
    public String beginDump() {
        lastDumpTryMs = nowMs;
        changesAtBegin = statistics.changes();
        dump.tried();
        try {
            job = store.beginDump();
        } catch (final IOException e) {
            control.log('#', "Can't save in background: " + e.getMessage());
            dump.counted(false);
            return e.getMessage();
        }
        dump.begun(nowMs);
        control.log('*', "Background saving started");
        return null;
    }

    /** Has a dump begun as soon as that is possible. */
    public void scheduleDump() {
        dumpScheduled = true;
    }

    /**
     * Begins to rewrite the log in the background; there must be no snapshot under way.
     *
     * @return null, or why it failed, in one line.
     */
    public String beginRewrite() {
        if (!log.enabled()) { // nothing that has failed: there is nothing to rewrite
            control.log('#', "Can't rewrite append only file in background: appendonly is no");
            return "appendonly is no";
        }
        lastRewriteTryMs = nowMs;
        try {
            job = store.beginLogRewrite();
        } catch (final IOException e) {
            control.log('#', "Can't rewrite append only file in background: " + e.getMessage());
            rewrite.counted(false);
            return e.getMessage();
        }
        rewrite.tried(); // not if there is nowhere to write to, other than a dump
        rewrite.begun(nowMs);
        control.log('*', "Background append only file rewriting started");
        return null;
    }

    /**
     * The log has been turned on and begins with this moment: nothing may change the data before this returns. What it begins with is written
     * now, or, after a failure, tried again until it succeeds. A dump under way is given up for it, and begun again later.
     */
    public void logTurnedOn() {
        if (dump.isRunning()) {
            final SnapshotJob underWay = job;
            abandon();
            dumpScheduled |= underWay.error() != null;
        }
        baseMissing = true;
        if (beginRewrite() == null) {
            advance(nowMs);
        }
    }

    /** The log is about to be turned off: a rewrite is given up. */
    public void logTurnedOff() {
        if (rewrite.isRunning()) {
            abandon();
        }
        rewriteScheduled = false;
        baseMissing = false;
    }

    /** Has the log rewritten as soon as that is possible. */
    public void scheduleRewrite() {
        rewriteScheduled = true;
    }

    /**
     * Gives up what is under way and waits, for the end of the server or before the data are replaced. That is no failure; but what has been
     * completed at the last moment counts.
     */
    public void abandon() {
        if (job == null) {
            return;
        }
        giveUp();
        while (!job.advance()) {
            LockSupport.parkNanos(ABANDON_LOOK_NS); // its thread may wait for the disk, and need this processor
        }
        ended();
    }

    private void giveUp() {
        givenUp = true;
        job.cancel();
    }

    /**
     * All databases have been emptied by FLUSHALL: a dump of the old data is given up, and an empty one saved if the settings want dumps, as
     * Redis documents it.
     *
     * @param changes
     *            of the command, which are not counted yet.
     */
    public void flushed(final long changes) {
        if (cutsHeld) {
            flushedMeanwhile = true;
            return;
        }
        final boolean saves = savesByRule();
        if (dump.isRunning() && saves) {
            abandon();
        } else if (dump.isRunning()) {
            giveUp();
        }
        if (saves && save() == null) {
            changesSaved += changes;
        }
    }

    /** Whether a transaction is executed, into which no cut must fall: what wants one meanwhile gets it afterwards. */
    public void holdCuts(final boolean held) {
        cutsHeld = held;
        if (!held && flushedMeanwhile) {
            flushedMeanwhile = false;
            flushed(0); // its changes have been counted
        }
    }

    /** True when a snapshot can only be scheduled: one is under way, or a transaction is executed. */
    public boolean mustSchedule() {
        return job != null || cutsHeld;
    }

    /** True while a snapshot is under way. */
    public boolean isBusy() {
        return job != null;
    }

    /** Dumps. */
    public Outcome dump() {
        return dump;
    }

    /** Rewrites of the log. */
    public Outcome rewrite() {
        return rewrite;
    }

    /** Whether BGREWRITEAOF waits for a dump to end. */
    public boolean isRewriteScheduled() {
        return rewriteScheduled;
    }

    /** The snapshot under way. */
    public SnapshotFigures figures() {
        return job == null ? SnapshotFigures.NONE : job.figures();
    }

    /** Changes since the last dump that succeeded. */
    public long unsavedChanges() {
        return statistics.changes() - changesSaved;
    }

    /** Unix time of the last dump that succeeded, or of the start. */
    public long lastSaveMs() {
        return lastSaveMs;
    }

    /** What has been loaded counts as saved. */
    public void loaded(final long unixTimeMs) {
        lastSaveMs = unixTimeMs;
        changesSaved = statistics.changes();
    }

    /** Unix time in ms as of this turn. */
    public long nowMs() {
        return nowMs;
    }

    /** CONFIG RESETSTAT. A rewrite that has failed is tried again without waiting then, as in Redis. */
    public void resetStatistics() {
        dump.forgetCounts();
        rewrite.forgetCounts();
    }

    /** True when the settings want dumps. */
    public boolean savesByRule() {
        return !settings.save.value().isEmpty();
    }

    /** True when writes are to be refused, since dumps are wanted and fail. */
    public boolean refusesWrites() {
        return !dump.isOk() && savesByRule() && settings.stopWritesOnBgsaveError.value();
    }

    private void ended() {
        final SnapshotJob endedJob = job;
        job = null;
        releasing = true;
        final SnapshotFigures figures = endedJob.figures();
        final String error = endedJob.error();
        final boolean isDump = dump.isRunning();
        final boolean isGivenUp = givenUp && error != null;
        givenUp = false;
        if (isGivenUp) {
            (isDump ? dump : rewrite).abandoned();
            control.log('#', isDump ? "Background saving was given up" : "Background AOF rewrite was given up");
        } else if (isDump) {
            dump.ended(error == null, nowMs, figures);
            logCopies("RDB", figures);
            if (error == null) {
                control.log('*', "Background saving terminated with success");
                saved(changesAtBegin);
            } else {
                control.log('#', "Background saving error: " + error);
            }
        } else {
            rewrite.ended(error == null, nowMs, figures);
            logCopies("AOF rewrite", figures);
            if (error == null) {
                baseMissing = false;
                control.log('*', "Background AOF rewrite finished successfully");
            } else {
                control.log('#', "Background AOF rewrite error: " + error);
            }
        }
    }

    private void logCopies(final String what, final SnapshotFigures figures) {
        control.log('*', String.format("Copy-on-write for %s: peak %.1f MB, %d keys, %d bytes written", what,
                figures.peakCopiedBytes() / MIB, figures.keysWritten(), figures.bytesWritten()));
    }

    private void saved(final long upToChanges) {
        lastSaveMs = nowMs;
        changesSaved = upToChanges;
    }

    /** Also when the clock has gone back behind the moment: how long ago that was nobody knows, and to wait until it is reached again may be for days. */
    private boolean hasPassed(final long sinceMs, final long durationMs) {
        return nowMs - sinceMs > durationMs || nowMs < sinceMs;
    }

    private boolean saveByRule() {
        if (!dump.isOk() && !hasPassed(lastDumpTryMs, RETRY_MS)) {
            return false;
        }
        final long changes = unsavedChanges();
        final long seconds = (nowMs - lastSaveMs) / MS_PER_SECOND; // whole ones, as Redis counts
        for (final SaveRule rule : settings.save.value()) {
            if (changes >= rule.changes() && (seconds > rule.seconds() || nowMs < lastSaveMs)) {
                control.log('*', rule.changes() + " changes in " + rule.seconds() + " seconds. Saving...");
                beginDump();
                return true;
            }
        }
        return false;
    }

    private void rewriteWhenGrown() {
        final long percentage = settings.autoAofRewritePercentage.value();
        if (percentage == 0 || !log.enabled() || rewrite.failuresInSequence() > 0
                && !hasPassed(lastRewriteTryMs, RETRY_MS << Math.min(rewrite.failuresInSequence(), 8))) {
            return;
        }
        final LogFigures figures = log.figures();
        if (figures.currentSizeBytes() <= settings.autoAofRewriteMinSize.value()) {
            return;
        }
        final long base = Math.max(1, figures.baseSizeBytes());
        final long growth = figures.currentSizeBytes() * 100 / base - 100;
        if (growth >= percentage) {
            control.log('*', "Starting automatic rewriting of AOF on " + growth + "% growth");
            beginRewrite();
        }
    }
}
