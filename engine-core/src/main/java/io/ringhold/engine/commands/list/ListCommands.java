package io.ringhold.engine.commands.list;

import java.util.List;

import io.ringhold.engine.command.CommandGroupHandlers;

/** All commands of the group "list". One instance serves one engine. */
public final class ListCommands implements CommandGroupHandlers {
    private final List<CommandGroupHandlers> themes = List.of(new PushCommands(), new PopCommands(),
            new ReadCommands(), new PositionCommand(), new ChangeCommands(), new MoveCommands(),
            new BlockingCommands());

    @Override
    public void bindTo(final Binder binder) {
        themes.forEach(theme -> theme.bindTo(binder));
    }
}
