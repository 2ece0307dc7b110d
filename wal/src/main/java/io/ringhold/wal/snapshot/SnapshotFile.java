package io.ringhold.wal.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/**
 * A file that takes another's place only when it is complete and on the disk.
 *
 * <pre>
 *   temporary file: created, written, forced  ->  renamed over the old one  ->  directory forced
 * </pre>
 *
 * A process that ends in between leaves the old file or the new one, whole, and perhaps the temporary one. One thread.
 */
final class SnapshotFile implements WritableByteChannel {
    private final SnapshotFiles files;
    private final Path temporary;
    private final FileChannel channel;
    private boolean complete;

    private SnapshotFile(final SnapshotFiles files, final Path temporary, final FileChannel channel) {
        this.files = files;
        this.temporary = temporary;
        this.channel = channel;
    }

    /** Makes the temporary file, or empties it. */
    static SnapshotFile create(final SnapshotFiles files, final Path temporary) throws IOException {
        return new SnapshotFile(files, temporary, files.create(temporary));
    }

    @Override
    public int write(final ByteBuffer source) throws IOException {
        return files.write(channel, source);
    }

    /** The bytes that have been written are on the disk when this returns. */
    void force() throws IOException {
        files.force(channel, false);
    }

    /** What has been written is on the disk when this returns, and the temporary file is kept: open, and so locked, until it has its place. */
    void complete() throws IOException {
        files.force(channel, true);
        complete = true;
    }

    /** Puts the completed file in another's place; if that cannot be done, it is deleted. */
    void replace(final Path file) throws IOException {
        try {
            files.rename(temporary, file);
        } catch (final IOException e) {
            complete = false; // to be deleted by close
            throw e;
        }
        files.syncNames(file.getParent());
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    /** Lets go of the file, and deletes it before unless it is complete. */
    @Override
    public void close() throws IOException {
        try {
            if (!complete) {
                files.delete(temporary); // while it is locked: behind that it may be another server's
            }
        } finally {
            channel.close();
        }
    }
}
