package io.ringhold.wal.rdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;

/**
 * Writes to a file, and forces it now and then, so that no mass of dirty pages is left for the end (as {@code rdb-save-incremental-fsync}
 * does). The owner closes, and at the end forces, the channel. One thread.
 */
public final class FileTarget implements RdbTarget {
    /** How much Redis leaves unforced. */
    public static final long SYNC_BYTES = 4L << 20;
    /** Forces nothing. */
    public static final long NO_SYNC = Long.MAX_VALUE;

    /** Forces what has been written. */
    @FunctionalInterface
    public interface Force {
        /** Returns when it is on the disk. */
        void run() throws IOException;
    }

    private final WritableByteChannel channel;
    private final long syncBytes;
    private final Force force;
    private long unforced;

    /**
     * @param syncBytes
     *            after how many bytes to force the file: {@link #SYNC_BYTES} or {@link #NO_SYNC}.
     */
    public FileTarget(final FileChannel channel, final long syncBytes) {
        this(channel, syncBytes, () -> channel.force(false));
    }

    /**
     * @param channel
     *            of a file.
     * @param force
     *            forces it.
     */
    public FileTarget(final WritableByteChannel channel, final long syncBytes, final Force force) {
        this.channel = channel;
        this.syncBytes = syncBytes;
        this.force = force;
    }

    @Override
    public void write(final ByteBuffer source, final long address) throws IOException {
        while (source.hasRemaining()) {
            unforced += channel.write(source);
        }
        if (unforced >= syncBytes) {
            force.run();
            unforced = 0;
        }
    }
}
