package io.ringhold.engine.commands.list;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.keyspace.ListCursor;
import io.ringhold.engine.keyspace.ListValues;

/** LPOS. Engine thread. */
final class PositionCommand implements CommandGroupHandlers {
    private static final int FIRST_OPTION = 3;
    private static final long NOT_GIVEN = -1;

    private final ListCursor cursor = new ListCursor();
    private long rank;
    private long count;
    private long maxCompared;

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("lpos", this::lpos);
    }

    private void lpos(final CommandContext context) {
        if (!parseOptions(context)) {
            return;
        }
        final long slot = context.findForRead(1);
        if (slot == 0) {
            replyNone(context);
        } else if (context.requireList(slot)) {
            reply(context, context.entry(slot));
        }
    }

    private boolean parseOptions(final CommandContext context) {
        rank = 1;
        count = NOT_GIVEN;
        maxCompared = 0;
        for (int i = FIRST_OPTION; i < context.argumentCount(); i += 2) {
            if (i + 1 == context.argumentCount() || !parseOption(context, i)) {
                if (i + 1 == context.argumentCount()) {
                    context.reply().error(CommandContext.SYNTAX_ERROR);
                }
                return false;
            }
        }
        return true;
    }

    private boolean parseOption(final CommandContext context, final int option) {
        if (context.is(option, "RANK")) {
            return parseRank(context, option + 1);
        }
        if (context.is(option, "COUNT")) {
            final boolean good = parseNatural(context, option + 1, "ERR COUNT can't be negative");
            count = context.integer();
            return good;
        }
        if (context.is(option, "MAXLEN")) {
            final boolean good = parseNatural(context, option + 1, "ERR MAXLEN can't be negative");
            maxCompared = context.integer();
            return good;
        }
        context.reply().error(CommandContext.SYNTAX_ERROR);
        return false;
    }

    private boolean parseRank(final CommandContext context, final int argument) {
        if (!context.parseInteger(argument)) {
            return false;
        }
        rank = context.integer();
        if (rank == Long.MIN_VALUE) {
            context.reply().error(
                    "ERR value is out of range, value must between " + -Long.MAX_VALUE + " and " + Long.MAX_VALUE);
            return false;
        }
        if (rank == 0) {
            context.reply().error("ERR RANK can't be zero: use 1 to start from the first match, 2 from the second "
                    + "... or use negative to start from the end of the list");
            return false;
        }
        return true;
    }

    private static boolean parseNatural(final CommandContext context, final int argument, final String error) {
        if (!context.parseInteger(argument, error)) {
            return false;
        }
        if (context.integer() < 0) {
            context.reply().error(error);
            return false;
        }
        return true;
    }

    private void replyNone(final CommandContext context) {
        if (count == NOT_GIVEN) {
            context.reply().nullBulk();
        } else {
            context.reply().array(0);
        }
    }

    private void reply(final CommandContext context, final long entry) {
        if (count == NOT_GIVEN) {
            final long found = find(context, entry, 1, false);
            if (found == 0) {
                context.reply().nullBulk();
            } else {
                find(context, entry, 1, true);
            }
            return;
        }
        final long wanted = count == 0 ? Long.MAX_VALUE : count;
        // Once to count, for the array's length comes first.
        final long found = find(context, entry, wanted, false);
        context.reply().array(found);
        if (found != 0) {
            find(context, entry, found, true);
        }
    }

    /** Counts up to {@code wanted} matches from the one of the rank on, and replies with their indexes if asked to. */
    private long find(final CommandContext context, final long entry, final long wanted, final boolean replies) {
        final ListValues lists = context.lists();
        final boolean forward = rank > 0;
        final long length = lists.length(entry);
        long toSkip = Math.abs(rank) - 1;
        long found = 0;
        boolean more = lists.seek(entry, forward ? 0 : -1, cursor);
        for (long i = 0; more && found < wanted && (maxCompared == 0 || i < maxCompared); i++) {
            if (lists.isEqual(cursor, context.argument(2), context.argumentLength(2)) && toSkip-- <= 0) {
                found++;
                if (replies) {
                    context.reply().integer(forward ? i : length - 1 - i);
                }
            }
            more = forward ? lists.next(cursor) : lists.previous(cursor);
        }
        return found;
    }
}
