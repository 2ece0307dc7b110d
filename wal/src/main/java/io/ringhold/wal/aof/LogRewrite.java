package io.ringhold.wal.aof;

import java.io.IOException;
import java.nio.file.Path;

import io.ringhold.engine.pipeline.Doorbell;
import io.ringhold.wal.file.FileErrors;
import io.ringhold.wal.file.OperatorLog;

/**
 * A rewrite of the log: a snapshot of the keyspace takes the place of all that was appended before it.
 *
 * <pre>
 *   engine thread                log thread                      snapshot thread
 *
 *   prepare   -----------------&gt; 1 create the next increment
 *                                2 allocate, map, touch
 *   READY     &lt;----------------- 3 write it into the manifest
 *   cut (between two commands)
 *      + freeze the keyspace ------------------------------------&gt; 4 write temporaryBase, force it
 *                                5 drain, force, cut, close        complete:
 *                                  the old increment               6 rename it to the new base
 *                                                                  7 manifest: new base, from the cut on;
 *   DONE      &lt;------------------------------------------------------ the rest is history
 *                                                                  8 delete the history files
 *                                                                  9 manifest without history
 * </pre>
 *
 * <p>
 * <b>Crash points.</b> At each of them the next start finds all that was appended:
 * <ul>
 * <li>after 1 or 2 there is a file without data that no manifest names; the next rewrite uses it;</li>
 * <li>after 3 the log's last file is empty, and the one before it ends as the last one otherwise does, in preallocated
 * zeroes or in a torn command: it counts as the last one, as nothing comes behind it;</li>
 * <li>after the cut, before 5 is done, the old increment ends in preallocated zeroes behind its last command, since the
 * new one gets its first byte only when the old one has all of its own: they are cut;</li>
 * <li>after 4 there is a temporary file, which is deleted at start; the old base and all increments are there;</li>
 * <li>after 6 there is also a base that no manifest names; the next rewrite replaces it;</li>
 * <li>after 7 and 8 the manifest names the new files; what is left of the history is deleted.</li>
 * </ul>
 * A power failure before 5 is done may take what was not forced from the old increment and leave what was written to the
 * new one (policies other than {@code always}), which replay tells only when a command is torn; that is why the old one is
 * forced at once.
 *
 * <p>
 * <b>A keyspace that the log does not have</b> ({@link AppendLog#startDetached}): the log begins in the state CUT, with
 * an increment that is not in the manifest; step 7 names it together with the first base. Until then the files of an
 * earlier run, if any, are what a start would load, and what is appended meanwhile is lost with the process. If the
 * first rewrite fails, another is to be tried.
 *
 * <p>
 * Engine thread, except {@link #complete}. The doorbell is rung when the state has changed.
 */
public final class LogRewrite {
    /** How far a rewrite is. */
    public enum State {
        /** There is none. */
        IDLE,
        /** The next increment is being made ready; the wait may take as long as the disk is slow. */
        PREPARING,
        /** {@link #cut} can be called. */
        READY,
        /** Commands go to the next increment, and the base is to be written. */
        CUT,
        /** The new base is in use; files are perhaps still being deleted. */
        DONE,
        /** {@link #error} says why. What was appended is where it was. */
        FAILED
    }

    private final LogProgress progress;
    private final LogDirectory directory;
    private final LogIdleStrategy agent;
    private final Doorbell engineDoorbell;
    private final OperatorLog log;
    private LogWriter writer;
    private boolean asked;
    private boolean cut;
    private long wanted;
    // of the thread that completes
    private volatile boolean completed;
    private volatile String completionError;

    LogRewrite(final LogProgress progress, final LogDirectory directory, final LogIdleStrategy agent,
            final Doorbell engineDoorbell, final OperatorLog log) {
        this.progress = progress;
        this.directory = directory;
        this.agent = agent;
        this.engineDoorbell = engineDoorbell;
        this.log = log;
    }

    void writer(final LogWriter newWriter) {
        writer = newWriter;
    }

    /** The log was started with a cut: the base that belongs to it is to be written. */
    void startedCut() {
        cut = true;
    }

    /** How far it is. */
    public State state() {
        if (cut) {
            if (!completed) {
                return State.CUT;
            }
            return completionError == null ? State.DONE : State.FAILED;
        }
        if (!asked) {
            return State.IDLE;
        }
        if (progress.incrementsAnswered != wanted) {
            return progress.ended ? State.FAILED : State.PREPARING;
        }
        return progress.incrementError == null ? State.READY : State.FAILED;
    }

    /** Why it has failed, in the system's words; null in other states. */
    public String error() {
        if (state() != State.FAILED) {
            return null;
        }
        if (cut) {
            return completionError;
        }
        return progress.incrementsAnswered == wanted ? progress.incrementError : "the log's thread has ended";
    }

    /**
     * Begins a rewrite: asks the log's thread for the next increment. One that was prepared for a rewrite which was given
     * up is used.
     */
    public void prepare() {
        final State state = state();
        if (writer == null || state == State.PREPARING || state == State.READY || state == State.CUT) {
            throw new IllegalStateException("no rewrite can begin: the log is " + (writer == null ? "closed" : state));
        }
        reset();
        asked = true;
        wanted++;
        progress.incrementsWanted = wanted;
        agent.wake();
    }

    /**
     * Lets the log go on in the next increment, from the next command on. To be called where the base is to be taken from
     * the keyspace, between two commands of which neither is part of a transaction. Does not wait for anything.
     */
    public void cut() {
        if (state() != State.READY) {
            throw new IllegalStateException("no increment is ready: the rewrite is " + state());
        }
        final LogCut prepared = progress.prepared;
        final long position = writer.position();
        asked = false;
        cut = true;
        writer.switchTo(new LogCut(position, prepared.first().startingAt(position), prepared.increment()));
    }

    /** Where the base of this rewrite is to be written; a file that a crash has left there is deleted at start. */
    public Path temporaryBase() {
        return directory.temporaryBase();
    }

    /**
     * Puts the temporary base, which is complete and forced, in the place of all that was appended before the cut, and
     * deletes that. Called once after a {@link #cut}, by the thread that has written the base and never by the engine's:
     * it waits for the disk, also when it deletes files. After a failure the temporary base is gone and all else is as
     * it was.
     *
     * @param rdb
     *            the base is an RDB file, not one of commands.
     * @return false when it has failed.
     */
    public boolean complete(final boolean rdb) {
        final LogCut from = progress.lastCut;
        final boolean first = directory.isDetached();
        try {
            final long length = directory.complete(directory.temporaryBase(), rdb, from.increment());
            progress.sizeOrigin = length - from.position();
            progress.baseSize = length + progress.position() - from.position();
        } catch (final IOException e) {
            log.warning("The AOF rewrite has failed: " + FileErrors.reason(e));
            completionError = FileErrors.reason(e);
        }
        final boolean done = completionError == null;
        completed = true;
        engineDoorbell.ring();
        if (done) {
            directory.deleteHistory();
            if (first) {
                directory.deleteTemporaryIncrements();
            }
        }
        return done;
    }

    /**
     * Gives a rewrite up, or takes note of its end: the state is IDLE afterwards. After a cut the log stays in its new
     * increment, which the manifest names behind all others. Not while {@link #complete} runs.
     */
    public void abandon() {
        reset();
    }

    private void reset() {
        asked = false;
        cut = false;
        completed = false;
        completionError = null;
    }
}
