package io.ringhold.wal.aof;

/** When the log is forced to the disk: the setting {@code appendfsync}. */
public enum FsyncPolicy {
    /** Never; the kernel writes when it likes. */
    NO,
    /** Once a second. */
    EVERYSEC,
    /** As soon as there is something, and replies wait for it; what comes during one force shares the next. */
    ALWAYS
}
