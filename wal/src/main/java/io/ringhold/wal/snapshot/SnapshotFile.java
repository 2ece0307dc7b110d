package io.ringhold.wal.snapshot;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

import io.ringhold.wal.file.Directories;

/**
 * A file that takes another's place only when it is complete and on the disk.
 *
 * <pre>
 *   temporary file: created, written, forced  ->  renamed over the old one  ->  directory forced
 * </pre>
 *
 * A process that ends in between leaves the old file or the new one, whole, and perhaps the temporary one. One thread.
 */
final class SnapshotFile implements AutoCloseable {
    private final Path temporary;
    private final FileChannel channel;
    private boolean complete;

    private SnapshotFile(final Path temporary, final FileChannel channel) {
        this.temporary = temporary;
        this.channel = channel;
    }

    /** Makes the temporary file, or empties it. */
    static SnapshotFile create(final Path temporary) throws IOException {
        return new SnapshotFile(temporary, FileChannel.open(temporary, StandardOpenOption.CREATE,
                StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING));
    }

    FileChannel channel() {
        return channel;
    }

    /** What has been written is on the disk when this returns, and the temporary file is kept. */
    void complete() throws IOException {
        channel.force(true);
        channel.close();
        complete = true;
    }

    /** Puts the completed file in another's place; if that cannot be done, it is deleted. */
    void replace(final Path file) throws IOException {
        try {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (final IOException e) {
            complete = false; // to be deleted by close
            throw e;
        }
        Directories.sync(file.getParent());
    }

    /** Lets go of the file, and deletes it unless it is complete. */
    @Override
    public void close() throws IOException {
        channel.close();
        if (!complete) {
            Files.deleteIfExists(temporary);
        }
    }
}
