package io.ringhold.wal.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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

    /** Makes a file, or empties it, for writing. */
    FileChannel create(final Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
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
