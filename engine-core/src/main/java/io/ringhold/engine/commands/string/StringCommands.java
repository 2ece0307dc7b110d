package io.ringhold.engine.commands.string;

import java.util.List;

import io.ringhold.engine.command.CommandGroupHandlers;

/** All commands of the group "string". One instance serves one engine. */
public final class StringCommands implements CommandGroupHandlers {
    private final List<CommandGroupHandlers> themes = List.of(new ReadCommands(), new SetCommands(),
            new MultipleSetCommands(), new ChangeCommands(), new CounterCommands(), new DigestCommands(),
            new LcsCommand());

    @Override
    public void bindTo(final Binder binder) {
        themes.forEach(theme -> theme.bindTo(binder));
    }
}
