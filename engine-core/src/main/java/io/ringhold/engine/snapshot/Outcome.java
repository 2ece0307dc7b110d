package io.ringhold.engine.snapshot;

import io.ringhold.engine.port.SnapshotFigures;

/** How the last snapshot of a kind went, and since when one is under way. Engine thread. */
public final class Outcome {
    /** Seconds of a duration that is not known. */
    public static final long UNKNOWN = -1;

    private boolean ok = true;
    private long seconds = UNKNOWN;
    private long tries;
    private long failuresInSequence;
    private long copiedBytes;
    private long startedMs;
    private boolean running;

    /** One is about to begin, or has just begun: it counts whatever becomes of it, as in Redis. */
    void tried() {
        tries++;
    }

    void begun(final long nowMs) {
        running = true;
        startedMs = nowMs;
    }

    void ended(final boolean succeeded, final long nowMs, final SnapshotFigures figures) {
        running = false;
        seconds = (nowMs - startedMs) / 1000;
        copiedBytes = figures.peakCopiedBytes();
        counted(succeeded);
    }

    /** The one under way was given up: as if it had not begun. */
    void abandoned() {
        running = false;
    }

    /** How one ended that did not run in the background, or did not even begin. */
    void counted(final boolean succeeded) {
        ok = succeeded;
        failuresInSequence = succeeded ? 0 : failuresInSequence + 1;
    }

    /** Counts from 0 again; how the last one went stays known. */
    void forgetCounts() {
        tries = 0;
        failuresInSequence = 0;
    }

    /** True while one is under way. */
    public boolean isRunning() {
        return running;
    }

    /** Whether the last one succeeded; true before there was any. */
    public boolean isOk() {
        return ok;
    }

    /** How long the last one in the background took, or {@link #UNKNOWN}. */
    public long seconds() {
        return seconds;
    }

    /** How long the one under way has been going on, or {@link #UNKNOWN}. */
    public long runningSeconds(final long nowMs) {
        return running ? (nowMs - startedMs) / 1000 : UNKNOWN;
    }

    /** How many have been begun, as {@code rdb_saves} and {@code aof_rewrites} tell. */
    public long tries() {
        return tries;
    }

    /** How many have failed since the last that succeeded. */
    public long failuresInSequence() {
        return failuresInSequence;
    }

    /** The most memory that copies of changed pages took during the last one in the background. */
    public long copiedBytes() {
        return copiedBytes;
    }
}
