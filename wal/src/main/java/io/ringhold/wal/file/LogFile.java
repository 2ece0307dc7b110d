package io.ringhold.wal.file;

import java.io.IOException;
import java.nio.file.Path;

/**
 * One file of the log. Not for several threads at once, except {@link #force}, which may run beside stores to the
 * mapping. Errors are {@link IOException}s whose message is the system's own text ("No space left on device").
 */
public interface LogFile extends AutoCloseable {
    /** Mappings start at multiples of this, which is a multiple of every page size in use. */
    int ALIGNMENT = 64 * 1024;

    /** Opens files of the log. */
    @FunctionalInterface
    interface Factory {
        /** Opens an existing file for reading and writing. */
        LogFile open(Path path) throws IOException;
    }

    /**
     * Gives the range real disk blocks, all zero where there was nothing, and makes the file at least so long, so that
     * a store into a mapping of it cannot fail for want of space. After an error the file is as it was.
     */
    void allocate(long offset, long lengthBytes) throws IOException;

    /**
     * Maps a range, shared and writable.
     *
     * @param offset
     *            a multiple of {@link #ALIGNMENT}.
     * @return the address.
     */
    long map(long offset, long lengthBytes) throws IOException;

    /** Takes a mapping away; what was stored stays in the file. */
    void unmap(long address, long lengthBytes);

    /** Returns when the bytes of a part of a mapping are on the disk, with the metadata needed to find them again. */
    void force(long address, long lengthBytes) throws IOException;

    /** Returns when all of the file is on the disk. */
    void sync() throws IOException;

    /** Cuts the file to a length. */
    void truncate(long lengthBytes) throws IOException;

    @Override
    void close() throws IOException;
}
