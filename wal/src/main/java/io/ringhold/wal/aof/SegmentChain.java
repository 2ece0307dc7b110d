package io.ringhold.wal.aof;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import io.ringhold.offheap.memory.Memory;
import io.ringhold.wal.file.FileErrors;
import io.ringhold.wal.file.LogFile;
import io.ringhold.wal.file.OperatorLog;
import org.agrona.concurrent.NanoClock;

/**
 * The slices of the file: made ready ahead of the writer, forced, and unmapped behind it. Agent thread (the first slice
 * is made by the thread that opens the log, before the agent starts).
 *
 * <p>
 * A new slice is allocated in one call and then touched page by page, a step per duty cycle, so that the writer meets
 * no page fault that allocates and no force waits behind it. Under {@code appendfsync always} each step is forced too:
 * blocks that have been written once are overwritten later without a change of the file's metadata, which makes each
 * force cheaper. When bytes wait in memory, a slice is handed over untouched.
 */
final class SegmentChain {
    private static final long TOUCH_STEP_BYTES = 256 * 1024;
    private static final long PAGE_BYTES = 4096;
    private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(1);

    private final LogFile file;
    private final AppendLogConfig config;
    private final LogProgress progress;
    private final OperatorLog log;
    private final NanoClock clock;
    /** File offset of position 0; negative in a file that was begun later. */
    private long origin;
    private LogSegment oldest;
    private LogSegment newest;
    private long nextSliceBytes;
    private LogSegment touching;
    private long touchedTo;
    private long retryAtNs;

    SegmentChain(final LogFile file, final long origin, final AppendLogConfig config, final LogProgress progress,
            final OperatorLog log) {
        this.file = file;
        this.origin = origin;
        this.config = config;
        this.progress = progress;
        this.log = log;
        this.clock = config.clock();
        this.nextSliceBytes = alignUp(config.firstSliceBytes());
    }

    /**
     * Makes the first slice, whole. What is in the file already is made durable: forces cover only what is appended, which would be worth nothing
     * behind a gap. (Who wrote it may have been killed, or it is a copy.)
     */
    LogSegment start() throws IOException {
        if (origin > 0) {
            file.sync();
        }
        touching = allocateWhatFits();
        while (touching != null) {
            touch(false);
        }
        return newest;
    }

    /**
     * Goes on making the first slice of a file that is not in use yet, of its full length: a disk that has no room for it
     * is full.
     *
     * @return the slice when it is ready; else null.
     */
    LogSegment stepStart() throws IOException {
        if (newest == null) {
            if (touching == null) {
                touching = allocate(nextSliceBytes);
            }
            touch(false);
        }
        return newest;
    }

    /** Takes the file into use: its first byte, of which nothing has been written, is appended at the slice's start. */
    void begin(final LogSegment first) {
        origin = -first.start();
        oldest = first;
        newest = first;
    }

    /**
     * Makes the next slice ready when the writer will need it soon. Returns whether there was something to do.
     *
     * @throws IOException
     *             when a force has failed. It may tell of what was written before, and tells it once: see {@link LogAgent}.
     */
    boolean prepare() throws IOException {
        return prepare(progress.position() >= newest.middle());
    }

    /** Makes room up to a position behind which nothing is appended to this file; as {@link #prepare}. */
    boolean prepareUpTo(final long position) throws IOException {
        return prepare(newest.end() < position);
    }

    private boolean prepare(final boolean needed) throws IOException {
        if (touching == null) {
            if (!needed || progress.spaceError != null && clock.nanoTime() - retryAtNs < 0) {
                return false;
            }
            try {
                touching = allocateWhatFits();
            } catch (final IOException e) {
                failed(e);
                return false;
            }
            solved();
        }
        touch(progress.waiting() > 0);
        return true;
    }

    /** Forces all from one position to another, both inside what is written. */
    void force(final long from, final long to) throws IOException {
        if (from < oldest.start()) {
            forceUnmapped(from, Math.min(to, oldest.start()));
        }
        for (LogSegment segment = oldest; segment != null && segment.start() < to; segment = segment.next) {
            if (segment.end() > from) {
                segment.force(Math.max(from, segment.start()), Math.min(to, segment.end()));
            }
        }
    }

    /**
     * Forces what was released without a force, under {@link FsyncPolicy#NO}. A new mapping will do: msync(2) writes the
     * pages of the file, whoever has stored to them. To force the whole file instead would keep the agent for seconds.
     */
    private void forceUnmapped(final long from, final long to) throws IOException {
        final long start = origin + from;
        final long mapOffset = start & -(long) LogFile.ALIGNMENT;
        final long length = origin + to - mapOffset;
        final long address = file.map(mapOffset, length);
        try {
            file.force(address + (start - mapOffset), to - from);
        } finally {
            file.unmap(address, length);
        }
    }

    /** Position up to which there is room in the file. */
    long end() {
        return newest.end();
    }

    /** Length of the file, preallocated space included. */
    long allocatedBytes() {
        return origin + newest.end();
    }

    /** Unmaps slices that are full and need no force. */
    void release() {
        final long done = progress.policy == FsyncPolicy.NO ? progress.written() : progress.forced;
        while (oldest != newest && oldest.end() <= done) {
            final LogSegment full = oldest;
            oldest = full.next;
            full.unmap();
        }
    }

    /** Cuts preallocated space off, makes all durable and closes the file. */
    void close(final long endPosition) throws IOException {
        if (touching != null) {
            touching.unmap();
            touching = null;
        }
        for (LogSegment segment = oldest; segment != null; segment = segment.next) {
            segment.unmap();
        }
        oldest = null;
        newest = null;
        try {
            file.truncate(origin + endPosition);
            file.sync();
        } finally {
            file.close();
        }
    }

    /**
     * Takes a smaller slice from a disk that has no room for the usual one, but none smaller than the reserve: the disk then counts
     * as full while half of the slice before is still free, which is what writes in flight need. Only the first slice may be of
     * any size, so that a server starts on a full disk, if only to be read.
     */
    private LogSegment allocateWhatFits() throws IOException {
        final long least = newest == null
                ? LogFile.ALIGNMENT
                : Math.max(LogFile.ALIGNMENT, config.reserveBytes());
        long slice = newest == null ? nextSliceBytes : Math.max(nextSliceBytes, least);
        while (true) {
            try {
                return allocate(slice);
            } catch (final IOException e) {
                if (slice <= least) {
                    throw e;
                }
                slice = Math.max(least, alignUp(slice / 2));
            }
        }
    }

    private LogSegment allocate(final long slice) throws IOException {
        final long startOffset = origin + (newest == null ? 0 : newest.end());
        final long mapOffset = startOffset & -(long) LogFile.ALIGNMENT;
        final long endOffset = alignUp(startOffset + slice);
        file.allocate(startOffset, endOffset - startOffset);
        final long mapped = file.map(mapOffset, endOffset - mapOffset);
        nextSliceBytes = Math.min(Math.max(slice, nextSliceBytes) * 2, Math.max(config.maxSliceBytes(), slice));
        touchedTo = startOffset - origin;
        return new LogSegment(file, mapped, endOffset - mapOffset, mapOffset - origin, startOffset - origin);
    }

    /**
     * Touches the next pages of the new slice; hands it to the writer when that was the last, or when the writer waits.
     */
    private void touch(final boolean writerWaits) throws IOException {
        final LogSegment segment = touching;
        final long from = touchedTo;
        final long to = Math.min(segment.end(), from + TOUCH_STEP_BYTES);
        for (long at = from; at < to; at += PAGE_BYTES) {
            Memory.putByte(segment.address(at), (byte) 0);
        }
        if (progress.policy == FsyncPolicy.ALWAYS && !writerWaits && progress.forceError == null) {
            segment.force(from, to);
        }
        touchedTo = to;
        if (to == segment.end() || writerWaits) {
            publish(segment);
        }
    }

    private void publish(final LogSegment segment) {
        touching = null;
        if (newest == null) {
            oldest = segment;
        } else {
            newest.next = segment;
        }
        newest = segment;
    }

    private void failed(final IOException e) {
        final String reason = FileErrors.reason(e);
        final LogRefusal known = progress.spaceError;
        if (known == null || !reason.equals(known.reason())) {
            log.warning("Error writing to the AOF file: " + reason + " (the file cannot be extended; "
                    + (progress.readyEnd - progress.position()) + " bytes are left in it)");
        }
        progress.spaceError = LogRefusal.of(reason);
        retryAtNs = clock.nanoTime() + RETRY_NS;
    }

    /** The disk has room again, or what did not fit is not needed any more. */
    void solved() {
        if (progress.spaceError != null) {
            progress.spaceError = null;
            log.warning("AOF write error looks solved, commands that write are taken again.");
        }
    }

    private static long alignUp(final long bytes) {
        return (bytes + LogFile.ALIGNMENT - 1) & -(long) LogFile.ALIGNMENT;
    }
}
