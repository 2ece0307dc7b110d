package io.ringhold.engine.commands.set;

import java.util.List;

import io.ringhold.engine.command.CommandGroupHandlers;

/** All commands of the group "set". One instance serves one engine. */
public final class SetCommands implements CommandGroupHandlers {
    private final List<CommandGroupHandlers> themes = List.of(new MemberCommands(), new ReadCommands(),
            new RandomCommands(), new AlgebraCommands());

    @Override
    public void bindTo(final Binder binder) {
        themes.forEach(theme -> theme.bindTo(binder));
    }
}
