package io.ringhold.server.boot;

import io.ringhold.engine.config.Setting;
import io.ringhold.engine.config.Settings;
import io.ringhold.server.log.ServerLog;
import io.ringhold.wal.aof.AppendLog;

/** The lines that tell an operator what is being started, in redis-server's words where it has some. */
final class StartupReport {
    private static final long MIB = 1 << 20;

    private final Settings settings;
    private final ServerLog log;
    private final Threads threads;
    private final MemoryBudget budget;

    StartupReport(final Settings settings, final ServerLog log, final Threads threads, final MemoryBudget budget) {
        this.settings = settings;
        this.log = log;
        this.threads = threads;
        this.budget = budget;
    }

    void banner() {
        log.warning("oO0OoO0OoO0Oo Ringhold is starting oO0OoO0OoO0Oo");
        log.warning("Ringhold version=" + Version.number() + ", bits=64, commit=00000000, modified=0, pid="
                + ProcessHandle.current().pid() + ", just started");
        if (settings.configFile() == null) {
            log.warning(
                    "Warning: no config file specified, using the default config. In order to specify a config file use "
                            + "ringhold-server /path/to/redis.conf");
        } else {
            log.warning("Configuration loaded from " + settings.configFile());
        }
        for (final Setting<?> setting : settings.withoutEffect()) {
            log.warning("Warning: the setting '" + setting.name() + "' has no effect, its value is only kept ("
                    + setting.effect().note() + ")");
        }
    }

    void running() {
        log.notice("Running mode=standalone, port=" + settings.port.value() + ".");
        log.notice("Threading: " + threads.mode() + ", " + threads.transports() + " transport"
                + (threads.transports() == 1 ? "" : "s") + ", " + Runtime.getRuntime().availableProcessors()
                + " processors.");
        final long maxmemory = settings.maxmemory.value();
        log.notice("Memory: data may take " + budget.limitBytes() / MIB + " MiB, maxmemory "
                + (maxmemory == 0 ? "not set." : maxmemory / MIB + " MiB."));
        log.warning("Server initialized");
    }

    void log(final AppendLog appendLog) {
        if (appendLog == null) {
            return;
        }
        log.notice("Append only file: " + appendLog.source().totalBytes() + " bytes to load from "
                + settings.resolve(settings.appenddirname.value()));
    }
}
