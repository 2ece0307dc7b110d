package io.ringhold.wal.aof;

import java.nio.file.Path;

import io.ringhold.wal.file.LogFile;
import io.ringhold.wal.file.PosixLogFile;
import io.ringhold.wal.replay.BaseLoader;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * How a log is kept. Immutable.
 *
 * @param dir
 *            the setting {@code dir}.
 * @param directoryName
 *            the setting {@code appenddirname}.
 * @param fileName
 *            the setting {@code appendfilename}.
 * @param policy
 *            the setting {@code appendfsync}.
 * @param loadTruncated
 *            the setting {@code aof-load-truncated}.
 * @param firstSliceBytes
 *            by how much the file grows the first time; each slice is twice as long as the one before, up to
 *            {@code maxSliceBytes}. Rounded up to {@link LogFile#ALIGNMENT}.
 * @param maxSliceBytes
 *            longest slice.
 * @param reserveBytes
 *            when the disk is full, writes are refused while there is still so much room in the file.
 * @param stagingLimitBytes
 *            when the disk is slow, writes are refused once so much waits in memory.
 * @param timestamps
 *            the setting {@code aof-timestamp-enabled}.
 * @param clock
 *            paces forces and retries.
 * @param epochClock
 *            tells the time that is written into the log, in ms.
 * @param files
 *            opens the file to append to.
 * @param bases
 *            opens loaders for bases in RDB form.
 */
public record AppendLogConfig(Path dir, String directoryName, String fileName, FsyncPolicy policy,
        boolean loadTruncated, boolean timestamps, long firstSliceBytes, long maxSliceBytes, long reserveBytes,
        long stagingLimitBytes, NanoClock clock, EpochClock epochClock, LogFile.Factory files,
        BaseLoader.Factory bases) {

    private static final long MIB = 1 << 20;

    /** Checks the sizes. */
    public AppendLogConfig {
        if (firstSliceBytes <= 0 || maxSliceBytes < firstSliceBytes || reserveBytes < 0 || stagingLimitBytes <= 0) {
            throw new IllegalArgumentException("slices of " + firstSliceBytes + " to " + maxSliceBytes
                    + " bytes, a reserve of " + reserveBytes + " and staging of " + stagingLimitBytes
                    + " do not make a log");
        }
    }

    /** Redis' defaults for a log under {@code dir}. */
    public static AppendLogConfig of(final Path dir) {
        return new AppendLogConfig(dir, "appendonlydir", "appendonly.aof", FsyncPolicy.EVERYSEC, true, false, 4 * MIB,
                32 * MIB, MIB, 32 * MIB, SystemNanoClock.INSTANCE, SystemEpochClock.INSTANCE, PosixLogFile::open,
                BaseLoader.Factory.NONE);
    }

    /** The same with the settings {@code appenddirname} and {@code appendfilename}. */
    public AppendLogConfig withNames(final String newDirectoryName, final String newFileName) {
        return new AppendLogConfig(dir, newDirectoryName, newFileName, policy, loadTruncated, timestamps,
                firstSliceBytes, maxSliceBytes, reserveBytes, stagingLimitBytes, clock, epochClock, files, bases);
    }

    /** The same with another setting {@code appendfsync}. */
    public AppendLogConfig withPolicy(final FsyncPolicy newPolicy) {
        return new AppendLogConfig(dir, directoryName, fileName, newPolicy, loadTruncated, timestamps, firstSliceBytes,
                maxSliceBytes, reserveBytes, stagingLimitBytes, clock, epochClock, files, bases);
    }

    /** The same with another setting {@code aof-load-truncated}. */
    public AppendLogConfig withLoadTruncated(final boolean newLoadTruncated) {
        return new AppendLogConfig(dir, directoryName, fileName, policy, newLoadTruncated, timestamps, firstSliceBytes,
                maxSliceBytes, reserveBytes, stagingLimitBytes, clock, epochClock, files, bases);
    }

    /** The same with another setting {@code aof-timestamp-enabled}. */
    public AppendLogConfig withTimestamps(final boolean newTimestamps, final EpochClock newEpochClock) {
        return new AppendLogConfig(dir, directoryName, fileName, policy, loadTruncated, newTimestamps, firstSliceBytes,
                maxSliceBytes, reserveBytes, stagingLimitBytes, clock, newEpochClock, files, bases);
    }

    /** The same with slices of other lengths. */
    public AppendLogConfig withSlices(final long newFirstSliceBytes, final long newMaxSliceBytes) {
        return new AppendLogConfig(dir, directoryName, fileName, policy, loadTruncated, timestamps, newFirstSliceBytes,
                newMaxSliceBytes, reserveBytes, stagingLimitBytes, clock, epochClock, files, bases);
    }

    /** The same with other bounds for a full and a slow disk. */
    public AppendLogConfig withBounds(final long newReserveBytes, final long newStagingLimitBytes) {
        return new AppendLogConfig(dir, directoryName, fileName, policy, loadTruncated, timestamps, firstSliceBytes,
                maxSliceBytes, newReserveBytes, newStagingLimitBytes, clock, epochClock, files, bases);
    }

    /** The same with another clock and another way to open files. */
    public AppendLogConfig withSystem(final NanoClock newClock, final LogFile.Factory newFiles) {
        return new AppendLogConfig(dir, directoryName, fileName, policy, loadTruncated, timestamps, firstSliceBytes,
                maxSliceBytes, reserveBytes, stagingLimitBytes, newClock, epochClock, newFiles, bases);
    }

    /** The same with a loader for bases in RDB form. */
    public AppendLogConfig withBases(final BaseLoader.Factory newBases) {
        return new AppendLogConfig(dir, directoryName, fileName, policy, loadTruncated, timestamps, firstSliceBytes,
                maxSliceBytes, reserveBytes, stagingLimitBytes, clock, epochClock, files, newBases);
    }

    /** Where the log's files are. */
    public Path directory() {
        return dir.resolve(directoryName);
    }
}
