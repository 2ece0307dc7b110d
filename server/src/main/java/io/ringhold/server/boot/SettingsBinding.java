package io.ringhold.server.boot;

import java.io.IOException;
import java.util.function.Consumer;

import io.ringhold.engine.Engine;
import io.ringhold.engine.EngineSettings;
import io.ringhold.engine.config.Setting;
import io.ringhold.engine.config.Settings;
import io.ringhold.engine.config.option.LogLevel;
import io.ringhold.engine.resp.RequestLimits;
import io.ringhold.server.log.ServerLog;
import io.ringhold.server.log.ServerLog.Level;
import io.ringhold.server.transport.ConnectionPolicy;
import io.ringhold.wal.aof.AppendLog;

/** Carries settings to where they have their effect, at start and again whenever CONFIG SET changes them. */
final class SettingsBinding {
    private static final String ONLY_AT_START = "this setting takes effect at start only: restart the server with it";

    private SettingsBinding() {}

    /** Level and file of the log. */
    static void log(final Settings settings, final ServerLog log) throws StartupException {
        apply(settings.loglevel, () -> log.threshold(level(settings.loglevel.value())));
        final String file = settings.logfile.value();
        if (!file.isEmpty()) {
            try {
                log.file(settings.resolve(file));
            } catch (final IOException e) {
                throw new StartupException("Can't open the log file: " + e.getMessage(), e);
            }
        }
    }

    /** What the engine, the framers and the log must know. */
    static void engine(final Settings settings, final Engine engine, final RequestLimits limits,
            final LogKeeper appendLog) {
        EngineSettings.follow(engine);
        apply(settings.requirepass, () -> limits.passwordRequired(!settings.requirepass.value().isEmpty()));
        apply(settings.protoMaxBulkLen, () -> limits.maxBulkBytes(settings.protoMaxBulkLen.value()));
        apply(settings.clientQueryBufferLimit, () -> limits.maxBufferedBytes(settings.clientQueryBufferLimit.value()));
        apply(settings.aofTimestampEnabled,
                () -> withLog(appendLog, log -> log.timestamps(settings.aofTimestampEnabled.value())));
        apply(settings.appendfsync,
                () -> withLog(appendLog, log -> log.policy(AppendLogs.policy(settings.appendfsync.value()))));
        keepAsStarted(settings.port);
        keepAsStarted(settings.bind);
    }

    private static void withLog(final LogKeeper keeper, final Consumer<AppendLog> effect) {
        if (keeper.current() != null) {
            effect.accept(keeper.current());
        }
    }

    /** What transports ask for each new connection. */
    static ConnectionPolicy connections(final Settings settings) {
        return new ConnectionPolicy() {
            @Override
            public int maxClients() {
                return (int) Math.min(settings.maxclients.sharedValue(), Integer.MAX_VALUE);
            }

            @Override
            public boolean deniesRemote() {
                return settings.protectedMode.sharedValue() && settings.requirepass.sharedValue().isEmpty();
            }

            @Override
            public int keepAliveSeconds() {
                return (int) settings.tcpKeepalive.sharedValue();
            }
        };
    }

    private static void apply(final Setting<?> setting, final Runnable effect) {
        effect.run();
        setting.onChange(() -> {
            effect.run();
            return null;
        });
    }

    private static void keepAsStarted(final Setting<?> setting) {
        final String started = setting.format();
        setting.onChange(() -> setting.format().equals(started) ? null : ONLY_AT_START);
    }

    private static Level level(final LogLevel level) {
        return switch (level) {
            case DEBUG -> Level.DEBUG;
            case VERBOSE -> Level.VERBOSE;
            case NOTICE -> Level.NOTICE;
            case WARNING -> Level.WARNING;
            case NOTHING -> Level.NOTHING;
        };
    }
}
