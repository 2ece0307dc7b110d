package io.ringhold.server.boot;

import java.io.IOException;

import io.ringhold.engine.config.Settings;
import io.ringhold.engine.config.option.AppendFsync;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.pipeline.Doorbell;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.server.log.ServerLog;
import io.ringhold.wal.aof.AppendLog;
import io.ringhold.wal.aof.AppendLogConfig;
import io.ringhold.wal.aof.FsyncPolicy;
import io.ringhold.wal.rdb.FunctionLibraries;
import io.ringhold.wal.snapshot.RdbBase;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;

/** Opens the append-only file as the settings say. */
final class AppendLogs {
    private AppendLogs() {}

    /** The log, whose files are made if need be. */
    static AppendLog open(final Settings settings, final Keyspace keyspace, final FunctionLibraries functions,
            final Arena arena, final Doorbell doorbell,
            final ServerLog log)
            throws IOException {
        final AppendLogConfig config = AppendLogConfig.of(settings.resolve("."))
                .withNames(settings.appenddirname.text(), settings.appendfilename.text())
                .withPolicy(policy(settings.appendfsync.value())).withLoadTruncated(settings.aofLoadTruncated.value())
                .withTimestamps(settings.aofTimestampEnabled.value(), SystemEpochClock.INSTANCE)
                .withBases(RdbBase.into(keyspace, settings.rdbchecksum.value(), functions, SystemNanoClock.INSTANCE,
                        log));
        return AppendLog.open(config, arena, doorbell, log);
    }

    static FsyncPolicy policy(final AppendFsync setting) {
        return switch (setting) {
            case NO -> FsyncPolicy.NO;
            case EVERYSEC -> FsyncPolicy.EVERYSEC;
            case ALWAYS -> FsyncPolicy.ALWAYS;
        };
    }
}
