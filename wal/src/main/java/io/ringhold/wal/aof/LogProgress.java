package io.ringhold.wal.aof;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What the engine and the log's agent tell each other: positions, in bytes since start, and errors. Each field has one
 * writer.
 *
 * <pre>
 *   forced &lt;= written &lt;= position          drained &lt;= staged, while bytes wait in memory
 *     |          |          |
 *   on disk   in the file  appended
 * </pre>
 *
 * The engine stores {@code drained} (once, when it begins to stage), {@code staged} and {@code position} in this order;
 * readers load them in the opposite one, so they never take staged bytes for written ones.
 */
final class LogProgress {
    private static final VarHandle POSITION;
    private static final VarHandle STAGED;
    private static final VarHandle DRAINED;

    static {
        try {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            POSITION = lookup.findVarHandle(LogProgress.class, "position", long.class);
            STAGED = lookup.findVarHandle(LogProgress.class, "staged", long.class);
            DRAINED = lookup.findVarHandle(LogProgress.class, "drained", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    // engine; drained passes to the agent while staged > drained
    private long position;
    private long staged;
    private long drained;
    /** Slice in which {@code drained} lies; ordered by it. */
    LogSegment drainSegment;
    volatile FsyncPolicy policy;
    /** The last change of the file, stored before any position behind it; null when there was none. */
    volatile LogCut lastCut;
    /** How often a next file to append to was asked for. */
    volatile long incrementsWanted;

    // agent
    volatile long forced;
    /** Position up to which there is room in the file. */
    volatile long readyEnd;
    /** Why the file cannot be extended at present, or null. */
    volatile LogRefusal spaceError;
    /** Why a force has failed, which is final, or null. */
    volatile LogRefusal forceError;
    /** The agent has ended before its time: nothing will become durable any more. */
    volatile boolean ended;
    volatile long forceCount;
    volatile long forcedBytes;
    volatile long lastForceNs;
    /** Length of the file that is appended to, preallocated space included. */
    volatile long allocatedBytes;
    /** The file that is ready to be appended to, or the last one that was; its position is set by the cut. */
    volatile LogCut prepared;
    /** Up to which number the wishes for a next file are answered: by {@link #prepared} if there is no error. */
    volatile long incrementsAnswered;
    /** Why there is no next file, or null; ordered by {@code incrementsAnswered}. */
    volatile String incrementError;

    // who completes a rewrite, and before that who opens the log
    /** Bytes in files that do not change any more, less the position at which the last of them ended. */
    volatile long sizeOrigin;
    /** Bytes in all files after the last rewrite; before one, in the base. */
    volatile long baseSize;

    LogProgress(final FsyncPolicy policy) {
        this.policy = policy;
    }

    /** Bytes appended. */
    long position() {
        return (long) POSITION.getAcquire(this);
    }

    /** Engine: shows appended bytes; a full fence, so that a look at whether the agent sleeps comes after it. */
    void publishPositionFenced(final long newPosition) {
        POSITION.setVolatile(this, newPosition);
    }

    /** Engine: shows appended bytes. */
    void publishPosition(final long newPosition) {
        POSITION.setRelease(this, newPosition);
    }

    /** Position behind the last byte that was put in memory. */
    long staged() {
        return (long) STAGED.getAcquire(this);
    }

    /** Engine. */
    void publishStaged(final long newStaged) {
        STAGED.setRelease(this, newStaged);
    }

    /** Position behind the last of the staged bytes that is in the file. */
    long drained() {
        return (long) DRAINED.getAcquire(this);
    }

    /** Agent; and the engine, when it begins to stage. */
    void publishDrained(final LogSegment segment, final long newDrained) {
        drainSegment = segment;
        DRAINED.setRelease(this, newDrained);
    }

    /** Appended bytes that wait in memory. Any thread. */
    long waiting() {
        final long end = staged();
        return Math.max(0, end - drained());
    }

    /** Position up to which all is in the file, so that the end of the process loses nothing. Any thread. */
    long written() {
        final long appended = position();
        final long end = staged();
        final long done = drained();
        return end > done ? Math.min(appended, done) : appended;
    }

    /** Position up to which replies may be given. Any thread. */
    long durable() {
        return policy == FsyncPolicy.ALWAYS ? forced : written();
    }
}
