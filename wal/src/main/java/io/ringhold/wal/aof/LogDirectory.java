package io.ringhold.wal.aof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import io.ringhold.wal.file.Directories;
import io.ringhold.wal.file.DirectoryLock;
import io.ringhold.wal.file.FileErrors;
import io.ringhold.wal.manifest.Manifest;
import io.ringhold.wal.manifest.ManifestEntry;
import io.ringhold.wal.manifest.ManifestStore;

/**
 * The directory of a log while a server has it: its lock, its manifest and its files. One thread, at start and stop.
 */
final class LogDirectory implements AutoCloseable {
    private final Path path;
    private final String fileName;
    private final ManifestStore store;
    private final Consumer<String> log;
    private final DirectoryLock lock;
    private Manifest manifest = Manifest.EMPTY;

    private LogDirectory(final AppendLogConfig config, final DirectoryLock lock, final Consumer<String> log) {
        this.path = config.directory();
        this.fileName = config.fileName();
        this.store = new ManifestStore(path, fileName);
        this.lock = lock;
        this.log = log;
    }

    /** Makes the directory if need be, locks it, and reads its manifest. */
    static LogDirectory open(final AppendLogConfig config, final Consumer<String> log) throws IOException {
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
            return directory;
        } catch (final IOException e) {
            lock.close();
            throw e;
        }
    }

    Path path() {
        return path;
    }

    Manifest manifest() {
        return manifest;
    }

    /** Bytes in all files of the manifest. */
    long sizeBytes() {
        return manifest.toReplay().stream().mapToLong(entry -> path.resolve(entry.name()).toFile().length()).sum();
    }

    /** The file to append to: the last increment, or a first one. */
    Path openIncrement() throws IOException {
        if (manifest.increments().isEmpty()) {
            final Manifest longer = manifest.withNextIncrement(fileName);
            final Path file = path.resolve(longer.increments().getLast().name());
            create(file);
            store.write(longer);
            manifest = longer;
            log.accept("Creating AOF incr file " + file.getFileName() + " on server start");
        }
        return path.resolve(manifest.increments().getLast().name());
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private void create(final Path file) throws IOException {
        try {
            if (!Files.exists(file)) {
                Files.createFile(file);
                Directories.sync(path);
                return;
            }
            if (Files.size(file) == 0) {
                return;
            }
        } catch (final IOException e) {
            throw new IOException("Can't open the append-only file " + file.getFileName() + ": " + FileErrors.reason(e),
                    e);
        }
        throw new IOException("The AOF file " + file + " has data but is not in the manifest; restore the manifest, "
                + "or move the file away");
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
        deleteHistory();
    }

    private boolean isBase(final String name) {
        return manifest.base() != null && manifest.base().name().equals(name);
    }

    /**
     * Moves the single file of Redis before 7; the manifest names it already, so that a crash in between does no harm.
     */
    private void migrate(final Path dir, final Path oldStyle) throws IOException {
        try {
            Files.move(oldStyle, path.resolve(fileName));
            Directories.sync(path);
            Directories.sync(dir);
        } catch (final IOException e) {
            throw new IOException("Error trying to move the old AOF file " + fileName + " into dir " + path + ": "
                    + FileErrors.reason(e), e);
        }
        log.accept("Successfully migrated an old-style AOF file (" + fileName + ") into the AOF directory ("
                + path.getFileName() + ").");
    }

    private void deleteHistory() throws IOException {
        final List<ManifestEntry> history = manifest.history();
        if (history.isEmpty()) {
            return;
        }
        manifest = manifest.withoutHistory();
        store.write(manifest);
        for (final ManifestEntry entry : history) {
            log.accept("Removing the history file " + entry.name());
            try {
                Files.deleteIfExists(path.resolve(entry.name()));
            } catch (final IOException e) {
                log.accept("Can't remove the history file " + entry.name() + ": " + FileErrors.reason(e));
            }
        }
    }
}
