package io.ringhold.server.boot;

import java.io.IOException;

import io.ringhold.engine.config.Settings;
import io.ringhold.engine.port.CommandSource;
import io.ringhold.engine.port.ServerControl;
import io.ringhold.engine.port.Traffic;
import io.ringhold.engine.util.Words;
import io.ringhold.server.log.ServerLog;
import io.ringhold.server.log.ServerLog.Level;

/** What the engine may ask of the server around it. Engine thread. */
final class ServerControlPort implements ServerControl {
    private final Settings settings;
    private final ServerLog log;
    private final Threads threads;
    private final Shutdown shutdown;
    private final LogKeeper appendLog;
    private final RuntimeFiles files;
    private final Traffic traffic;
    private final String configFile;
    /** Asked for by every INFO, and found out by system calls. */
    private String executable;

    ServerControlPort(final Settings settings, final ServerLog log, final Threads threads, final Shutdown shutdown,
            final LogKeeper appendLog, final RuntimeFiles files, final Traffic traffic) {
        this.settings = settings;
        this.log = log;
        this.threads = threads;
        this.shutdown = shutdown;
        this.appendLog = appendLog;
        this.files = files;
        this.traffic = traffic;
        this.configFile = settings.configFile() == null ? "" : Words.fromText(settings.configFile().toString());
    }

    @Override
    public void shutdown() {
        shutdown.request();
    }

    @Override
    public void loaded() {
        try {
            appendLog.loaded();
        } catch (final IOException e) {
            shutdown.requestAfterError(e.getMessage());
            return;
        }
        if (settings.listensOnTcp()) {
            log.notice("Ready to accept connections");
        }
        if (files.socket() != null) {
            log.notice("The server is now ready to accept connections at " + files.socket());
        }
    }

    @Override
    public CommandSource reopenLog() throws IOException {
        return appendLog.reopen();
    }

    @Override
    public void startLog() throws IOException {
        appendLog.restart();
    }

    @Override
    public void loadFailed(final String message) {
        shutdown.requestAfterError(message);
    }

    @Override
    public void log(final char level, final String message) {
        log.log(Level.of(level), message);
    }

    @Override
    public int port() {
        return settings.port.intValue();
    }

    @Override
    public String configFile() {
        return configFile;
    }

    @Override
    public String executable() {
        if (executable == null) {
            executable = Words.fromText(ProcessHandle.current().info().command().orElse(""));
        }
        return executable;
    }

    @Override
    public String threading() {
        return threads.mode();
    }

    @Override
    public int transportThreads() {
        return threads.transports();
    }

    @Override
    public Traffic traffic() {
        return traffic;
    }
}
