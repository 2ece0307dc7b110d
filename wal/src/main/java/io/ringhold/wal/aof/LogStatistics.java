package io.ringhold.wal.aof;

/**
 * Figures of the log at one moment, for INFO.
 *
 * @param currentSizeBytes
 *            of all files of the log, without preallocated space: {@code aof_current_size}.
 * @param baseSizeBytes
 *            of the same after the last rewrite; when there was none since start, of the base alone, 0 without one:
 *            {@code aof_base_size}.
 * @param stagedBytes
 *            appended, but not in the file yet: {@code aof_buffer_length}.
 * @param pendingForceBytes
 *            in the file, but not forced yet.
 * @param delayedCount
 *            how often appends had to be staged since the disk did not keep up: {@code aof_delayed_fsync}.
 * @param writeOk
 *            no write is refused: {@code aof_last_write_status}.
 * @param forceError
 *            why forcing has failed for good, or null.
 * @param forceCount
 *            forces since start.
 * @param forcedBytes
 *            bytes that these covered.
 * @param lastForceNs
 *            how long the last one took.
 * @param allocatedBytes
 *            length of the file that is appended to, preallocated space included.
 */
public record LogStatistics(long currentSizeBytes, long baseSizeBytes, long stagedBytes, long pendingForceBytes,
        long delayedCount, boolean writeOk, String forceError, long forceCount, long forcedBytes, long lastForceNs,
        long allocatedBytes) {}
