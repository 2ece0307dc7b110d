package io.ringhold.wal.replay;

import java.io.IOException;
import java.nio.file.Path;

import io.ringhold.engine.pipeline.RequestBatch;
import io.ringhold.engine.port.CommandSource.Sink;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.wal.file.FileErrors;
import io.ringhold.wal.file.MappedReads;
import io.ringhold.wal.file.OperatorLog;

/**
 * Replays one file: commands, and in a base perhaps an RDB part before them.
 *
 * <p>
 * A transaction (MULTI ... EXEC) is never split between batches, so that a torn one is dropped whole before any of it
 * has been executed; one that is larger than a batch can be is split once its EXEC has been found. The two words themselves are not executed: nobody
 * else sees the keyspace between the commands.
 */
final class LogFileReplay implements AutoCloseable {
    static final int MAX_BATCH_COMMANDS = 64;
    static final int MAX_BATCH_BYTES = 1 << 20;

    private final Path path;
    private final Following following;
    private final boolean loadTruncated;
    private final OperatorLog log;
    private final MappedLog file;
    private final FrameIndex index;
    private final FrameParser parser;
    private final RequestBatch batch = new RequestBatch();
    private BaseLoader rdb;
    private long offset;
    private long commands;
    private boolean ended;
    // the transaction that is open while a batch is put together
    private boolean inTransaction;
    private long transactionOffset;
    private int transactionIndexLength;
    private int transactionCommands;
    /** Up to where transactions are known to be whole, although no batch can hold them. */
    private long wholeTo;

    /** What is known of the files that come behind. */
    @FunctionalInterface
    interface Following {
        /** True when there is no command in any of them, so that this one is where the log ends. */
        boolean isBlank() throws IOException;
    }

    /**
     * @param bases
     *            for a file that may start as an RDB file does; null for another.
     */
    LogFileReplay(final Path path, final Following following, final boolean loadTruncated, final FrameParser parser,
            final BaseLoader.Factory bases, final OperatorLog log) throws IOException {
        this.path = path;
        this.following = following;
        this.loadTruncated = loadTruncated;
        this.log = log;
        this.parser = parser;
        this.index = parser.index();
        try {
            this.file = new MappedLog(path);
        } catch (final IOException e) {
            throw new IOException("Fatal error: can't open the append log file " + name() + " for reading: "
                    + FileErrors.reason(e), e);
        }
        if (bases != null && file.isRdb()) {
            try {
                rdb = bases.open(path);
            } catch (final IOException e) {
                file.close();
                throw e;
            }
        }
    }

    long offset() {
        return offset;
    }

    long commands() {
        return commands;
    }

    /** True when the whole file has been replayed. */
    boolean isDone() {
        return ended;
    }

    /** Replays one batch, or for about the time given what comes before the first one. */
    void step(final Sink sink, final long budgetNs) throws IOException {
        if (rdb == null) {
            stepCommands(sink);
        } else {
            stepRdb(budgetNs);
        }
    }

    private void stepRdb(final long budgetNs) throws IOException {
        try {
            final boolean complete = rdb.load(budgetNs);
            offset = rdb.loadedBytes();
            if (offset > file.length()) {
                throw new IllegalStateException(
                        offset + " bytes of " + name() + " were loaded, which has " + file.length());
            }
            if (complete) {
                rdb.close();
                rdb = null;
            }
        } catch (final IOException e) {
            throw new IOException("Error reading the RDB part of the AOF file " + name()
                    + ", AOF loading aborted: " + FileErrors.reason(e), e);
        }
    }

    private void stepCommands(final Sink sink) throws IOException {
        final long start = offset;
        index.truncate(0, 0);
        final long end = frameBatch(start);
        if (index.commands() > 0) {
            index.fill(batch, file.address() + start);
            final String error = sink.execute(batch);
            if (error != null) {
                throw new IOException("Error reading the append only file " + name() + ", in the commands from offset "
                        + start + " on: " + error);
            }
            commands += index.commands();
        }
        offset = end;
        if (ended && end < file.length()) {
            MappedReads.settle(); // zeroes, too
            file.truncate(end);
        }
    }

    /** Frames commands from an offset on; returns the offset behind the last one. */
    private long frameBatch(final long start) throws IOException {
        final long base = file.address();
        final long limit = base + file.length();
        long at = start;
        inTransaction = false;
        while (inTransaction || (index.commands() < MAX_BATCH_COMMANDS && at - start < MAX_BATCH_BYTES)) {
            if (at == file.length() && !inTransaction) {
                ended = true;
                return at;
            }
            final int frame = index.length();
            final FrameParser.Outcome outcome = parser.parse(base + at, limit, base + start);
            switch (outcome) {
                case COMMAND -> {
                    noteTransaction(base + start, frame, at);
                    at = parser.cursor() - base;
                }
                case ANNOTATION -> at = parser.cursor() - base;
                case TOO_LONG -> {
                    if (inTransaction) {
                        return passTransaction(at);
                    }
                    if (at == start) {
                        throw tooLong(at);
                    }
                    return at; // there is room in a batch of its own
                }
                case TRUNCATED, UNWRITTEN, BAD -> {
                    return endAt(at, outcome);
                }
                default -> throw new AssertionError(outcome);
            }
        }
        ended = at == file.length();
        return at;
    }

    private IOException tooLong(final long at) {
        return new IOException("The append only file " + name() + " has a command of more than 2 GiB at offset " + at);
    }

    /**
     * The open transaction does not fit a batch: looks whether it is whole, so that its commands can be replayed in several.
     *
     * @param from
     *            offset of the command that did not fit.
     * @return where the batch ends: before the transaction.
     */
    private long passTransaction(final long from) throws IOException {
        index.truncate(transactionIndexLength, transactionCommands);
        final long limit = file.address() + file.length();
        long at = from;
        while (true) {
            final long address = file.address() + at;
            final FrameParser.Outcome outcome = parser.parse(address, limit, address);
            if (outcome == FrameParser.Outcome.TOO_LONG) {
                throw tooLong(at);
            }
            if (outcome != FrameParser.Outcome.COMMAND && outcome != FrameParser.Outcome.ANNOTATION) {
                return endAt(at, outcome);
            }
            at = parser.cursor() - file.address();
            if (outcome == FrameParser.Outcome.COMMAND) {
                index.fill(batch, address);
                final boolean exec = batch.argumentCount(transactionIndexLength) == 1
                        && isWord(transactionIndexLength, "EXEC");
                index.truncate(transactionIndexLength, transactionCommands);
                if (exec) {
                    wholeTo = at;
                    return transactionOffset;
                }
            }
        }
    }

    private void noteTransaction(final long bytesAddress, final int frame, final long at) {
        index.fill(batch, bytesAddress);
        if (batch.argumentCount(frame) != 1) {
            return;
        }
        final boolean multi = isWord(frame, "MULTI");
        if (!multi && !isWord(frame, "EXEC")) {
            return;
        }
        index.truncate(frame, index.commands() - 1);
        if (at < wholeTo) {
            return;
        }
        if (multi && !inTransaction) {
            transactionOffset = at;
            transactionIndexLength = frame;
            transactionCommands = index.commands();
        }
        inTransaction = multi;
    }

    private boolean isWord(final int frame, final String word) {
        if (batch.argumentLength(frame, 0) != word.length()) {
            return false;
        }
        final long address = batch.argumentAddress(frame, 0);
        for (int i = 0; i < word.length(); i++) {
            if ((Memory.getByte(address + i) & ~0x20) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The file goes on with what is no command: decides whether it can be cut there. */
    private long endAt(final long at, final FrameParser.Outcome outcome) throws IOException {
        final boolean unwritten = outcome == FrameParser.Outcome.UNWRITTEN && file.isPreallocated();
        if (outcome == FrameParser.Outcome.BAD || (outcome == FrameParser.Outcome.UNWRITTEN && !unwritten)) {
            throw new IOException("Bad file format reading the append only file " + name() + " at offset "
                    + (parser.cursor() - file.address())
                    + ": make a backup of your AOF file, then use ./redis-check-aof --fix <filename.manifest>");
        }
        ended = true;
        final boolean clean = unwritten && file.isZeroFrom(at);
        final long cutAt = inTransaction ? transactionOffset : at;
        if (clean && !inTransaction) {
            log.notice("The server did not close the AOF " + name() + ": " + (file.length() - at)
                    + " preallocated bytes cut behind the last command, at offset " + at);
            return at;
        }
        final boolean last = following.isBlank();
        if (!last || !loadTruncated) {
            throw new IOException("Unexpected end of file reading the append only file " + name() + ", at offset "
                    + cutAt
                    + ". You can: 1) Make a backup of your AOF file, then use ./redis-check-aof --fix <filename.manifest>"
                    + ". 2) Alternatively you can set the 'aof-load-truncated' configuration option to yes and restart "
                    + "the server" + (last ? "." : " (this helps with the last file only)."));
        }
        MappedReads.settle(); // what is said, and cut off, must be what the file has
        log.warning("!!! Warning: short read while loading the AOF file " + name() + "!!!");
        if (inTransaction) {
            log.warning("Revert incomplete MULTI/EXEC transaction in AOF file " + name());
            index.truncate(transactionIndexLength, transactionCommands);
        }
        log.warning("!!! Truncating the AOF " + name() + " at offset " + cutAt + " !!!");
        log.warning("AOF " + name() + " loaded anyway because aof-load-truncated is enabled");
        return cutAt;
    }

    private String name() {
        return path.getFileName().toString();
    }

    @Override
    public void close() {
        if (rdb != null) {
            rdb.close();
            rdb = null;
        }
        file.close();
    }
}
