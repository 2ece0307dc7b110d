package io.ringhold.engine.port;

import java.io.IOException;

import io.ringhold.engine.pipeline.RequestBatch;

/**
 * Where the data of an earlier run comes from at start: the log, replayed in slices on the engine thread so that clients
 * can be told meanwhile that the server is loading.
 */
public interface CommandSource {
    /** Executes replayed commands. */
    @FunctionalInterface
    interface Sink {
        /**
         * Executes every command of the batch, in order; replies are dropped.
         *
         * @return null, or why the batch cannot be executed ("unknown command ..."), which ends loading.
         */
        String execute(RequestBatch batch);
    }

    /**
     * Replays for a while.
     *
     * @param sink
     *            executes the commands.
     * @param budgetNs
     *            about how long to go on.
     * @return true when everything has been replayed and the source has closed its files.
     * @throws IOException
     *             when files are unreadable or broken beyond what the settings allow; its message says which, where, and the
     *             mend. The server does not start then.
     */
    boolean load(Sink sink, long budgetNs) throws IOException;

    /** What the data come from, for the log: "append only file" or "disk". */
    String origin();

    /** Bytes to replay, all files together. */
    long totalBytes();

    /** Bytes replayed so far. */
    long loadedBytes();
}
