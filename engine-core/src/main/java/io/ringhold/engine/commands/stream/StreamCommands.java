package io.ringhold.engine.commands.stream;

import java.util.List;

import io.ringhold.engine.command.CommandGroupHandlers;

/** All commands of the group "stream". One instance serves one engine. */
public final class StreamCommands implements CommandGroupHandlers {
    private final List<CommandGroupHandlers> themes = List.of(new AddCommand(), new DeleteCommands(),
            new RangeCommands(), new ReadCommands(), new GroupCommands(), new PendingCommand(), new ClaimCommands(),
            new InfoCommands());

    @Override
    public void bindTo(final Binder binder) {
        themes.forEach(theme -> theme.bindTo(binder));
    }
}
