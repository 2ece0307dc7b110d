package io.ringhold.engine.commands.hash;

import io.ringhold.engine.command.CommandContext;

/** The end of a command: {@code FIELDS numfields field ...}. Made once and used again and again. Engine thread; allocates for errors only. */
final class FieldArguments {
    private static final String MISSING = "ERR Mandatory argument FIELDS is missing or not at the right position";
    private static final String MISMATCH = "ERR The `numfields` parameter must match the number of arguments";

    private int first;
    private int count;

    /** Argument that is the first field. */
    int first() {
        return first;
    }

    /** Number of fields, or of pairs of field and value. */
    int count() {
        return count;
    }

    /**
     * Reads from the argument FIELDS on to the last one; replies with an error and answers false when something is wrong.
     *
     * @param notPositive
     *            error for a number of fields that is none.
     */
    boolean parse(final CommandContext context, final int argument, final String notPositive) {
        if (argument + 1 >= context.argumentCount() || !context.is(argument, "FIELDS")) {
            context.reply().error(MISSING);
            return false;
        }
        if (!context.isInteger(argument + 1) || context.integer() < 1) {
            context.reply().error(notPositive);
            return false;
        }
        first = argument + 2;
        if (context.integer() != context.argumentCount() - first) {
            context.reply().error(MISMATCH);
            return false;
        }
        count = (int) context.integer();
        return true;
    }

    /** As {@link #parse}, for pairs of field and value, of which HSETEX has errors of its own. */
    boolean parsePairs(final CommandContext context, final int argument) {
        first = argument + 2;
        if (first + 1 >= context.argumentCount()) {
            return refuseNumber(context);
        }
        if (!context.isInteger(argument + 1) || context.integer() < 1 || context.integer() > Integer.MAX_VALUE) {
            context.reply().error("ERR invalid number of fields");
            return false;
        }
        if (2 * context.integer() != context.argumentCount() - first) {
            return refuseNumber(context);
        }
        count = (int) context.integer();
        return true;
    }

    private static boolean refuseNumber(final CommandContext context) {
        context.reply().error("ERR wrong number of arguments for '" + context.command().fullName() + "' command");
        return false;
    }
}
