package io.ringhold.engine.commands.server.info;

import io.ringhold.engine.command.CommandContext;

/** A section of INFO. */
interface InfoSection {
    /** Its title ("Server"), which in lower case is what clients ask for. */
    String title();

    /** True when INFO without arguments shows it. */
    default boolean isDefault() {
        return true;
    }

    /** Writes its fields. */
    void write(CommandContext context, InfoText text);
}
