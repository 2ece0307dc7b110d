package io.ringhold.wal.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.port.CommandSource;
import io.ringhold.wal.file.FileErrors;
import io.ringhold.wal.rdb.FunctionLibraries;
import io.ringhold.wal.rdb.load.LogText;
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
    private final Consumer<String> log;
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
            final FunctionLibraries functions, final NanoClock clock, final Consumer<String> log) throws IOException {
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
        final boolean complete;
        try {
            complete = loader.load(budgetNs);
        } catch (final RdbException e) {
            file.close();
            throw new IOException("Error loading the RDB file " + path + ": " + e.getMessage()
                    + "; look at it with ringhold-check-rdb, or move it away", e);
        }
        report();
        file.passed(loader.loadedBytes());
        if (complete) {
            functions.replace(loader.functions());
            file.close();
            log.accept("Done loading RDB, keys loaded: " + loader.keys() + ", keys expired: " + loader.expiredKeys()
                    + ".");
        }
        return complete;
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
            log.accept("Loading RDB produced by version " + LogText.of(value));
        } else if ("repl-stream-db".equals(name) || "repl-id".equals(name) || "repl-offset".equals(name)) {
            log.accept("RDB field " + name + ": " + LogText.of(value));
        }
    }

    @Override
    public void note(final String message) {
        log.accept(message);
    }

    private void report() {
        final long nowNs = clock.nanoTime();
        if (nowNs - reportedAtNs >= PROGRESS_INTERVAL_NS) {
            reportedAtNs = nowNs;
            log.accept(String.format(Locale.ROOT, "Loading the RDB file: %d%%, %d of %d bytes, %d keys",
                    loader.loadedBytes() * 100 / Math.max(1, file.length()), loader.loadedBytes(), file.length(),
                    loader.keys()));
        }
    }
}
