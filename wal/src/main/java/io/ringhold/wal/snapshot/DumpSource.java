package io.ringhold.wal.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.port.CommandSource;
import io.ringhold.wal.file.FileErrors;
import io.ringhold.wal.file.LogText;
import io.ringhold.wal.file.OperatorLog;
import io.ringhold.wal.rdb.FunctionLibraries;
import io.ringhold.wal.rdb.load.RdbException;
import io.ringhold.wal.rdb.load.RdbFile;
import io.ringhold.wal.rdb.load.RdbLoadListener;
import io.ringhold.wal.rdb.load.RdbLoadOptions;
import io.ringhold.wal.rdb.load.RdbLoader;
import org.agrona.concurrent.NanoClock;

/** A dump file as the data of an earlier run. Engine thread. */
public final class DumpSource implements CommandSource, RdbLoadListener {
    private static final long PROGRESS_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final Path path;
    private final NanoClock clock;
    private final OperatorLog log;
    private final FunctionLibraries functions;
    private final RdbFile file;
    private final RdbLoader loader;
    private long reportedAtNs;

    /**
     * @param path
     *            of a file that is there.
     * @param options
     *            whether its checksum must be right, and what becomes of keys that have expired.
     * @param functions
     *            take the libraries of the file when it is loaded.
     * @param log
     *            takes a line for the operator.
     * @throws IOException
     *             when it cannot be read; one line.
     */
    public DumpSource(final Path path, final Keyspace keyspace, final RdbLoadOptions options,
            final FunctionLibraries functions, final NanoClock clock, final OperatorLog log) throws IOException {
        this.path = path;
        this.clock = clock;
        this.log = log;
        this.functions = functions;
        this.reportedAtNs = clock.nanoTime();
        try {
            this.file = new RdbFile(path);
        } catch (final IOException e) {
            throw new IOException("Fatal error: can't open the RDB file " + path + " for reading: "
                    + FileErrors.reason(e), e);
        }
        this.loader = new RdbLoader(keyspace, file.address(), file.length(), options, clock, this);
    }

    @Override
    public boolean load(final Sink sink, final long budgetNs) throws IOException {
        final boolean complete = loadSome(budgetNs);
        passed(loader.loadedBytes());
        if (complete) {
            finish();
        }
        return complete;
    }

    /** As {@link #load}, for who reads the file as well: he says what he has {@link #passed}, and in the end {@link #finish finishes}. */
    boolean loadSome(final long budgetNs) throws IOException {
        try {
            final boolean complete = loader.load(budgetNs);
            report();
            return complete;
        } catch (final RdbException e) {
            file.close();
            throw new IOException("Error loading the RDB file " + path + ": " + e.getMessage()
                    + "; look at it with ringhold-check-rdb, or move it away", e);
        }
    }

    /** Absolute address of the file's first byte, until {@link #finish} or an error. */
    long address() {
        return file.address();
    }

    /** What lies before an offset, which has been loaded, will not be read again. */
    void passed(final long offset) {
        file.passed(offset);
    }

    /** All has been loaded. */
    void finish() {
        functions.replace(loader.functions());
        file.close();
        log.notice("Done loading RDB, keys loaded: " + loader.keys() + ", keys expired: " + loader.expiredKeys() + ".");
    }

    @Override
    public String origin() {
        return "disk";
    }

    @Override
    public long totalBytes() {
        return file.length();
    }

    @Override
    public long loadedBytes() {
        return loader.loadedBytes();
    }

    @Override
    public void auxiliary(final String name, final String value) {
        if ("redis-ver".equals(name)) {
            log.notice("Loading RDB produced by version " + LogText.of(value));
        } else if ("repl-stream-db".equals(name) || "repl-id".equals(name) || "repl-offset".equals(name)) {
            log.notice("RDB field " + name + ": " + LogText.of(value));
        }
    }

    @Override
    public void note(final String message) {
        log.notice(message);
    }

    private void report() {
        final long nowNs = clock.nanoTime();
        if (nowNs - reportedAtNs >= PROGRESS_INTERVAL_NS) {
            reportedAtNs = nowNs;
            log.notice(String.format(Locale.ROOT, "Loading the RDB file: %d%%, %d of %d bytes, %d keys",
                    loader.loadedBytes() * 100 / Math.max(1, file.length()), loader.loadedBytes(), file.length(),
                    loader.keys()));
        }
    }
}
