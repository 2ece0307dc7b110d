package io.ringhold.wal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * One file of the log. Not for several threads at once, except {@link #force}, which may run beside stores to the
 * mapping. Errors are {@link IOException}s whose message is the system's own text ("No space left on device").
 */
public interface LogFile extends AutoCloseable {
    /** Mappings start at multiples of this, which is a multiple of every page size in use. */
    int ALIGNMENT = 64 * 1024;

    /**
     * Opens files of the log, and makes all changes to the names in its directory: each method is a step after which a
     * crash leaves something else behind.
     */
    @FunctionalInterface
    interface Factory {
        /** Opens an existing file for reading and writing. */
        LogFile open(Path path) throws IOException;

        /** Makes an empty file where there is none. */
        default void create(final Path path) throws IOException {
            Files.createFile(path);
        }

        /** Makes a file, or empties it, writes the bytes and returns when they are on the disk. */
        default void write(final Path path, final byte[] bytes) throws IOException {
            final ByteBuffer rest = ByteBuffer.wrap(bytes);
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
        }

        /** Gives a file another name in one step, in the place of what has that name. */
        default void rename(final Path from, final Path to) throws IOException {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }

        /** Deletes a file, if it is there. */
        default void delete(final Path path) throws IOException {
            Files.deleteIfExists(path);
        }

        /** Returns when the names in a directory are on the disk. */
        default void syncNames(final Path directory) throws IOException {
            Directories.sync(directory);
        }
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
