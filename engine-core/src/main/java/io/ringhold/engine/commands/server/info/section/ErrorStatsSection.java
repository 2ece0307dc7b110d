package io.ringhold.engine.commands.server.info.section;

/** How often each error was sent, by its first word. */
final class ErrorStatsSection implements InfoSection {
    @Override
    public String title() {
        return "Errorstats";
    }

    @Override
    public void write(final InfoContext context, final InfoFields text) {
        context.engine().statistics().errorCounts()
                .forEach((code, count) -> text.parts("errorstat_" + code, new InfoPart("count", count[0])));
    }
}
