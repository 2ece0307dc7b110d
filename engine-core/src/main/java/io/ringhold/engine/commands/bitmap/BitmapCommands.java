package io.ringhold.engine.commands.bitmap;

import java.util.List;

import io.ringhold.engine.command.CommandGroupHandlers;

/** All commands of the group "bitmap". One instance serves one engine. */
public final class BitmapCommands implements CommandGroupHandlers {
    private final List<CommandGroupHandlers> themes = List.of(new BitCommands(), new BitopCommand(),
            new BitfieldCommands());

    @Override
    public void bindTo(final Binder binder) {
        themes.forEach(theme -> theme.bindTo(binder));
    }
}
