package io.ringhold.engine.commands.server.info;

import java.util.concurrent.TimeUnit;

import io.ringhold.engine.Engine;
import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.pipeline.Loading;
import io.ringhold.engine.port.CommandLog;
import io.ringhold.engine.port.LogFigures;

/**
 * Loading and the log. There are no snapshots and the log is not rewritten, so nothing is said of these but the changes that no
 * snapshot holds. {@code aof_write_error} and the last three fields are Ringhold's own.
 */
final class PersistenceSection implements InfoSection {
    @Override
    public String title() {
        return "Persistence";
    }

    @Override
    public void write(final CommandContext context, final InfoText text) {
        final Engine engine = context.engine();
        text.flag("loading", engine.isLoading());
        text.field("rdb_changes_since_last_save", engine.statistics().changes());
        text.flag("aof_enabled", engine.settings().appendonly.value());
        if (engine.log().enabled()) {
            writeLog(engine.log(), text);
        }
        if (engine.isLoading()) {
            writeLoading(engine.loading(), text);
        }
    }

    private static void writeLog(final CommandLog log, final InfoText text) {
        final String error = log.writeError();
        text.field("aof_last_write_status", error == null ? "ok" : "err");
        if (error != null) {
            text.field("aof_write_error", error);
        }
        final LogFigures figures = log.figures();
        text.field("aof_current_size", figures.currentSizeBytes());
        text.field("aof_base_size", figures.baseSizeBytes());
        text.field("aof_buffer_length", figures.bufferedBytes());
        text.field("aof_delayed_fsync", figures.delayedCount());
        text.field("aof_appended_bytes", log.position());
        text.field("aof_durable_bytes", log.durablePosition());
        text.field("aof_unforced_bytes", figures.unforcedBytes());
    }

    private static void writeLoading(final Loading loading, final InfoText text) {
        final long total = loading.totalBytes();
        final long loaded = loading.loadedBytes();
        final double done = total == 0 ? 1 : Math.min(1, (double) loaded / total);
        final double elapsedSeconds = (double) loading.elapsedNs() / TimeUnit.SECONDS.toNanos(1);
        text.field("loading_start_time", TimeUnit.MILLISECONDS.toSeconds(loading.startedAtMs()));
        text.field("loading_total_bytes", total);
        text.field("loading_loaded_bytes", loaded);
        text.decimal("loading_loaded_perc", "%.2f", done * 100);
        // before anything is loaded nobody can say: one second, as Redis does
        text.field("loading_eta_seconds", done == 0 ? 1 : (long) (elapsedSeconds * (1 - done) / done));
    }
}
