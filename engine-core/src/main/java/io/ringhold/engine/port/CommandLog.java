package io.ringhold.engine.port;

/**
 * The append-only log as the engine sees it. Called on the engine thread; appending is a copy, never a system call.
 */
public interface CommandLog {
    /** The log of a server that keeps none. */
    CommandLog NONE = new CommandLog() {
        @Override
        public void append(final int database, final long address, final int length) {
            // nothing is kept
        }

        @Override
        public void beginUnit() {
            // nothing is kept
        }

        @Override
        public void endUnit() {
            // nothing is kept
        }

        @Override
        public void commit() {
            // nothing is kept
        }

        @Override
        public boolean enabled() {
            return false;
        }

        @Override
        public boolean holdsReplies() {
            return false;
        }

        @Override
        public long position() {
            return 0;
        }

        @Override
        public long durablePosition() {
            return 0;
        }

        @Override
        public boolean failed() {
            return false;
        }

        @Override
        public String writeError() {
            return null;
        }

        @Override
        public LogFigures figures() {
            return LogFigures.EMPTY;
        }
    };

    /**
     * Appends one command in RESP form (an array of bulk strings); a SELECT is put before it when {@code database} differs
     * from the last one's.
     *
     * @param address
     *            absolute address of the command's bytes.
     */
    void append(int database, long address, int length);

    /** Begins a unit: of what is appended until {@link #endUnit} replay executes all or, when the end of the log is lost, nothing. Units do not nest. */
    void beginUnit();

    /** Ends a unit. */
    void endUnit();

    /**
     * Lets what has been appended become durable. Called once for all that was executed in a turn: then one force serves all of them, where
     * otherwise the first command would be forced alone while the others wait for the next.
     */
    void commit();

    /** True when commands are kept, so that it is worth encoding them. */
    boolean enabled();

    /** True when a reply must wait until the log is durable up to where it was after the command (appendfsync always). */
    boolean holdsReplies();

    /** Bytes appended since start. */
    long position();

    /** Bytes since start that are known to be on disk; any thread. The engine's doorbell is rung when it grows. */
    long durablePosition();

    /**
     * True when {@link #durablePosition} will never grow again, so that replies held beyond it are not to be given: the log has
     * failed for good. {@link #writeError} is then not null.
     */
    boolean failed();

    /**
     * The reason why writes must be refused (full disk, failed force), ready to be sent as an error reply without the
     * leading minus ("MISCONF ..."), or null while the log is fine.
     */
    String writeError();

    /** Sizes and counts; allocates. */
    LogFigures figures();
}
