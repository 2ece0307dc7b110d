package io.ringhold.engine.port;

/**
 * The log at one moment, for INFO.
 *
 * @param currentSizeBytes
 *            of all its files, without preallocated space.
 * @param baseSizeBytes
 *            of the same after the last rewrite; when there was none since start, of the base alone, 0 without one.
 * @param bufferedBytes
 *            appended, but not in a file yet.
 * @param unforcedBytes
 *            in a file, but not known to be on the disk.
 * @param delayedCount
 *            how often appends had to be buffered since the disk did not keep up.
 */
public record LogFigures(long currentSizeBytes, long baseSizeBytes, long bufferedBytes, long unforcedBytes,
        long delayedCount) {
    /** Of no log, or an empty one. */
    public static final LogFigures EMPTY = new LogFigures(0, 0, 0, 0, 0);
}
