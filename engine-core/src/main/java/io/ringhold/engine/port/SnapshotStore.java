package io.ringhold.engine.port;

import java.io.IOException;

/** Where snapshots of the data go, and where they come from. Engine thread. */
public interface SnapshotStore {
    /** Of an engine that cannot save. */
    SnapshotStore NONE = new SnapshotStore() {
        @Override
        public void save() throws IOException {
            throw new IOException("snapshots are not available");
        }

        @Override
        public SnapshotJob beginDump() throws IOException {
            throw new IOException("snapshots are not available");
        }

        @Override
        public SnapshotJob beginLogRewrite() throws IOException {
            throw new IOException("snapshots are not available");
        }

        @Override
        public CommandSource openDump() throws IOException {
            throw new IOException("snapshots are not available");
        }

        @Override
        public long releaseSome(final long maxBytes) {
            return 0;
        }
    };

    /**
     * Writes the dump file now, on this thread: nobody is served meanwhile.
     *
     * @throws IOException
     *             when it cannot be written; one line. The old file is then as it was.
     */
    void save() throws IOException;

    /**
     * Begins to write the dump file, with the data as they are now, on another thread.
     *
     * @throws IOException
     *             when that is not possible; one line.
     */
    SnapshotJob beginDump() throws IOException;

    /**
     * Begins to write a new base of the log; the job chooses a moment soon, from which on the log goes on in a new file.
     *
     * @throws IOException
     *             when that is not possible; one line.
     */
    SnapshotJob beginLogRewrite() throws IOException;

    /**
     * Opens the dump file, which is to be loaded to its end; keys that are in the databases already are an error then.
     *
     * @throws IOException
     *             when there is none, or it cannot be read; one line.
     */
    CommandSource openDump() throws IOException;

    /**
     * Gives memory of ended snapshots back to the system; to be called in slices from the engine's timer.
     *
     * @return how many bytes; 0 when there is nothing to give back now.
     */
    long releaseSome(long maxBytes);
}
