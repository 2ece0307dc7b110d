package io.ringhold.engine.commands;

import io.ringhold.engine.command.CommandContext;

/** Arguments that are the number of a database, with the errors of SELECT, MOVE and COPY. Allocates nothing. */
public final class DatabaseArgument {
    private static final String NOT_AN_INT = "ERR value is out of range, value must between -2147483648 and 2147483647";

    private DatabaseArgument() {}

    /** The index of a database, or -1 when the argument is none and the error has been sent. */
    public static int parse(final CommandContext context, final int argument) {
        if (!context.parseInteger(argument)) {
            return -1;
        }
        final long index = context.integer();
        if (index != (int) index) {
            context.reply().error(NOT_AN_INT);
            return -1;
        }
        if (index < 0 || index >= context.keyspace().databaseCount()) {
            context.reply().error(CommandContext.NO_SUCH_DATABASE);
            return -1;
        }
        return (int) index;
    }
}
