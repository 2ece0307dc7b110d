package io.ringhold.engine.commands.server.info.section;

import java.util.concurrent.TimeUnit;

import io.ringhold.engine.Engine;
import io.ringhold.engine.pipeline.Loading;
import io.ringhold.engine.port.CommandLog;
import io.ringhold.engine.port.LogFigures;
import io.ringhold.engine.port.SnapshotFigures;
import io.ringhold.engine.snapshot.Outcome;
import io.ringhold.engine.snapshot.Persistence;

/**
 * Loading, snapshots and the log. There is no fork: the {@code cow} fields are memory that copies of changed pages take.
 * {@code current_save_bytes}, {@code aof_write_error} and the last three fields of the log are Ringhold's own.
 */
final class PersistenceSection implements InfoSection {
    @Override
    public String title() {
        return "Persistence";
    }

    @Override
    public void write(final InfoContext context, final InfoFields text) {
        final Engine engine = context.engine();
        text.flag("loading", engine.isLoading());
        writeSnapshots(engine.persistence(), text);
        text.field("rdb_last_load_keys_expired", context.keyspace().statistics().loadedExpiredKeys());
        text.field("rdb_last_load_keys_loaded", context.keyspace().statistics().loadedKeys());
        text.flag("aof_enabled", engine.settings().appendonly.value());
        writeRewrites(engine.persistence(), text);
        writeErrors(engine.log(), text);
        if (engine.log().enabled()) {
            text.flag("aof_pending_rewrite", engine.persistence().isRewriteScheduled());
            writeLog(engine.log(), text);
        }
        if (engine.isLoading()) {
            writeLoading(engine.loading(), text);
        }
    }

    private static void writeSnapshots(final Persistence persistence, final InfoFields text) {
        final SnapshotFigures figures = persistence.figures();
        final Outcome dump = persistence.dump();
        text.field("current_cow_peak", figures.peakCopiedBytes());
        text.field("current_cow_size", figures.copiedBytes());
        text.decimal("current_fork_perc",
                figures.keysTotal() == 0 ? 0 : 100.0 * figures.keysWritten() / figures.keysTotal(), 2);
        text.field("current_save_keys_processed", figures.keysWritten());
        text.field("current_save_keys_total", figures.keysTotal());
        text.field("current_save_bytes", figures.bytesWritten());
        text.field("rdb_changes_since_last_save", persistence.unsavedChanges());
        text.flag("rdb_bgsave_in_progress", dump.isRunning());
        text.field("rdb_last_save_time", TimeUnit.MILLISECONDS.toSeconds(persistence.lastSaveMs()));
        text.status("rdb_last_bgsave_status", dump.isOk());
        text.field("rdb_last_bgsave_time_sec", dump.seconds());
        text.field("rdb_current_bgsave_time_sec", dump.runningSeconds(persistence.nowMs()));
        text.field("rdb_saves", dump.tries());
        text.field("rdb_last_cow_size", dump.copiedBytes());
    }

    private static void writeRewrites(final Persistence persistence, final InfoFields text) {
        final Outcome rewrite = persistence.rewrite();
        text.flag("aof_rewrite_in_progress", rewrite.isRunning());
        text.flag("aof_rewrite_scheduled", persistence.isRewriteScheduled());
        text.field("aof_last_rewrite_time_sec", rewrite.seconds());
        text.field("aof_current_rewrite_time_sec", rewrite.runningSeconds(persistence.nowMs()));
        text.status("aof_last_bgrewrite_status", rewrite.isOk());
        text.field("aof_rewrites", rewrite.tries());
        text.field("aof_rewrites_consecutive_failures", rewrite.failuresInSequence());
        text.field("aof_last_cow_size", rewrite.copiedBytes());
    }

    private static void writeErrors(final CommandLog log, final InfoFields text) {
        final String error = log.writeError();
        text.status("aof_last_write_status", error == null);
        if (error != null) {
            text.field("aof_write_error", error);
        }
    }

    private static void writeLog(final CommandLog log, final InfoFields text) {
        final LogFigures figures = log.figures();
        text.field("aof_current_size", figures.currentSizeBytes());
        text.field("aof_base_size", figures.baseSizeBytes());
        text.field("aof_buffer_length", figures.bufferedBytes());
        text.flag("aof_pending_bio_fsync", figures.unforcedBytes() != 0);
        text.field("aof_delayed_fsync", figures.delayedCount());
        text.field("aof_appended_bytes", log.position());
        text.field("aof_durable_bytes", log.durablePosition());
        text.field("aof_unforced_bytes", figures.unforcedBytes());
    }

    private static void writeLoading(final Loading loading, final InfoFields text) {
        final long total = loading.totalBytes();
        final long loaded = loading.loadedBytes();
        final double done = total == 0 ? 1 : Math.min(1, (double) loaded / total);
        final double elapsedSeconds = (double) loading.elapsedNs() / TimeUnit.SECONDS.toNanos(1);
        text.field("loading_start_time", TimeUnit.MILLISECONDS.toSeconds(loading.startedAtMs()));
        text.field("loading_total_bytes", total);
        text.field("loading_loaded_bytes", loaded);
        text.decimal("loading_loaded_perc", done * 100, 2);
        // before anything is loaded nobody can say: one second, as Redis does
        text.field("loading_eta_seconds", done == 0 ? 1 : (long) (elapsedSeconds * (1 - done) / done));
    }
}
