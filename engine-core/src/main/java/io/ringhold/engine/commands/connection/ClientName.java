package io.ringhold.engine.commands.connection;

import io.ringhold.engine.command.CommandContext;

/** Rules for what clients may call themselves and their libraries. */
final class ClientName {
    /** They stay on the heap, of each client. */
    private static final int MAX_LENGTH = 256;
    private static final String TOO_LONG = " cannot be longer than " + MAX_LENGTH + " bytes.";
    private static final String FORBIDDEN = "ERR Client names cannot contain spaces, newlines or special characters.";

    private ClientName() {}

    /** Sets the session's name from an argument; false when it is not allowed and the error has been sent. */
    static boolean set(final CommandContext context, final int argument) {
        if (!isShort(context, argument, "Client names")) {
            return false;
        }
        final String name = context.text(argument);
        if (!isPrintable(name)) {
            context.reply().error(FORBIDDEN);
            return false;
        }
        context.session().name(name);
        return true;
    }

    /** False when an argument is too long for a name, and the error, which calls it as given, has been sent. */
    static boolean isShort(final CommandContext context, final int argument, final String what) {
        if (context.argumentLength(argument) <= MAX_LENGTH) {
            return true;
        }
        context.reply().error("ERR " + what + TOO_LONG);
        return false;
    }

    /** True when there are only printable characters and no spaces, so that a line of CLIENT LIST stays readable. */
    static boolean isPrintable(final String text) {
        return text.chars().allMatch(c -> c >= '!' && c <= '~');
    }
}
