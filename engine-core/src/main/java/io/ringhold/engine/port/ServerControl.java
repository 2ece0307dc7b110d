package io.ringhold.engine.port;

import java.io.IOException;

/** What commands may ask of the server around the engine. Engine thread. */
public interface ServerControl {
    /** Stops the server in an orderly way: replies are sent, the log is forced and closed, then the process ends. */
    void shutdown();

    /** The data of an earlier run has been loaded, or there was none: clients are served from now on. */
    void loaded();

    /**
     * Loading failed: the server says why and ends.
     *
     * @param message
     *            which file, where, and the mend.
     */
    void loadFailed(String message);

    /** Writes a line to the server's log; level is one of the characters of Redis' log lines: {@code . - * #}. */
    void log(char level, String message);

    /**
     * Closes the log and opens it again, for all of it to be loaded into empty databases. Nothing is appended before {@link #startLog}.
     *
     * @throws IOException
     *             when there is none, or that is not possible; one line.
     */
    default CommandSource reopenLog() throws IOException {
        throw new IOException("there is no append only file: appendonly is no");
    }

    /**
     * Appends to the reopened log, which has been loaded.
     *
     * @throws IOException
     *             when that is not possible; one line.
     */
    default void startLog() throws IOException {
        throw new IOException("there is no append only file: appendonly is no");
    }

    /** TCP port, 0 when there is none. */
    int port();

    /** Absolute path of the configuration file, one byte of UTF-8 in each char; empty when there is none. */
    String configFile();

    /** Absolute path of what was started, one byte of UTF-8 in each char. */
    String executable();

    /** "shared" or "dedicated". */
    String threading();

    /** Threads that read and write sockets. */
    int transportThreads();

    /** What has gone over the network. */
    Traffic traffic();
}
