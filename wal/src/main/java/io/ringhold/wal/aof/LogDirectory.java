package io.ringhold.wal.aof;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.ringhold.wal.file.Directories;
import io.ringhold.wal.file.DirectoryLock;
import io.ringhold.wal.file.FileErrors;
import io.ringhold.wal.file.LogFile;
import io.ringhold.wal.file.OperatorLog;
import io.ringhold.wal.manifest.Manifest;
import io.ringhold.wal.manifest.ManifestEntry;
import io.ringhold.wal.manifest.ManifestStore;

/**
 * The directory of a log while a server has it: its lock, its manifest and its files. Used at start and stop, by the
 * log's thread when it makes an increment, and by the thread that completes a rewrite; a lock keeps these apart, and is
 * not held while files are deleted. Never used by the engine thread while the server runs.
 *
 * <p>
 * <b>Detached</b> is a log that was started on a keyspace which was not loaded from it: its increments have temporary
 * names and are not in the manifest, until the first base is complete.
 */
final class LogDirectory implements AutoCloseable {
    /** Starts the names of files that nobody needs once the server has ended. */
    private static final String TEMPORARY = "temp-";

    private final Path path;
    private final String fileName;
    private final ManifestStore store;
    private final LogFile.Factory files;
    private final OperatorLog log;
    private final DirectoryLock lock;
    // guarded by this
    private Manifest manifest = Manifest.EMPTY;
    private long lastSequence;
    /** Number of a base that the manifest on the disk may name, though the one in memory does not. */
    private long doubtfulBase;
    private boolean closed;
    private volatile boolean detached;

    /** A file to append to that is not in use yet. */
    record Increment(ManifestEntry entry, Path path) {}

    private LogDirectory(final AppendLogConfig config, final DirectoryLock lock, final OperatorLog log) {
        this.path = config.directory();
        this.fileName = config.fileName();
        this.files = config.files();
        this.store = new ManifestStore(path, fileName, files);
        this.lock = lock;
        this.log = log;
    }

    /** Makes the directory if need be, locks it, and reads its manifest. */
    static LogDirectory open(final AppendLogConfig config, final OperatorLog log) throws IOException {
        final Path path = config.directory();
        if (!Files.isDirectory(path)) {
            try {
                Files.createDirectory(path);
                Directories.sync(config.dir());
            } catch (final IOException e) {
                throw new IOException("Can't open or create append-only dir " + path + ": " + FileErrors.reason(e), e);
            }
        }
        final DirectoryLock lock = DirectoryLock.take(path.resolve(config.fileName() + ".lock"));
        try {
            final LogDirectory directory = new LogDirectory(config, lock, log);
            directory.readManifest(config.dir());
            directory.deleteTemporaries("");
            directory.deleteHistory();
            return directory;
        } catch (final IOException e) {
            lock.close();
            throw e;
        }
    }

    Path path() {
        return path;
    }

    /** Where a rewrite writes the new base. */
    Path temporaryBase() {
        return path.resolve(TEMPORARY + fileName + ".base");
    }

    synchronized Manifest manifest() {
        return manifest;
    }

    /** True until a log that was started on a loaded keyspace has its first base. Any thread. */
    boolean isDetached() {
        return detached;
    }

    /** Bytes in all files of the manifest. */
    synchronized long sizeBytes() {
        return manifest.toReplay().stream().mapToLong(entry -> path.resolve(entry.name()).toFile().length()).sum();
    }

    /** Bytes in the base; 0 when there is none. */
    synchronized long baseBytes() {
        return manifest.base() == null ? 0 : path.resolve(manifest.base().name()).toFile().length();
    }

    /** True when the manifest names no file that is to be replayed. */
    synchronized boolean isNew() {
        return manifest.toReplay().isEmpty();
    }

    /**
     * Makes the copy of a dump file that is the temporary base the base of a new log. A copy, since whoever writes into the dump file later does not
     * mean the log.
     *
     * @throws IOException
     *             when that is not possible, or there is an increment with data that the manifest does not name; one line.
     */
    synchronized void adopt(final Path dump) throws IOException {
        long sequence = 1;
        // nothing is known of a base that the manifest does not name, so it is left alone
        while (Files.exists(path.resolve(Manifest.base(fileName, sequence, true).name()))) {
            sequence++;
        }
        final Manifest adopted = new Manifest(Manifest.base(fileName, sequence, true), manifest.history(), List.of());
        try {
            refuseData(path.resolve(Manifest.increment(fileName, 1).name()));
            files.rename(temporaryBase(), path.resolve(adopted.base().name()));
            files.syncNames(path);
            store.write(adopted);
        } catch (final IOException e) {
            delete(temporaryBase());
            if (isManifestUnchanged()) {
                delete(path.resolve(adopted.base().name()));
            }
            throw new IOException("Can't make the dump file " + dump + " the base of the append only file: "
                    + FileErrors.reason(e), e);
        }
        manifest = adopted;
        log.notice("The append only file is new: the dump file " + dump.getFileName() + " has become its base, "
                + adopted.base().name());
    }

    /** The file to append to: the last increment, or a first one. */
    synchronized Path openIncrement() throws IOException {
        if (manifest.increments().isEmpty()) {
            final Manifest longer = manifest.withNextIncrement(fileName);
            final Path file = path.resolve(longer.increments().getLast().name());
            refuseData(file);
            create(file);
            files.syncNames(path);
            store.write(longer);
            manifest = longer;
            log.notice("Creating AOF incr file " + file.getFileName() + " on server start");
        }
        return path.resolve(manifest.increments().getLast().name());
    }

    /** A first file to append to, for a keyspace that the files in the manifest do not have. */
    synchronized Increment openDetached() throws IOException {
        detached = true;
        final Increment increment = createIncrement();
        listIncrement(increment);
        return increment;
    }

    /**
     * Makes the file that is to be appended to next, which may have zeroes in it. It has the next number whose name is
     * free: nothing is known of a file with data that is not in the manifest, so it is left alone.
     */
    synchronized Increment createIncrement() throws IOException {
        long sequence = Math.max(manifest.nextIncrementSequence(), lastSequence + 1);
        while (hasData(path.resolve(Manifest.increment(fileName, sequence).name()))) {
            log.warning("The AOF file " + Manifest.increment(fileName, sequence).name()
                    + " has data but is not in the manifest; it is not used");
            sequence++;
        }
        final ManifestEntry entry = Manifest.increment(fileName, sequence);
        final Path file = path.resolve(detached ? TEMPORARY + entry.name() : entry.name());
        create(file);
        return new Increment(entry, file);
    }

    /** Makes the name of a new increment durable and writes it into the manifest, behind all others. */
    synchronized void listIncrement(final Increment increment) throws IOException {
        files.syncNames(path);
        if (!detached) {
            final Manifest longer = manifest.withIncrement(increment.entry());
            store.write(longer);
            manifest = longer;
        }
        lastSequence = increment.entry().sequence();
    }

    /** Deletes an increment that could not be made ready. */
    synchronized void discardIncrement(final Increment increment) throws IOException {
        // A manifest that was renamed, but whose directory could not be forced, names the file all the same.
        if (isManifestUnchanged()) {
            files.delete(increment.path());
        }
    }

    /**
     * Puts a new base in the place of all files before an increment.
     *
     * @param from
     *            the increment that goes on where the base ends.
     * @return the base's length.
     * @throws IOException
     *             when that is not possible; everything is as it was then, but the temporary base is deleted.
     */
    synchronized long complete(final Path temporaryBase, final boolean rdb, final Increment from) throws IOException {
        if (closed) {
            throw new IOException("the log was closed meanwhile");
        }
        final ManifestEntry base = Manifest.base(fileName, Math.max(manifest.nextBaseSequence(), doubtfulBase + 1),
                rdb);
        final Path basePath = path.resolve(base.name());
        final Path increment = path.resolve(from.entry().name());
        try {
            final long length = Files.size(temporaryBase);
            files.rename(temporaryBase, basePath);
            final List<ManifestEntry> following;
            if (detached) {
                files.rename(from.path(), increment);
                following = List.of(from.entry());
            } else {
                following = manifest.increments().stream()
                        .filter(entry -> entry.sequence() >= from.entry().sequence()).toList();
            }
            files.syncNames(path);
            final Manifest rewritten = manifest.rewritten(base, following);
            store.write(rewritten);
            manifest = rewritten;
            detached = false;
            log.notice("The new base AOF file is " + base.name() + ", " + length + " bytes");
            return length;
        } catch (final IOException e) {
            undo(temporaryBase, base, increment, from, e);
            throw e;
        }
    }

    private void undo(final Path temporaryBase, final ManifestEntry base, final Path increment, final Increment from,
            final IOException cause) {
        try {
            files.delete(temporaryBase);
            if (!isManifestUnchanged()) {
                doubtfulBase = base.sequence();
                return;
            }
            files.delete(path.resolve(base.name()));
            if (detached && Files.exists(increment)) {
                files.rename(increment, from.path());
            }
        } catch (final IOException e) {
            cause.addSuppressed(e);
        }
    }

    /**
     * Deletes the files that are history, which can take long, and then takes them out of the manifest. Errors are
     * logged: the next start tries again.
     */
    void deleteHistory() {
        final List<ManifestEntry> history = manifest().history();
        final List<ManifestEntry> deleted = new ArrayList<>();
        for (final ManifestEntry entry : history) {
            log.notice("Removing the history file " + entry.name());
            if (delete(path.resolve(entry.name()))) {
                deleted.add(entry);
            }
        }
        if (!history.isEmpty()) {
            forget(deleted);
        }
    }

    private synchronized void forget(final List<ManifestEntry> deleted) {
        if (closed) {
            return; // another server may have the directory
        }
        try {
            final Manifest shorter = manifest.without(deleted);
            store.write(shorter);
            manifest = shorter;
        } catch (final IOException e) {
            log.warning(e.getMessage() + "; it names history files that have been removed, which does no harm");
        }
    }

    /** Deletes increments that were never in the manifest and that nobody appends to any more. */
    void deleteTemporaryIncrements() {
        deleteTemporaries(".incr.aof");
    }

    private void deleteTemporaries(final String ending) {
        final List<Path> temporaries;
        try (Stream<Path> all = Files.list(path)) {
            temporaries = all.filter(file -> file.getFileName().toString().startsWith(TEMPORARY + fileName + '.')
                    && file.getFileName().toString().endsWith(ending)).toList();
        } catch (final IOException e) {
            log.warning("Can't look for temporary files in " + path + ": " + FileErrors.reason(e));
            return;
        }
        temporaries.forEach(this::delete);
    }

    private boolean delete(final Path file) {
        try {
            files.delete(file);
            return true;
        } catch (final IOException e) {
            log.warning("Can't remove the file " + file.getFileName() + ": " + FileErrors.reason(e));
            return false;
        }
    }

    /** Lets go of the directory; after the last use of a file in it. */
    @Override
    public synchronized void close() throws IOException {
        if (detached && !closed) {
            deleteTemporaryIncrements();
        } else if (!closed && isNew() && Files.exists(temporaryBase())) {
            delete(temporaryBase()); // of a dump that has not been copied to its end
        }
        closed = true;
        lock.close();
    }

    /** True when the manifest on the disk is known to be the one in memory. */
    private boolean isManifestUnchanged() {
        try {
            return store.read().equals(manifest);
        } catch (final IOException _) {
            return false;
        }
    }

    private void create(final Path file) throws IOException {
        try {
            if (!Files.exists(file)) {
                files.create(file);
            }
        } catch (final IOException e) {
            throw cannotOpen(file, e);
        }
    }

    private static void refuseData(final Path file) throws IOException {
        if (hasData(file)) {
            throw new IOException("The AOF file " + file
                    + " has data but is not in the manifest; restore the manifest, or move the file away");
        }
    }

    /** True when there is more than preallocated space in a file. */
    private static boolean hasData(final Path file) throws IOException {
        final byte[] part = new byte[64 * 1024];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(part); read >= 0; read = in.read(part)) {
                for (int i = 0; i < read; i++) {
                    if (part[i] != 0) {
                        return true;
                    }
                }
            }
            return false;
        } catch (final NoSuchFileException _) {
            return false;
        } catch (final IOException e) {
            throw cannotOpen(file, e);
        }
    }

    private static IOException cannotOpen(final Path file, final IOException cause) {
        return new IOException(
                "Can't open the append-only file " + file.getFileName() + ": " + FileErrors.reason(cause), cause);
    }

    private void readManifest(final Path dir) throws IOException {
        final Path oldStyle = dir.resolve(fileName);
        if (store.exists()) {
            manifest = store.read();
        } else if (Files.isRegularFile(oldStyle)) {
            manifest = new Manifest(new ManifestEntry(fileName, 1, ManifestEntry.Type.BASE), List.of(), List.of());
            store.write(manifest);
        }
        if (isBase(fileName) && !Files.exists(path.resolve(fileName)) && Files.isRegularFile(oldStyle)) {
            migrate(dir, oldStyle);
        }
    }

    private boolean isBase(final String name) {
        return manifest.base() != null && manifest.base().name().equals(name);
    }

    /**
     * Moves the single file of Redis before 7; the manifest names it already, so that a crash in between does no harm.
     */
    private void migrate(final Path dir, final Path oldStyle) throws IOException {
        try {
            files.rename(oldStyle, path.resolve(fileName));
            files.syncNames(path);
            files.syncNames(dir);
        } catch (final IOException e) {
            throw new IOException("Error trying to move the old AOF file " + fileName + " into dir " + path + ": "
                    + FileErrors.reason(e), e);
        }
        log.notice("Successfully migrated an old-style AOF file (" + fileName + ") into the AOF directory ("
                + path.getFileName() + ").");
    }
}
