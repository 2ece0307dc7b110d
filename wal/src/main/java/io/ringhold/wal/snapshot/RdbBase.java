package io.ringhold.wal.snapshot;

import java.io.IOException;
import java.nio.file.Path;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.wal.file.FileErrors;
import io.ringhold.wal.file.OperatorLog;
import io.ringhold.wal.rdb.FunctionLibraries;
import io.ringhold.wal.rdb.load.RdbException;
import io.ringhold.wal.rdb.load.RdbFile;
import io.ringhold.wal.rdb.load.RdbLoadListener;
import io.ringhold.wal.rdb.load.RdbLoadOptions;
import io.ringhold.wal.rdb.load.RdbLoader;
import io.ringhold.wal.replay.BaseLoader;
import org.agrona.concurrent.NanoClock;

/** A base of the log that is an RDB file, or begins with one. Engine thread. */
public final class RdbBase implements BaseLoader {
    private final Path path;
    private final RdbFile file;
    private final RdbLoader loader;
    private final FunctionLibraries functions;

    private RdbBase(final Path path, final RdbFile file, final RdbLoader loader, final FunctionLibraries functions) {
        this.path = path;
        this.file = file;
        this.loader = loader;
        this.functions = functions;
    }

    /**
     * Opens bases whose keys go into a keyspace.
     *
     * @param checksum
     *            whether their checksum must be right.
     * @param functions
     *            take the libraries of a base when it is loaded.
     * @param log
     *            takes a line for the operator.
     */
    public static Factory into(final Keyspace keyspace, final boolean checksum,
            final FunctionLibraries functions, final NanoClock clock, final OperatorLog log) {
        return path -> open(path, keyspace, checksum, functions, clock, log);
    }

    private static RdbBase open(final Path path, final Keyspace keyspace, final boolean checksum,
            final FunctionLibraries functions, final NanoClock clock, final OperatorLog log) throws IOException {
        final RdbFile file;
        try {
            file = new RdbFile(path);
        } catch (final IOException e) {
            throw new IOException("Fatal error: can't open the append log file " + path.getFileName()
                    + " for reading: " + FileErrors.reason(e), e);
        }
        log.notice("Reading RDB base file on AOF loading...");
        final RdbLoadListener notes = new RdbLoadListener() {
            @Override
            public void auxiliary(final String name, final String value) {
                // what wrote it does not matter
            }

            @Override
            public void note(final String message) {
                log.notice(message);
            }
        };
        return new RdbBase(path, file, new RdbLoader(keyspace, file.address(), file.length(),
                RdbLoadOptions.LOG_BASE.withChecksum(checksum), clock, notes), functions);
    }

    @Override
    public boolean load(final long budgetNs) throws IOException {
        try {
            final boolean complete = loader.load(budgetNs);
            file.passed(loader.loadedBytes());
            if (complete) {
                functions.replace(loader.functions());
            }
            return complete;
        } catch (final RdbException e) {
            throw new IOException("Error reading the RDB part of the AOF file " + path.getFileName() + ": "
                    + e.getMessage() + "; look at it with ringhold-check-aof", e);
        }
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
    public void close() {
        loader.close();
        file.close();
    }
}
