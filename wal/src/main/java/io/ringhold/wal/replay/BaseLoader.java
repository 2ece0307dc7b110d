package io.ringhold.wal.replay;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Loads a base in RDB form, or the RDB preamble of a base whose rest are commands, into the keyspace; in slices, on the
 * engine thread.
 */
public interface BaseLoader extends AutoCloseable {
    /** Opens loaders. */
    @FunctionalInterface
    interface Factory {
        /** Of a server that loads no RDB files. */
        Factory NONE = file -> {
            throw new IOException("The AOF file " + file.getFileName()
                    + " is an RDB file, and RDB base files are not yet supported: "
                    + "let Redis rewrite the log with aof-use-rdb-preamble no");
        };

        /**
         * Opens a file that starts as an RDB file does.
         *
         * @throws IOException
         *             when it cannot be loaded; one line.
         */
        BaseLoader open(Path file) throws IOException;
    }

    /**
     * Loads for a while.
     *
     * @param budgetNs
     *            about how long to go on.
     * @return true when the RDB part has been loaded to its end, checksum included.
     * @throws IOException
     *             when the file is broken or cut short; one line that says where.
     */
    boolean load(long budgetNs) throws IOException;

    /** Bytes of the RDB part, as far as is known; or of the file. */
    long totalBytes();

    /** Bytes loaded; when {@link #load} has returned true, the offset behind the RDB part, where commands may follow. */
    long loadedBytes();

    /** Lets go of the file, also in the middle. */
    @Override
    void close();
}
