package io.ringhold.engine.commands.list;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.ListCursor;
import io.ringhold.engine.keyspace.ListValues;

/** What several list commands do at the ends of lists. */
final class ListEnds {
    static final String COUNT_OUT_OF_RANGE = "ERR value is out of range, must be positive";

    private ListEnds() {}

    /** True when an argument is LEFT or RIGHT; replies with an error otherwise. */
    static boolean parseEnd(final CommandContext context, final int argument) {
        if (context.is(argument, "LEFT") || context.is(argument, "RIGHT")) {
            return true;
        }
        context.reply().error(CommandContext.SYNTAX_ERROR);
        return false;
    }

    /** To be called before {@link #popMany}: false when there is no memory for that, after an error. */
    static boolean canPop(final CommandContext context, final long slot, final boolean first, final long howMany) {
        final long entry = context.entry(slot);
        final long left = context.lists().length(entry) - howMany;
        if (context.lists().makePlain(entry, first ? howMany : left - 1)) {
            return true;
        }
        context.reply().error(CommandContext.OUT_OF_MEMORY);
        return false;
    }

    /** Replies with elements of one end as an array, and takes them out. The list has as many, and {@link #canPop}. */
    static void popMany(final CommandContext context, final ListCursor cursor, final int key, final long slot,
            final boolean first, final long howMany) {
        final ListValues lists = context.lists();
        final long entry = context.entry(slot);
        context.reply().array(howMany);
        boolean more = howMany > 0 && lists.seek(entry, first ? 0 : -1, cursor);
        for (long left = howMany; left > 0 && more; left--) {
            lists.view(cursor);
            context.reply().bulk(lists.viewAddress(), lists.viewLength());
            more = first ? lists.next(cursor) : lists.previous(cursor);
        }
        lists.deleteRange(entry, first ? 0 : lists.length(entry) - howMany, howMany);
        popped(context, key, slot, first, howMany);
    }

    /** Replies with the first or the last element, and takes it out; {@link #canPop} has said so for one. */
    static void popOne(final CommandContext context, final ListCursor cursor, final int key, final long slot,
            final boolean first) {
        final long entry = context.entry(slot);
        context.lists().seek(entry, first ? 0 : -1, cursor);
        context.lists().view(cursor);
        context.reply().bulk(context.lists().viewAddress(), context.lists().viewLength());
        context.lists().delete(entry, cursor);
        popped(context, key, slot, first, 1);
    }

    private static void popped(final CommandContext context, final int key, final long slot, final boolean first,
            final long howMany) {
        context.modified(key, first ? KeyEvent.LPOP : KeyEvent.RPOP, howMany);
        settle(context, key, slot);
    }

    /** After elements have been taken out of a list, of which has been told: an empty one's key goes. */
    static void settle(final CommandContext context, final int key, final long slot) {
        final long entry = context.entry(slot);
        if (context.lists().length(entry) == 0) {
            context.lists().settle(); // of a list that the elements went to
            context.database().delete(slot);
            context.event(key, KeyEvent.DEL);
        } else {
            context.lists().shrink(entry);
        }
    }
}
