package io.ringhold.wal.manifest;

/**
 * Layout of a line of the manifest, which is text; each line ends with a line feed, and lines that start with '#' are
 * comments.
 *
 * <pre>
 *  file appendonly.aof.1.base.rdb seq 1 type b        the base, at most one, loaded first
 *  file appendonly.aof.1.incr.aof seq 1 type h        history: no longer needed, deleted at start
 *  file appendonly.aof.2.incr.aof seq 2 type i        what came after the base, by growing seq
 *  file "my log.aof.3.incr.aof" seq 3 type i          quoted, with the escapes of redis.conf
 * </pre>
 *
 * Source: "Append-only file" in the documentation of Redis 7, and the files that it writes.
 */
public final class ManifestLineDescriptor {
    /** Comes before the file's name. */
    public static final String FILE_KEY = "file";
    /** Comes before the sequence number. */
    public static final String SEQUENCE_KEY = "seq";
    /** Comes before the type's letter. */
    public static final String TYPE_KEY = "type";
    /** Starts a comment. */
    public static final char COMMENT = '#';
    /** Longest line, with its line feed. */
    public static final int MAX_LENGTH = 1024;

    private ManifestLineDescriptor() {}
}
