package io.ringhold.engine.commands.list;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.keyspace.ListCursor;
import io.ringhold.engine.keyspace.ListValues;

/** LLEN LINDEX LRANGE. Engine thread. */
final class ReadCommands implements CommandGroupHandlers {
    private final ListCursor cursor = new ListCursor();

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("llen", ReadCommands::llen);
        binder.bind("lindex", this::lindex);
        binder.bind("lrange", this::lrange);
    }

    private static void llen(final CommandContext context) {
        final long slot = context.findForRead(1);
        if (slot == 0) {
            context.reply().integer(0);
        } else if (context.requireList(slot)) {
            context.reply().integer(context.lists().length(context.entry(slot)));
        }
    }

    private void lindex(final CommandContext context) {
        final long slot = context.findForRead(1);
        if (slot == 0) {
            context.reply().nullBulk();
        } else if (context.requireList(slot) && context.parseInteger(2)) {
            if (context.lists().seek(context.entry(slot), context.integer(), cursor)) {
                replyElement(context);
            } else {
                context.reply().nullBulk();
            }
        }
    }

    private void lrange(final CommandContext context) {
        if (!context.parseInteger(2)) {
            return;
        }
        final long start = context.integer();
        if (!context.parseInteger(3)) {
            return;
        }
        final long end = context.integer();
        final long slot = context.findForRead(1);
        if (slot == 0) {
            context.reply().array(0);
        } else if (context.requireList(slot)) {
            replyRange(context, context.entry(slot), start, end);
        }
    }

    private void replyRange(final CommandContext context, final long entry, final long start, final long end) {
        final ListValues lists = context.lists();
        final long length = lists.length(entry);
        final long from = Math.max(0, start < 0 ? start + length : start);
        final long to = Math.min(length - 1, end < 0 ? end + length : end);
        if (from > to) {
            context.reply().array(0);
            return;
        }
        context.reply().array(to - from + 1);
        boolean more = lists.seek(entry, from, cursor);
        for (long left = to - from + 1; left > 0 && more; left--) {
            replyElement(context);
            more = lists.next(cursor);
        }
    }

    private void replyElement(final CommandContext context) {
        context.lists().view(cursor);
        context.reply().bulk(context.lists().viewAddress(), context.lists().viewLength());
    }
}
