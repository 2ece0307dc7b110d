package io.ringhold.engine.commands.list;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.ListCursor;
import io.ringhold.engine.keyspace.ListValues;

/** LSET LINSERT LREM LTRIM: change a list within. Engine thread. */
final class ChangeCommands implements CommandGroupHandlers {
    private final ListCursor cursor = new ListCursor();
    private final ListCursor before = new ListCursor();
    /** Whether LREM had to stop. */
    private boolean outOfMemory;

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("lset", this::lset);
        binder.bind("linsert", this::linsert);
        binder.bind("lrem", this::lrem);
        binder.bind("ltrim", ChangeCommands::ltrim);
    }

    private void lset(final CommandContext context) {
        final long slot = context.findForWrite(1);
        if (slot == 0) {
            context.reply().error(CommandContext.NO_SUCH_KEY);
            return;
        }
        if (!context.requireList(slot) || !context.parseInteger(2)) {
            return;
        }
        final long entry = context.entry(slot);
        if (!context.lists().seek(entry, context.integer(), cursor)) {
            context.reply().error("ERR index out of range");
        } else if (!context.lists().replace(entry, cursor, context.argument(3), context.argumentLength(3))) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        } else {
            context.lists().shrink(entry);
            context.modified(1, KeyEvent.LSET);
            context.reply().ok();
        }
    }

    private void linsert(final CommandContext context) {
        final boolean isBefore = context.is(2, "BEFORE");
        if (!isBefore && !context.is(2, "AFTER")) {
            context.reply().error(CommandContext.SYNTAX_ERROR);
            return;
        }
        final long slot = context.findForWrite(1);
        if (slot == 0) {
            context.reply().integer(0);
            return;
        }
        if (!context.requireList(slot)) {
            return;
        }
        final long entry = context.entry(slot);
        final ListValues lists = context.lists();
        boolean found = lists.seek(entry, 0, cursor);
        while (found && !lists.isEqual(cursor, context.argument(3), context.argumentLength(3))) {
            found = lists.next(cursor);
        }
        if (!found) {
            context.reply().integer(-1);
        } else if (!lists.insert(entry, cursor, isBefore, context.argument(4), context.argumentLength(4))) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        } else {
            lists.settle();
            context.modified(1, KeyEvent.LINSERT);
            context.reply().integer(lists.length(entry));
        }
    }

    private void lrem(final CommandContext context) {
        if (!context.parseInteger(2)) {
            return;
        }
        final long count = context.integer();
        final long slot = context.findForWrite(1);
        if (slot == 0) {
            context.reply().integer(0);
            return;
        }
        if (!context.requireList(slot)) {
            return;
        }
        // The least number has no positive counterpart; there are not so many elements.
        final long most = count == 0 ? Long.MAX_VALUE : count == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(count);
        outOfMemory = false;
        final long removed = count < 0 ? removeBackward(context, slot, most) : removeForward(context, slot, most);
        if (removed != 0) {
            context.modified(1, KeyEvent.LREM, removed);
            ListEnds.settle(context, 1, slot);
        }
        if (outOfMemory) {
            if (removed != 0) {
                // The log must tell what was done, not what was asked for.
                context.effects().begin(4).word("LREM").bytes(context.argument(1), context.argumentLength(1))
                        .number(count < 0 ? -removed : removed).bytes(context.argument(3), context.argumentLength(3))
                        .end();
            }
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        } else {
            context.reply().integer(removed);
        }
    }

    private long removeForward(final CommandContext context, final long slot, final long most) {
        final ListValues lists = context.lists();
        final long entry = context.entry(slot);
        long removed = 0;
        boolean more = lists.seek(entry, 0, cursor);
        while (more && removed < most && !outOfMemory) {
            if (!lists.isEqual(cursor, context.argument(3), context.argumentLength(3))) {
                more = lists.next(cursor);
            } else if (lists.makePlain(entry, cursor)) {
                removed++;
                more = lists.delete(entry, cursor);
            } else {
                outOfMemory = true;
            }
        }
        return removed;
    }

    private long removeBackward(final CommandContext context, final long slot, final long most) {
        final ListValues lists = context.lists();
        final long entry = context.entry(slot);
        long removed = 0;
        boolean more = lists.seek(entry, -1, cursor);
        while (more && removed < most && !outOfMemory) {
            final boolean isMatch = lists.isEqual(cursor, context.argument(3), context.argumentLength(3));
            before.set(cursor);
            more = lists.previous(before);
            if (isMatch && lists.makePlain(entry, cursor)) {
                removed++;
                lists.delete(entry, cursor);
            } else if (isMatch) {
                outOfMemory = true;
            }
            cursor.set(before);
        }
        return removed;
    }

    private static void ltrim(final CommandContext context) {
        if (!context.parseInteger(2)) {
            return;
        }
        final long start = context.integer();
        if (!context.parseInteger(3)) {
            return;
        }
        final long end = context.integer();
        final long slot = context.findForWrite(1);
        if (slot == 0) {
            context.reply().ok();
        } else if (context.requireList(slot)) {
            if (trim(context, slot, start, end)) {
                context.reply().ok();
            } else {
                context.reply().error(CommandContext.OUT_OF_MEMORY);
            }
        }
    }

    private static boolean trim(final CommandContext context, final long slot, final long start, final long end) {
        final long entry = context.entry(slot);
        final ListValues lists = context.lists();
        final long length = lists.length(entry);
        final long from = Math.max(0, start < 0 ? start + length : start);
        final long to = Math.min(length - 1, end < 0 ? end + length : end);
        if (from > to) {
            context.modified(1, KeyEvent.LTRIM, length);
            context.database().delete(slot);
            context.event(1, KeyEvent.DEL);
            return true;
        }
        final long removed = length - (to - from + 1);
        if (removed != 0) {
            if (!lists.makePlain(entry, from) || !lists.makePlain(entry, to)) {
                return false;
            }
            lists.deleteRange(entry, to + 1, length - 1 - to);
            lists.deleteRange(entry, 0, from);
            ListEnds.settle(context, 1, slot);
        }
        context.changed(removed);
        context.touched(1, KeyEvent.LTRIM); // Redis tells of it even if nothing was cut off
        return true;
    }
}
