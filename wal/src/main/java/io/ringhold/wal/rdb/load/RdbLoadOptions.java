package io.ringhold.wal.rdb.load;

/**
 * How to load a file.
 *
 * @param checksum
 *            whether the checksum at the end must be right: {@code rdbchecksum}.
 * @param dropExpired
 *            whether keys whose time has come are left out, as a master does, but not with the base of a log, whose commands may still
 *            name them.
 */
public record RdbLoadOptions(boolean checksum, boolean dropExpired) {
    /** As a master loads its dump file. */
    public static final RdbLoadOptions DUMP_FILE = new RdbLoadOptions(true, true);
    /** As the base of a log is loaded. */
    public static final RdbLoadOptions LOG_BASE = new RdbLoadOptions(true, false);

    /** The same, with the checksum looked at or not. */
    public RdbLoadOptions withChecksum(final boolean wanted) {
        return new RdbLoadOptions(wanted, dropExpired);
    }
}
