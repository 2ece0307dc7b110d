package io.ringhold.engine.commands.server.info;

import io.ringhold.engine.command.CommandContext;

/** How often each error was sent, by its first word. */
final class ErrorStatsSection implements InfoSection {
    @Override
    public String title() {
        return "Errorstats";
    }

    @Override
    public void write(final CommandContext context, final InfoText text) {
        context.engine().statistics().errorCounts()
                .forEach((code, count) -> text.field("errorstat_" + code, "count=" + count[0]));
    }
}
