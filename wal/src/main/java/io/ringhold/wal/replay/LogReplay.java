package io.ringhold.wal.replay;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.ringhold.engine.port.CommandSource;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.wal.file.MappedReads;
import io.ringhold.wal.file.OperatorLog;
import io.ringhold.wal.manifest.Manifest;
import io.ringhold.wal.manifest.ManifestEntry;
import org.agrona.concurrent.NanoClock;

/**
 * Replays all files of a log, base first. Engine thread.
 *
 * <p>
 * Any file may end in preallocated zeroes, which are cut: one is left so when its server died, the last but one when it
 * died while the log went over to the next. The last file that has commands may end in a torn one, which is cut when the
 * settings allow; a base only when there is no increment, for it was complete before there was one. Anything else that is no command is an error.
 */
public final class LogReplay implements CommandSource, AutoCloseable {
    private static final long PROGRESS_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final Path directory;
    private final List<ManifestEntry> entries;
    private final boolean loadTruncated;
    private final NanoClock clock;
    private final BaseLoader.Factory bases;
    private final OperatorLog log;
    private final FrameIndex index;
    private final FrameParser parser;
    private final long totalBytes;
    private LogFileReplay current;
    private int next;
    private long finishedBytes;
    private long finishedCommands;
    private boolean started;
    private boolean finished;
    private long fileStartedAtNs;
    private long reportedAtNs;

    /**
     * @param directory
     *            where the files are.
     * @param manifest
     *            which they are.
     * @param loadTruncated
     *            the setting {@code aof-load-truncated}.
     * @param arena
     *            of the thread that replays; for the index of frames.
     * @param bases
     *            opens loaders for bases in RDB form.
     * @param log
     *            takes a line for the operator.
     */
    public LogReplay(final Path directory, final Manifest manifest, final boolean loadTruncated, final Arena arena,
            final NanoClock clock, final BaseLoader.Factory bases, final OperatorLog log) {
        this.directory = directory;
        this.entries = manifest.toReplay();
        this.loadTruncated = loadTruncated;
        this.clock = clock;
        this.bases = bases;
        this.log = log;
        this.index = new FrameIndex(arena);
        this.parser = new FrameParser(index);
        this.totalBytes = entries.stream().mapToLong(entry -> directory.resolve(entry.name()).toFile().length()).sum();
    }

    @Override
    public boolean load(final Sink sink, final long budgetNs) throws IOException {
        if (finished) {
            return true;
        }
        try {
            finished = MappedReads.read(() -> replay(sink, budgetNs), this::unreadable);
            if (finished) {
                index.close();
            }
            return finished;
        } catch (final IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Replays for a while; true when there is nothing left. */
    private boolean replay(final Sink sink, final long budgetNs) throws IOException {
        long now = clock.nanoTime();
        if (!started) {
            started = true;
            reportedAtNs = now;
        }
        final long deadline = now + budgetNs;
        do {
            if (!step(sink, deadline - now)) {
                return true;
            }
            now = clock.nanoTime();
            report(now);
        } while (now - deadline < 0);
        return false;
    }

    private IOException unreadable(final InternalError cause) {
        final String name = entries.get(Math.min(next, entries.size() - 1)).name();
        return new IOException("Error reading the append only file " + name + ", at offset "
                + (current == null ? 0 : current.offset()) + " or behind it: " + MappedReads.LOST, cause);
    }

    /** True when all files have been replayed. */
    public boolean isFinished() {
        return finished;
    }

    @Override
    public String origin() {
        return "append only file";
    }

    @Override
    public long totalBytes() {
        return totalBytes;
    }

    @Override
    public long loadedBytes() {
        return finishedBytes + (current == null ? 0 : current.offset());
    }

    private long loadedCommands() {
        return finishedCommands + (current == null ? 0 : current.commands());
    }

    /** Replays one batch; false when there is none left. */
    private boolean step(final Sink sink, final long budgetNs) throws IOException {
        if (current == null) {
            if (next == entries.size()) {
                return false;
            }
            final ManifestEntry entry = entries.get(next);
            final List<ManifestEntry> following = entries.subList(next + 1, entries.size());
            fileStartedAtNs = clock.nanoTime();
            final boolean isBase = entry.type() == ManifestEntry.Type.BASE;
            current = new LogFileReplay(directory.resolve(entry.name()),
                    () -> isBase ? following.isEmpty() : areBlank(following), loadTruncated, parser,
                    isBase ? bases : null, log);
        }
        current.step(sink, budgetNs);
        if (current.isDone()) {
            final ManifestEntry entry = entries.get(next++);
            log.notice(String.format(Locale.ROOT, "DB loaded from %s file %s: %.3f seconds",
                    entry.type() == ManifestEntry.Type.BASE ? "base" : "incr", entry.name(),
                    secondsSince(fileStartedAtNs)));
            finishedBytes += current.offset();
            finishedCommands += current.commands();
            current.close();
            current = null;
        }
        return true;
    }

    private boolean areBlank(final List<ManifestEntry> files) throws IOException {
        for (final ManifestEntry file : files) {
            try (MappedLog mapped = new MappedLog(directory.resolve(file.name()))) {
                if (!mapped.isZeroFrom(0)) {
                    return false;
                }
            } catch (final NoSuchFileException _) {
                return false; // an error that is told when it is the file's turn
            }
        }
        return true;
    }

    private void report(final long now) {
        if (now - reportedAtNs >= PROGRESS_INTERVAL_NS) {
            reportedAtNs = now;
            final long loaded = loadedBytes();
            log.notice(String.format(Locale.ROOT, "Loading the append only file: %d%%, %d of %d bytes, %d commands",
                    totalBytes == 0 ? 100 : loaded * 100 / totalBytes, loaded, totalBytes, loadedCommands()));
        }
    }

    private double secondsSince(final long startNs) {
        return (clock.nanoTime() - startNs) / 1e9;
    }

    /** Lets go of files and memory, when loading is given up. */
    @Override
    public void close() {
        index.close();
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
