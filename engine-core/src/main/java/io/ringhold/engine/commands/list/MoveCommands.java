package io.ringhold.engine.commands.list;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.keyspace.ListCursor;
import io.ringhold.engine.keyspace.ListValues;

/** LMOVE RPOPLPUSH: take an element out of one list and add it to another or the same. Engine thread. */
final class MoveCommands implements CommandGroupHandlers {
    private static final int SOURCE = 1;
    private static final int TARGET = 2;

    private final ListCursor cursor = new ListCursor();

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("lmove", this::lmove);
        binder.bind("rpoplpush", context -> move(context, false, true));
    }

    private void lmove(final CommandContext context) {
        if (ListEnds.parseEnd(context, 3) && ListEnds.parseEnd(context, 4)) {
            move(context, context.is(3, "LEFT"), context.is(4, "LEFT"));
        }
    }

    private void move(final CommandContext context, final boolean fromFirst, final boolean toFirst) {
        long source = context.findForWrite(SOURCE);
        if (source == 0) {
            context.reply().nullBulk();
            return;
        }
        if (!context.requireList(source)) {
            return;
        }
        long target = context.findForWrite(TARGET);
        if (target != 0 && !context.requireList(target)) {
            return;
        }
        final boolean created = target == 0;
        if (created) {
            target = context.lists().create(context.database(), context.hash(TARGET), context.argument(TARGET),
                    context.argumentLength(TARGET));
            source = context.findForWrite(SOURCE); // the table may have been resized
        }
        if (target == 0 || !move(context, context.entry(source), fromFirst, context.entry(target), toFirst)) {
            if (created && target != 0) {
                context.database().delete(target);
            }
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        context.changed();
        ListEnds.settle(context, source);
    }

    private boolean move(final CommandContext context, final long source, final boolean fromFirst, final long target,
            final boolean toFirst) {
        final ListValues lists = context.lists();
        lists.seek(source, fromFirst ? 0 : -1, cursor);
        if (!lists.pushElement(cursor, source, target, toFirst)) {
            return false;
        }
        // Pushed to the end that it comes from it is the copy that goes.
        lists.seek(source, fromFirst ? 0 : -1, cursor);
        lists.view(cursor);
        context.reply().bulk(lists.viewAddress(), lists.viewLength());
        lists.delete(source, cursor);
        return true;
    }
}
