package io.ringhold.engine.commands.list;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.WaitTimeout;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.ListCursor;
import io.ringhold.engine.keyspace.ListValues;
import io.ringhold.engine.keyspace.ValueType;

/**
 * LMOVE RPOPLPUSH, and BLMOVE BRPOPLPUSH, which wait: take an element out of one list and add it to another or the same. The latter are
 * logged as the former. Engine thread.
 */
final class MoveCommands implements CommandGroupHandlers {
    private static final long NO_WAIT = 0;
    private static final int SOURCE = 1;
    private static final int TARGET = 2;

    private final ListCursor cursor = new ListCursor();

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("lmove", this::lmove);
        binder.bind("rpoplpush", context -> move(context, false, true, NO_WAIT));
        binder.bind("blmove", this::blmove);
        binder.bind("brpoplpush", this::brpoplpush);
    }

    private void lmove(final CommandContext context) {
        if (ListEnds.parseEnd(context, 3) && ListEnds.parseEnd(context, 4)) {
            move(context, context.is(3, "LEFT"), context.is(4, "LEFT"), NO_WAIT);
        }
    }

    private void blmove(final CommandContext context) {
        if (ListEnds.parseEnd(context, 3) && ListEnds.parseEnd(context, 4)) {
            moveOrWait(context, context.is(3, "LEFT"), context.is(4, "LEFT"), 5);
        }
    }

    private void brpoplpush(final CommandContext context) {
        moveOrWait(context, false, true, 3);
    }

    private void moveOrWait(final CommandContext context, final boolean fromFirst, final boolean toFirst,
            final int timeout) {
        final long timeoutNs = WaitTimeout.parseNs(context, timeout);
        if (timeoutNs != WaitTimeout.INVALID && move(context, fromFirst, toFirst, timeoutNs)) {
            context.effects().begin(5).word("LMOVE").bytes(context.argument(SOURCE), context.argumentLength(SOURCE))
                    .bytes(context.argument(TARGET), context.argumentLength(TARGET)).word(fromFirst ? "LEFT" : "RIGHT")
                    .word(toFirst ? "LEFT" : "RIGHT").end();
        }
    }

    /** True when an element was moved. */
    private boolean move(final CommandContext context, final boolean fromFirst, final boolean toFirst,
            final long timeoutNs) {
        long source = context.findForWrite(SOURCE);
        if (source == 0) {
            if (timeoutNs == NO_WAIT) {
                context.reply().nullBulk();
            } else {
                context.await(ValueType.LIST, SOURCE, SOURCE + 1, timeoutNs);
            }
            return false;
        }
        if (!context.requireList(source)) {
            return false;
        }
        long target = context.findForWrite(TARGET);
        if (target != 0 && !context.requireList(target)) {
            return false;
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
            return false;
        }
        tell(context, fromFirst, toFirst);
        ListEnds.settle(context, SOURCE, source);
        return true;
    }

    /** A list whose element goes to its other end has changed once. */
    private static void tell(final CommandContext context, final boolean fromFirst, final boolean toFirst) {
        context.modified(TARGET, toFirst ? KeyEvent.LPUSH : KeyEvent.RPUSH);
        final KeyEvent popped = fromFirst ? KeyEvent.LPOP : KeyEvent.RPOP;
        if (context.isSame(SOURCE, TARGET)) {
            context.event(SOURCE, popped);
        } else {
            context.touched(SOURCE, popped);
        }
    }

    private boolean move(final CommandContext context, final long source, final boolean fromFirst, final long target,
            final boolean toFirst) {
        final ListValues lists = context.lists();
        lists.seek(source, fromFirst ? 0 : -1, cursor);
        if (!lists.makePlain(source, cursor) || !lists.pushElement(cursor, source, target, toFirst)) {
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
