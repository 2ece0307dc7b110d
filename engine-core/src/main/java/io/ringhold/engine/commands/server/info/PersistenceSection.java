package io.ringhold.engine.commands.server.info;

import io.ringhold.engine.Engine;
import io.ringhold.engine.command.CommandContext;

/** Loading and the log. There are no snapshots, so nothing is said of them but the changes that none holds. */
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
        text.flag("aof_enabled", engine.log().enabled());
        if (engine.log().enabled()) {
            text.field("aof_last_write_status", engine.log().writeError() == null ? "ok" : "err");
            text.field("aof_appended_bytes", engine.log().position());
            text.field("aof_durable_bytes", engine.log().durablePosition());
        }
    }
}
