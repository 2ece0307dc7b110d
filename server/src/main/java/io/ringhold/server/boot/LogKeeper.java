package io.ringhold.server.boot;

import java.io.IOException;

import io.ringhold.engine.Engine;
import io.ringhold.engine.config.Settings;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.pipeline.Doorbell;
import io.ringhold.engine.port.CommandLog;
import io.ringhold.engine.port.CommandSource;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.server.log.ServerLog;
import io.ringhold.wal.aof.AppendLog;
import io.ringhold.wal.aof.SwitchableLog;
import io.ringhold.wal.rdb.FunctionLibraries;
import io.ringhold.wal.snapshot.SnapshotService;

/**
 * The append-only log of a server: there while the setting {@code appendonly} says so. Decides, too, what is loaded at start: the log when there
 * is one; else the dump file, which a log that is only beginning takes over as its base. Engine thread, after the start.
 */
final class LogKeeper {
    private static final String CANNOT_OPEN = "Unable to turn on AOF. Check server logs.";
    private static final String FAILED = "the append only file has failed: restart the server";

    private final Settings settings;
    private final Keyspace keyspace;
    private final FunctionLibraries functions;
    private final Arena arena;
    private final Doorbell doorbell;
    private final ServerLog log;
    private final SwitchableLog port = new SwitchableLog();
    private Engine engine;
    private SnapshotService snapshots;

    LogKeeper(final Settings settings, final Keyspace keyspace, final FunctionLibraries functions, final Arena arena,
            final Doorbell doorbell, final ServerLog log) {
        this.settings = settings;
        this.keyspace = keyspace;
        this.functions = functions;
        this.arena = arena;
        this.doorbell = doorbell;
        this.log = log;
    }

    /** Opens the log, if there is to be one. */
    void open() throws IOException {
        if (settings.appendonly.value()) {
            port.turnOn(AppendLogs.open(settings, keyspace, functions, arena, doorbell, log));
        }
    }

    /** The log as the engine sees it. */
    CommandLog port() {
        return port;
    }

    /** The log in use, or null. */
    AppendLog current() {
        return port.current();
    }

    /** Who takes part when the log is turned on or off. */
    void attach(final Engine newEngine, final SnapshotService newSnapshots) {
        engine = newEngine;
        snapshots = newSnapshots;
        snapshots.log(current());
        settings.appendonly.onChange(this::change);
    }

    /** What earlier runs have left, or null when that is nothing. */
    CommandSource source() throws IOException {
        final AppendLog appendLog = current();
        if (appendLog != null && !appendLog.isNew()) {
            return appendLog.source();
        }
        final CommandSource dump = snapshots.source();
        return dump != null || appendLog == null ? dump : appendLog.source();
    }

    /** All has been loaded: commands are appended from now on. */
    void loaded() throws IOException {
        if (current() != null) {
            current().start(LogKeeper::thread);
        }
    }

    /**
     * Closes the log and opens it again, to be loaded from its beginning.
     *
     * @throws IOException
     *             when that is not possible; one line.
     */
    CommandSource reopen() throws IOException {
        if (current() == null || current().isDetached()) {
            throw new IOException("there is no append only file that has all the data");
        }
        engine.persistence().logTurnedOff();
        snapshots.log(null);
        close();
        open();
        snapshots.log(current());
        return current().source();
    }

    /** Appends to the log again, after all of {@link #reopen} has been loaded. */
    void restart() throws IOException {
        current().start(LogKeeper::thread);
    }

    /** Forces and closes the log, if there is one. */
    void close() throws IOException {
        if (current() != null) {
            log.notice("Calling fsync() on the AOF file.");
            port.turnOff();
        }
    }

    private String change() {
        final boolean wanted = settings.appendonly.value();
        if (wanted == (current() != null)) {
            return null;
        }
        return wanted ? turnOn() : turnOff();
    }

    private String turnOn() {
        if (port.failed()) {
            return FAILED;
        }
        AppendLog appendLog = null;
        try {
            appendLog = AppendLogs.open(settings, keyspace, functions, arena, doorbell, log);
            appendLog.startDetached(LogKeeper::thread);
        } catch (final IOException e) {
            log.warning(e.getMessage());
            giveUp(appendLog);
            return CANNOT_OPEN;
        }
        port.turnOn(appendLog);
        snapshots.log(appendLog);
        engine.persistence().logTurnedOn();
        return null;
    }

    private void giveUp(final AppendLog appendLog) {
        try {
            if (appendLog != null) {
                appendLog.close();
            }
        } catch (final IOException e) {
            log.warning(e.getMessage());
        }
    }

    private String turnOff() {
        engine.persistence().logTurnedOff();
        snapshots.log(null);
        try {
            close();
            return null;
        } catch (final IOException e) {
            // it is off all the same, as was asked: writes are not logged any more
            log.warning(e.getMessage() + "; the append only file is off, and lacks what could not be written");
            return null;
        }
    }

    private static Thread thread(final Runnable task) {
        return new Thread(task, "ringhold-log");
    }
}
