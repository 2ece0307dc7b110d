package io.ringhold.engine.commands.geo;

import java.util.List;

import io.ringhold.engine.command.CommandGroupHandlers;

/** All commands of the group "geo". One instance serves one engine. */
public final class GeoCommands implements CommandGroupHandlers {
    private final List<CommandGroupHandlers> themes = List.of(new AddCommand(), new PlaceCommands(),
            new SearchCommands());

    @Override
    public void bindTo(final Binder binder) {
        themes.forEach(theme -> theme.bindTo(binder));
    }
}
