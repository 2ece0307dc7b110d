package io.ringhold.server.boot;

import java.io.IOException;

import io.ringhold.engine.config.Settings;
import io.ringhold.engine.config.option.AppendFsync;
import io.ringhold.engine.pipeline.Doorbell;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.server.log.ServerLog;
import io.ringhold.wal.aof.AppendLog;
import io.ringhold.wal.aof.AppendLogConfig;
import io.ringhold.wal.aof.FsyncPolicy;
import org.agrona.concurrent.SystemEpochClock;

/** Opens the append-only file as the settings say. */
final class AppendLogs {
    private AppendLogs() {}

    /** The log, or null when none is kept. */
    static AppendLog open(final Settings settings, final Arena arena, final Doorbell doorbell, final ServerLog log)
            throws IOException {
        if (!settings.appendonly.value()) {
            return null;
        }
        final AppendLogConfig config = AppendLogConfig.of(settings.resolve("."))
                .withNames(settings.appenddirname.value(), settings.appendfilename.value())
                .withPolicy(policy(settings.appendfsync.value())).withLoadTruncated(settings.aofLoadTruncated.value())
                .withTimestamps(settings.aofTimestampEnabled.value(), SystemEpochClock.INSTANCE);
        return AppendLog.open(config, arena, doorbell, log::notice);
    }

    static FsyncPolicy policy(final AppendFsync setting) {
        return switch (setting) {
            case NO -> FsyncPolicy.NO;
            case EVERYSEC -> FsyncPolicy.EVERYSEC;
            case ALWAYS -> FsyncPolicy.ALWAYS;
        };
    }
}
