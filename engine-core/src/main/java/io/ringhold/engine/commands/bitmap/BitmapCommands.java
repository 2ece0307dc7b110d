package io.ringhold.engine.commands.bitmap;

import io.ringhold.engine.command.CommandGroupHandlers;
import java.util.List;

/** All commands of the group "bitmap". One instance serves one engine. */
public final class BitmapCommands implements CommandGroupHandlers {
    private final List<CommandGroupHandlers> themes = List.of(new BitCommands(), new BitopCommand(),
            new BitfieldCommands());

    @Override
    public void bindTo(final Binder binder) {
        themes.forEach(theme -> theme.bindTo(binder));
    }
}
