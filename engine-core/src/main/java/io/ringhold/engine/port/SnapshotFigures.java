package io.ringhold.engine.port;

/**
 * How far a snapshot has come.
 *
 * @param keysWritten
 *            keys in the file so far.
 * @param keysTotal
 *            keys at the cut.
 * @param bytesWritten
 *            of the file so far.
 * @param copiedBytes
 *            memory that copies of changed pages take now.
 * @param peakCopiedBytes
 *            the most that they have taken.
 */
public record SnapshotFigures(long keysWritten, long keysTotal, long bytesWritten, long copiedBytes,
        long peakCopiedBytes) {
    /** Before anything is done. */
    public static final SnapshotFigures NONE = new SnapshotFigures(0, 0, 0, 0, 0);
}
