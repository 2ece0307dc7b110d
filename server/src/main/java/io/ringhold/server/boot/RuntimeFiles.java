package io.ringhold.server.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.ringhold.engine.config.Settings;
import io.ringhold.server.log.ServerLog;

/** Files that are there while the server runs: the pid file and the unix socket. */
final class RuntimeFiles {
    private final ServerLog log;
    private final Path pidFile;
    private final Path socket;

    RuntimeFiles(final Settings settings, final ServerLog log) {
        this.log = log;
        this.pidFile = settings.pidfile.value().isEmpty() ? null : settings.resolve(settings.pidfile.value());
        this.socket = settings.unixsocket.value().isEmpty() ? null : settings.resolve(settings.unixsocket.value());
    }

    /** Path of the unix socket, or null. */
    Path socket() {
        return socket;
    }

    void writePid() {
        if (pidFile == null) {
            return;
        }
        try {
            Files.writeString(pidFile, ProcessHandle.current().pid() + "\n");
        } catch (final IOException e) {
            log.warning("Failed to write PID file: " + e);
        }
    }

    void remove() {
        remove(pidFile, "Removing the pid file.");
        remove(socket, "Removing the unix socket file.");
    }

    private void remove(final Path path, final String message) {
        if (path == null) {
            return;
        }
        log.notice(message);
        try {
            Files.deleteIfExists(path);
        } catch (final IOException e) {
            log.warning("Could not remove " + path + ": " + e);
        }
    }
}
