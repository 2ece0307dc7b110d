package io.ringhold.engine.commands.hash;

import java.util.List;
import java.util.SplittableRandom;

import io.ringhold.engine.command.CommandGroupHandlers;

/** All commands of the group "hash". One instance serves one engine. */
public final class HashCommands implements CommandGroupHandlers {
    private final List<CommandGroupHandlers> themes = List.of(new ChangeCommands(), new CounterCommands(),
            new ReadCommands(), new RandomFieldCommand(new SplittableRandom()), new FieldExpiryCommands(),
            new FieldValueCommands());

    @Override
    public void bindTo(final Binder binder) {
        themes.forEach(theme -> theme.bindTo(binder));
    }
}
