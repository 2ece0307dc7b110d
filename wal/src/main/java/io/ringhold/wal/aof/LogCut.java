package io.ringhold.wal.aof;

/**
 * A change of the file that is appended to. Immutable.
 *
 * @param position
 *            first one that belongs to the new file.
 * @param first
 *            the new file's first slice.
 * @param increment
 *            the new file.
 */
record LogCut(long position, LogSegment first, LogDirectory.Increment increment) {}
