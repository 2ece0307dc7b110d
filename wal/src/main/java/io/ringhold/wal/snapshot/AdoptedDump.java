package io.ringhold.wal.snapshot;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

import io.ringhold.engine.port.CommandSource;
import io.ringhold.wal.aof.AppendLog;
import io.ringhold.wal.file.FileErrors;
import io.ringhold.wal.rdb.FileTarget;
import org.agrona.concurrent.NanoClock;

/**
 * A dump file as the data of an earlier run, which becomes the base of a new log: a copy of it is written right behind what has been loaded, in
 * slices as well, so that clients are told that the server is loading until both are done. Engine thread.
 *
 * <pre>
 *   dump, mapped     | loaded and copied      | loaded |               |
 *   temporary base   | forced         |       |                           ->  complete: the base of the log
 * </pre>
 *
 * What is copied is the file that is mapped: the base has the data that memory has, whichever file gets the dump's name meanwhile. A file that is
 * overwritten in place between its loading and its copying is not noticed.
 */
final class AdoptedDump implements CommandSource {
    /** Between two looks at the clock. */
    private static final int PIECE_BYTES = 1 << 20;

    private final Path path;
    private final DumpSource dump;
    private final AppendLog log;
    private final NanoClock clock;
    private final SnapshotFiles files;
    private SnapshotFile base;
    private FileTarget target;
    private long copied;

    /**
     * @param path
     *            of the dump.
     * @param log
     *            a new one, not started yet.
     * @param files
     *            makes the copy.
     */
    AdoptedDump(final Path path, final DumpSource dump, final AppendLog log, final NanoClock clock,
            final SnapshotFiles files) {
        this.path = path;
        this.dump = dump;
        this.log = log;
        this.clock = clock;
        this.files = files;
    }

    @Override
    public boolean load(final Sink sink, final long budgetNs) throws IOException {
        try {
            return loadAndCopy(budgetNs);
        } catch (final IOException e) {
            giveUp(e);
            throw e;
        }
    }

    private boolean loadAndCopy(final long budgetNs) throws IOException {
        final long endNs = clock.nanoTime() + budgetNs;
        final boolean loaded = dump.loadSome(budgetNs);
        try {
            copyUpTo(loaded ? dump.totalBytes() : dump.loadedBytes(), endNs);
            if (!loaded || copied < dump.totalBytes()) {
                return false;
            }
            base.complete();
        } catch (final IOException e) {
            throw new IOException("Can't copy the dump file " + path + " to make it the base of the append only file: "
                    + FileErrors.reason(e), e);
        }
        dump.finish();
        log.adopt(path);
        base.close();
        return true;
    }

    /** Copies until it has come to an offset or the time is over, but one piece in any case. */
    private void copyUpTo(final long offset, final long endNs) throws IOException {
        if (base == null) {
            base = SnapshotFile.create(files, log.rewrite().temporaryBase());
            target = new FileTarget(base, FileTarget.SYNC_BYTES, base::force);
        }
        while (copied < offset) {
            copyPiece((int) Math.min(PIECE_BYTES, offset - copied));
            if (clock.nanoTime() - endNs >= 0) {
                break;
            }
        }
        dump.passed(copied);
    }

    @SuppressWarnings("restricted")
    private void copyPiece(final int length) throws IOException {
        final long address = dump.address() + copied;
        target.write(MemorySegment.ofAddress(address).reinterpret(length).asByteBuffer(), address);
        copied += length;
    }

    private void giveUp(final IOException cause) {
        try {
            if (base != null) {
                base.close();
            }
        } catch (final IOException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public String origin() {
        return dump.origin();
    }

    @Override
    public long totalBytes() {
        return dump.totalBytes();
    }

    /** Those that have been copied, too. */
    @Override
    public long loadedBytes() {
        return copied;
    }
}
