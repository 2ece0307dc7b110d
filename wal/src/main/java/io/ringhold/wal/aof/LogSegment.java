package io.ringhold.wal.aof;

import java.io.IOException;

import io.ringhold.wal.file.LogFile;

/**
 * A slice of the file with real blocks behind it, mapped. Positions count appended bytes since start, so that slices
 * follow each other without a gap. The engine stores to it and the log's agent forces it.
 */
final class LogSegment {
    private final LogFile file;
    private final long mappedAddress;
    private final long mappedLength;
    private final long mappedPosition;
    private final long start;
    private final long end;
    /** The next slice, once there is one. */
    volatile LogSegment next;

    /**
     * @param mappedPosition
     *            position of the mapping's first byte; before {@code start} when the file's old end is not aligned.
     * @param start
     *            first position to append at.
     */
    LogSegment(final LogFile file, final long mappedAddress, final long mappedLength, final long mappedPosition,
            final long start) {
        this.file = file;
        this.mappedAddress = mappedAddress;
        this.mappedLength = mappedLength;
        this.mappedPosition = mappedPosition;
        this.start = start;
        this.end = mappedPosition + mappedLength;
    }

    long start() {
        return start;
    }

    /** Position behind the last byte. */
    long end() {
        return end;
    }

    /** From here on the next slice should be made ready. */
    long middle() {
        return start + (end - start) / 2;
    }

    long address(final long position) {
        return mappedAddress + (position - mappedPosition);
    }

    /** Forces a range of positions inside this slice. */
    void force(final long from, final long to) throws IOException {
        file.force(address(from), to - from);
    }

    /** The same slice of a file that is appended to from another position on; for the first slice of a file. */
    LogSegment startingAt(final long position) {
        return new LogSegment(file, mappedAddress, mappedLength, position, position);
    }

    void unmap() {
        file.unmap(mappedAddress, mappedLength);
    }
}
