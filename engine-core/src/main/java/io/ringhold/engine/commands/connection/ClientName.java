package io.ringhold.engine.commands.connection;

import io.ringhold.engine.command.CommandContext;

/** Rules for what clients may call themselves and their libraries. */
final class ClientName {
    private static final String FORBIDDEN = "ERR Client names cannot contain spaces, newlines or special characters.";

    private ClientName() {}

    /** Sets the session's name from an argument; false when it is not allowed and the error has been sent. */
    static boolean set(final CommandContext context, final int argument) {
        final String name = context.text(argument);
        if (!isPrintable(name)) {
            context.reply().error(FORBIDDEN);
            return false;
        }
        context.session().name(name);
        return true;
    }

    /** True when there are only printable characters and no spaces, so that a line of CLIENT LIST stays readable. */
    static boolean isPrintable(final String text) {
        return text.chars().allMatch(c -> c >= '!' && c <= '~');
    }
}
