package io.ringhold.wal.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

import io.ringhold.wal.file.Directories;

/**
 * The steps of which a {@link SnapshotFile} consists: each may fail, and after each a crash leaves something else behind. Here tests put disks that
 * fail.
 */
class SnapshotFiles {
    /** The system's. */
    static final SnapshotFiles SYSTEM = new SnapshotFiles();

    /** Makes a file, or empties it, for writing; it is locked until the channel is closed, unless the file system has no locks. */
    FileChannel create(final Path path) throws IOException {
        final FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (isLockedByAnother(channel, false)) {
                throw new IOException("another server writes " + path.getFileName());
            }
            return channel.truncate(0);
        } catch (final IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Whether a file is being written, by whatever process, in this container or another; also when that cannot be told. */
    boolean isBeingWritten(final Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return isLockedByAnother(channel, true);
        } catch (final IOException _) {
            return true; // another user's, perhaps
        }
    }

    /** Locks a file, if that can be done. */
    private static boolean isLockedByAnother(final FileChannel channel, final boolean shared) {
        try {
            return channel.tryLock(0, Long.MAX_VALUE, shared) == null;
        } catch (final OverlappingFileLockException _) {
            return true; // by a server in this process
        } catch (final IOException _) {
            return false; // the file system has no locks
        }
    }

    /** Writes some of the bytes; returns how many. */
    int write(final FileChannel channel, final ByteBuffer source) throws IOException {
        return channel.write(source);
    }

    /** Returns when what has been written is on the disk. */
    void force(final FileChannel channel, final boolean withMetadata) throws IOException {
        channel.force(withMetadata);
    }

    /** Gives a file another name in one step, in the place of what has that name. */
    void rename(final Path from, final Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes a file, if it is there. */
    void delete(final Path path) throws IOException {
        Files.deleteIfExists(path);
    }

    /** Returns when the names in a directory are on the disk. */
    void syncNames(final Path directory) throws IOException {
        Directories.sync(directory);
    }
}
