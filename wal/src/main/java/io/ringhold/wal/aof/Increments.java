package io.ringhold.wal.aof;

import java.io.IOException;
import java.util.Objects;

import io.ringhold.engine.pipeline.Doorbell;
import io.ringhold.wal.file.FileErrors;
import io.ringhold.wal.file.LogFile;
import io.ringhold.wal.file.OperatorLog;

/**
 * The files that are appended to, one after the other. Agent thread.
 *
 * <pre>
 *   prepare      cut (engine)          retire
 *      |            |                     |
 *   ---+------------+---------------------+-------------
 *   current: appended to | filled, forced |  closed
 *   upcoming: made ready | appended to    |  is current
 * </pre>
 *
 * Between the cut and the end of the old file both are in use: bytes from before the cut that wait in memory still go to
 * the old one. Nothing of the new file is forced before the old one is closed, so the durable position, which is one for
 * both, passes the cut only then.
 */
final class Increments {
    private final AppendLogConfig config;
    private final LogDirectory directory;
    private final LogProgress progress;
    private final Doorbell engineDoorbell;
    private final OperatorLog log;
    private SegmentChain current;
    private SegmentChain upcoming;
    private LogDirectory.Increment upcomingFile;
    private boolean upcomingReady;
    private LogCut lastCut;
    private boolean cut;

    /**
     * @param current
     *            with its first slice.
     */
    Increments(final SegmentChain current, final AppendLogConfig config, final LogDirectory directory,
            final LogProgress progress, final Doorbell engineDoorbell, final OperatorLog log) {
        this.current = current;
        this.config = config;
        this.directory = directory;
        this.progress = progress;
        this.engineDoorbell = engineDoorbell;
        this.log = log;
        this.lastCut = progress.lastCut;
        showRoom(current);
    }

    /** Looks whether the engine has cut; to be called behind a look at positions which the cut may bound. */
    void noticeCut() {
        final LogCut newest = progress.lastCut;
        if (!Objects.equals(newest, lastCut)) {
            lastCut = newest;
            cut = true;
            upcoming.begin(newest.first());
            if (current.end() >= newest.position()) {
                upcoming.solved();
            }
        }
    }

    /** True while the old file is not closed yet. */
    boolean isCut() {
        return cut;
    }

    /** While {@link #isCut}: where the old file ends. */
    long cutPosition() {
        return lastCut.position();
    }

    /**
     * Makes the next slice ready when one will be needed soon. Returns whether there was something to do.
     *
     * @throws IOException
     *             when a force has failed.
     */
    boolean extend() throws IOException {
        noticeCut();
        final boolean work;
        if (cut && current.end() < lastCut.position()) {
            work = current.prepareUpTo(lastCut.position());
            progress.readyEnd = current.end();
            return work;
        }
        final SegmentChain last = cut ? upcoming : current;
        work = last.prepare();
        showRoom(last);
        return work;
    }

    private void showRoom(final SegmentChain last) {
        progress.readyEnd = last.end();
        progress.allocatedBytes = last.allocatedBytes();
    }

    /** Forces all from one position to another, neither of them behind a cut. */
    void force(final long from, final long to) throws IOException {
        current.force(from, to);
    }

    /** Unmaps slices that are full and need no force. */
    void release() {
        current.release();
        if (cut) {
            upcoming.release();
        }
    }

    /** Cuts the old file to its exact length and closes it; it has been forced up to the cut. */
    void retire() throws IOException {
        final SegmentChain old = current;
        current = upcoming;
        upcoming = null;
        upcomingFile = null;
        upcomingReady = false;
        cut = false;
        old.close(lastCut.position());
    }

    /**
     * Goes on with the next increment, if the engine has asked for one: file, first slice, manifest.
     *
     * @return whether there was something to do.
     */
    boolean stepNext() {
        final long wanted = progress.incrementsWanted;
        noticeCut(); // the engine may have used the one that is ready, and want another
        if (cut || wanted == progress.incrementsAnswered) {
            return false;
        }
        if (progress.forceError != null) {
            answer(wanted, progress.forceError.reason());
        } else if (upcomingReady) {
            answer(wanted, null);
        } else {
            try {
                step();
            } catch (final IOException e) {
                giveUp(e);
                answer(wanted, FileErrors.reason(e));
            }
        }
        return true;
    }

    private void step() throws IOException {
        if (upcoming == null) {
            upcomingFile = directory.createIncrement();
            final LogFile file = config.files().open(upcomingFile.path());
            upcoming = new SegmentChain(file, 0, config, progress, log);
            file.truncate(0); // zeroes that a killed server left
            return;
        }
        final LogSegment first = upcoming.stepStart();
        if (first != null) {
            directory.listIncrement(upcomingFile);
            upcomingReady = true;
            progress.prepared = new LogCut(0, first, upcomingFile);
        }
    }

    private void giveUp(final IOException cause) {
        log.warning("Can't prepare the next AOF incr file: " + FileErrors.reason(cause));
        try {
            if (upcoming != null) {
                upcoming.close(0);
            }
            if (upcomingFile != null) {
                directory.discardIncrement(upcomingFile);
            }
        } catch (final IOException e) {
            log.warning("Can't remove the AOF incr file " + upcomingFile.path().getFileName() + ": "
                    + FileErrors.reason(e));
        } finally {
            upcoming = null;
            upcomingFile = null;
        }
    }

    private void answer(final long wanted, final String error) {
        progress.incrementError = error;
        progress.incrementsAnswered = wanted;
        engineDoorbell.ring();
    }

    /**
     * Makes all durable and closes the files.
     *
     * @param end
     *            position behind the last byte that is in a file.
     */
    void close(final long end) throws IOException {
        noticeCut();
        final long last = cut ? Math.min(end, lastCut.position()) : end;
        try {
            current.close(last);
        } finally {
            if (upcoming != null) {
                upcoming.close(cut ? Math.max(end, lastCut.position()) : 0);
                upcoming = null;
                if (!upcomingReady) {
                    directory.discardIncrement(upcomingFile);
                }
            }
        }
    }
}
