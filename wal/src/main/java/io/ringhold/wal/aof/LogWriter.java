package io.ringhold.wal.aof;

import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Memory;
import org.agrona.concurrent.EpochClock;

/**
 * The engine's side of the log: copies commands into the mapped slices. Engine thread; makes no system call and waits
 * for nobody.
 *
 * <p>
 * A command's first byte is stored last, behind a fence: a process that dies in the middle of a copy, which need not go
 * forward, leaves a zero where the command would start, and recovery cuts there. A command for which the ready slices
 * have no room goes to {@link Staging} as a whole, and so do all after it until the agent has drained it; under
 * {@link FsyncPolicy#ALWAYS} all of them do.
 */
final class LogWriter implements AutoCloseable {
    private static final int NO_DATABASE = -1;
    private static final byte[] SELECT_PREFIX = "*2\r\n$6\r\nSELECT\r\n$".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TIMESTAMP_PREFIX = "#TS:".getBytes(StandardCharsets.US_ASCII);
    private static final int SELECT_MAX_LENGTH = 64;
    private static final int TIMESTAMP_MAX_LENGTH = 32;

    private final LogProgress progress;
    private final Staging staging;
    private final LogIdleStrategy agent;
    private final Arena arena;
    private final EpochClock epochClock;
    private final long selectOffset;
    private final long timestampOffset;
    private boolean timestamps;
    private long stampedSeconds;
    private LogSegment segment;
    /** First slice of the file; where to go on when all that was staged is in the file before. */
    private LogSegment first;
    private int database = NO_DATABASE;
    private long sessions;
    private long position;
    /** Position that the agent has been shown; under {@link FsyncPolicy#ALWAYS} it moves with {@link #commit} only. */
    private long published;
    private long prepareAt;

    /**
     * @param segment
     *            the first slice.
     * @param agent
     *            is woken when a slice is needed and when a force is.
     * @param epochClock
     *            for annotations with the time; read only when these are enabled.
     */
    LogWriter(final Arena arena, final LogProgress progress, final Staging staging, final LogSegment segment,
            final LogIdleStrategy agent, final EpochClock epochClock) {
        this.arena = arena;
        this.progress = progress;
        this.staging = staging;
        this.segment = segment;
        this.first = segment;
        this.agent = agent;
        this.epochClock = epochClock;
        this.prepareAt = segment.middle();
        this.selectOffset = arena.allocate(SELECT_MAX_LENGTH + TIMESTAMP_MAX_LENGTH, MemoryTag.LOG);
        this.timestampOffset = selectOffset + SELECT_MAX_LENGTH;
        if (selectOffset == 0) {
            throw new IllegalStateException("no memory for the append only file's writer");
        }
        arena.putArray(selectOffset, SELECT_PREFIX, 0, SELECT_PREFIX.length);
        arena.putArray(timestampOffset, TIMESTAMP_PREFIX, 0, TIMESTAMP_PREFIX.length);
    }

    /** Whether the time is written before commands, once a second at most. */
    void timestamps(final boolean enabled) {
        timestamps = enabled;
    }

    void append(final int toDatabase, final long address, final int length) {
        if (toDatabase != database) {
            select(toDatabase);
        }
        if (timestamps) {
            stamp();
        }
        write(address, length);
        if (progress.policy != FsyncPolicy.ALWAYS) {
            show();
        }
        if (position >= prepareAt) {
            prepareAt = Long.MAX_VALUE;
            agent.wake();
        }
    }

    /**
     * Goes on in another file: what was appended before belongs to the old one, also what still waits in memory.
     *
     * @param cut
     *            at {@link #position}.
     */
    void switchTo(final LogCut cut) {
        progress.lastCut = cut;
        first = cut.first();
        database = NO_DATABASE;
        if (!staging.isActive() || staging.leave()) {
            enter(first);
        }
        commit();
        agent.wake();
    }

    /** Shows the agent what was appended, and wakes it when it is to force that. */
    void commit() {
        if (published != position) {
            publishAndWake();
        }
    }

    private void show() {
        if (staging.isActive()) {
            publishAndWake();
        } else {
            progress.publishPosition(position);
            published = position;
        }
    }

    private void publishAndWake() {
        progress.publishPositionFenced(position);
        published = position;
        agent.wakeIfAsleep();
    }

    long position() {
        return position;
    }

    /** How often appends had to wait for a slice of the file. */
    long stagedSessions() {
        return sessions;
    }

    @Override
    public void close() {
        staging.discard();
        arena.free(selectOffset);
    }

    private void write(final long address, final int length) {
        final boolean always = progress.policy == FsyncPolicy.ALWAYS;
        if (staging.isActive() && !always && staging.leave()) {
            enter(position == first.start() ? first : progress.drainSegment);
        }
        if (staging.isActive()) {
            staging.append(address, length);
        } else if (always) {
            // a page that is being forced would keep the engine waiting for the disk
            staging.begin(segment, position);
            staging.append(address, length);
        } else if (position + length <= segment.end()) {
            Memory.copy(address + 1, segment.address(position) + 1, length - 1);
            VarHandle.releaseFence();
            Memory.putByte(segment.address(position), Memory.getByte(address));
        } else if (hasRoom(length)) {
            writeAcross(address, length);
        } else {
            sessions++;
            staging.begin(segment, position);
            staging.append(address, length);
            agent.wake();
        }
        position += length;
    }

    private boolean hasRoom(final int length) {
        LogSegment last = segment;
        while (last.end() < position + length) {
            last = last.next;
            if (last == null) {
                return false;
            }
        }
        return true;
    }

    private void writeAcross(final long address, final int length) {
        if (position == segment.end()) {
            enter(segment.next);
        }
        final long first = segment.address(position);
        long at = position + 1;
        final long end = position + length;
        while (at < end) {
            if (at == segment.end()) {
                enter(segment.next);
            }
            final long part = Math.min(end, segment.end()) - at;
            Memory.copy(address + (at - position), segment.address(at), part);
            at += part;
        }
        VarHandle.releaseFence();
        Memory.putByte(first, Memory.getByte(address));
    }

    private void enter(final LogSegment entered) {
        segment = entered;
        prepareAt = entered.middle();
    }

    private void select(final int newDatabase) {
        int digits = 1;
        for (int rest = newDatabase; rest >= 10; rest /= 10) {
            digits++;
        }
        final long lengthEnd = putLine(selectOffset + SELECT_PREFIX.length, digits);
        final long end = putLine(lengthEnd, newDatabase);
        write(arena.address(selectOffset), (int) (end - selectOffset));
        database = newDatabase;
    }

    /** Source: "aof-timestamp-enabled" in redis.conf of Redis 7, and the files that it writes. */
    private void stamp() {
        final long seconds = epochClock.time() / 1000;
        if (seconds > stampedSeconds) {
            stampedSeconds = seconds;
            final long end = putLine(timestampOffset + TIMESTAMP_PREFIX.length, seconds);
            write(arena.address(timestampOffset), (int) (end - timestampOffset));
        }
    }

    /** Stores a number and a line end; returns the offset behind them. */
    private long putLine(final long offset, final long number) {
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        long rest = number;
        for (int i = digits - 1; i >= 0; i--) {
            arena.putByte(offset + i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        arena.putByte(offset + digits, (byte) '\r');
        arena.putByte(offset + digits + 1, (byte) '\n');
        return offset + digits + 2;
    }
}
