package io.ringhold.wal.aof;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import io.ringhold.engine.pipeline.Doorbell;
import io.ringhold.wal.file.FileErrors;
import io.ringhold.wal.file.OperatorLog;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.NanoClock;

/**
 * The log's own thread: does for the engine all that may wait for a disk. Each duty cycle makes the next slice ready,
 * drains staged bytes into the file, forces what the policy asks for, and unmaps what is done with. After a cut it also
 * forces the rest of the old file, whatever the policy, and closes it.
 *
 * <p>
 * A force that fails is final, whichever part of the file it was for: the kernel may have dropped pages and called them clean, and tells
 * so once, so a later force that succeeds would prove nothing. No position is called durable after that, and writes are refused, until the server is
 * restarted.
 */
final class LogAgent implements Agent {
    private static final long FORCE_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    /** At most so much is forced at a time, so that the writer does not wait for its next slice meanwhile. */
    private static final long FORCE_STEP_BYTES = 8 << 20;

    private final LogProgress progress;
    private final Increments increments;
    private final Staging staging;
    private final LogIdleStrategy idle;
    private final Doorbell engineDoorbell;
    private final OperatorLog log;
    private final NanoClock clock;
    private long forcedAtNs;
    private long forceTarget;
    private long forceCount;
    private long forcedBytes;
    private FsyncPolicy lastPolicy;

    LogAgent(final LogProgress progress, final Increments increments, final Staging staging,
            final LogIdleStrategy idle, final Doorbell engineDoorbell, final NanoClock clock,
            final OperatorLog log) {
        this.progress = progress;
        this.increments = increments;
        this.staging = staging;
        this.idle = idle;
        this.engineDoorbell = engineDoorbell;
        this.clock = clock;
        this.log = log;
        this.forcedAtNs = clock.nanoTime();
        this.lastPolicy = progress.policy;
    }

    @Override
    public String roleName() {
        return "log";
    }

    @Override
    public void onStart() {
        idle.start();
    }

    @Override
    public int doWork() {
        try {
            return dutyCycle();
        } catch (final RuntimeException e) {
            // Nothing that this thread says can be trusted any more: it ends, and what is not forced stays so.
            throw new AgentTerminationException(e);
        }
    }

    private int dutyCycle() {
        int work = 0;
        final LogRefusal spaceError = progress.spaceError;
        if (extend()) {
            work++;
        }
        if (increments.stepNext()) {
            work++;
        }
        final long drained = staging.drain();
        if (drained > 0) {
            work++;
        }
        final FsyncPolicy policy = progress.policy;
        if (forceIfDue(policy)) {
            work++;
        }
        if (retireIfDone()) {
            work++;
        }
        final boolean repliesAreFree = drained > 0 && policy != FsyncPolicy.ALWAYS;
        final boolean thereIsRoomAgain = spaceError != null && progress.spaceError == null;
        if (repliesAreFree || thereIsRoomAgain || policy != lastPolicy) {
            engineDoorbell.ring();
        }
        lastPolicy = policy;
        increments.release();
        return work;
    }

    private boolean extend() {
        try {
            return increments.extend();
        } catch (final IOException e) {
            forceFailed(e);
            return true;
        }
    }

    private boolean forceIfDue(final FsyncPolicy policy) {
        if (progress.forceError != null) {
            return false;
        }
        if (progress.forced == forceTarget) {
            long written = progress.written();
            increments.noticeCut();
            boolean retiring = false;
            if (increments.isCut() && written >= increments.cutPosition()) {
                retiring = true;
                written = increments.cutPosition();
            }
            if (written == forceTarget || (!retiring && !isForceDue(policy))) {
                return false;
            }
            forceTarget = written;
        }
        return force(Math.min(forceTarget, progress.forced + FORCE_STEP_BYTES));
    }

    private boolean isForceDue(final FsyncPolicy policy) {
        return switch (policy) {
            case NO -> false;
            case EVERYSEC -> clock.nanoTime() - forcedAtNs >= FORCE_INTERVAL_NS;
            case ALWAYS -> true;
        };
    }

    /** Closes the old file after a cut, when all of it is on the disk. */
    private boolean retireIfDone() {
        if (!increments.isCut() || progress.forceError != null || progress.forced < increments.cutPosition()) {
            return false;
        }
        try {
            increments.retire();
        } catch (final IOException e) {
            forceFailed(e);
        }
        return true;
    }

    /** Makes durable all up to a position that is written. */
    private boolean force(final long to) {
        final long startNs = clock.nanoTime();
        final long from = progress.forced;
        try {
            increments.force(from, to);
        } catch (final IOException e) {
            forceFailed(e);
            return false;
        }
        forcedAtNs = clock.nanoTime();
        progress.lastForceNs = forcedAtNs - startNs;
        progress.forceCount = ++forceCount;
        forcedBytes += to - from;
        progress.forcedBytes = forcedBytes;
        progress.forced = to;
        if (progress.policy == FsyncPolicy.ALWAYS) {
            engineDoorbell.ring();
        }
        return true;
    }

    private void forceFailed(final IOException cause) {
        final String reason = FileErrors.reason(cause);
        progress.forceError = LogRefusal.of(reason);
        log.warning("Fail to fsync the AOF file: " + reason + ". What was appended since is in doubt and writes are "
                + "refused: check the disk and restart the server");
        engineDoorbell.ring();
    }

    /**
     * Puts everything on the disk and closes the files; after the last append.
     *
     * @throws IOException
     *             when something could not be kept, with how much.
     */
    void finish() throws IOException {
        boolean more = true;
        while (more) {
            more = staging.drain() > 0 || (progress.waiting() > 0 && extend());
        }
        final long written = progress.written();
        increments.noticeCut();
        if (increments.isCut()) {
            forceTo(Math.min(written, increments.cutPosition()));
            retireIfDone();
        }
        if (!increments.isCut()) {
            forceTo(written);
        }
        increments.close(written);
        if (written != progress.position()) {
            throw new IOException("The last " + (progress.position() - written)
                    + " bytes of the append only file could not "
                    + "be written: "
                    + (progress.spaceError == null ? "the file could not be extended" : progress.spaceError.reason()));
        }
        if (progress.forceError != null) {
            throw new IOException("Fail to fsync the AOF file: " + progress.forceError.reason());
        }
    }

    private void forceTo(final long position) {
        if (progress.forceError == null && position != progress.forced) {
            force(position);
        }
    }
}
