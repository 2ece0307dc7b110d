package io.ringhold.engine.commands.sortedset;

import java.util.List;

import io.ringhold.engine.command.CommandGroupHandlers;

/** All commands of the group "sorted-set". One instance serves one engine. */
public final class SortedSetCommands implements CommandGroupHandlers {
    private final List<CommandGroupHandlers> themes = List.of(new AddCommands(), new MemberCommands(),
            new RangeCommands(), new RemoveRangeCommands(), new PopCommands(), new AlgebraCommands(),
            new RandomMemberCommand(), new ScanCommand());

    @Override
    public void bindTo(final Binder binder) {
        themes.forEach(theme -> theme.bindTo(binder));
    }
}
