package io.ringhold.engine.commands.sortedset;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.WaitTimeout;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.SortedSetCursor;
import io.ringhold.engine.keyspace.SortedSetValues;
import io.ringhold.engine.keyspace.ValueType;

/** ZPOPMIN ZPOPMAX ZMPOP, and BZPOPMIN BZPOPMAX BZMPOP, which wait. The log gets ZPOPMIN and ZPOPMAX. Engine thread. */
final class PopCommands implements CommandGroupHandlers {
    private static final long NO_WAIT = 0;
    private static final String NOT_POSITIVE = "ERR value is out of range, must be positive";

    private final SortedSetCursor cursor = new SortedSetCursor();

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("zpopmin", context -> pop(context, false));
        binder.bind("zpopmax", context -> pop(context, true));
        binder.bind("bzpopmin", context -> blockingPop(context, false));
        binder.bind("bzpopmax", context -> blockingPop(context, true));
        binder.bind("zmpop", context -> zmpop(context, 1, false));
        binder.bind("bzmpop", context -> zmpop(context, 2, true));
    }

    /** ZPOPMIN key [count]. */
    private void pop(final CommandContext context, final boolean max) {
        if (context.argumentCount() > 3) {
            context.reply().error(CommandContext.SYNTAX_ERROR);
            return;
        }
        final boolean counted = context.argumentCount() > 2;
        if (counted && !parseAtLeast(context, 2, 0, NOT_POSITIVE)) {
            return;
        }
        final long count = counted ? context.integer() : 1;
        final long slot = SortedSets.findForWrite(context, 1);
        if (slot == SortedSets.WRONG) {
            return;
        }
        if (slot == 0 || count == 0) {
            context.reply().array(0);
            return;
        }
        final long howMany = Math.min(count, context.sortedSets().size(context.entry(slot)));
        context.reply().array(counted && context.reply().isResp3() ? howMany : 2 * howMany);
        take(context, 1, slot, max, howMany, counted && context.reply().isResp3());
    }

    private void blockingPop(final CommandContext context, final boolean max) {
        final int last = context.argumentCount() - 1;
        final long timeoutNs = WaitTimeout.parseNs(context, last);
        if (timeoutNs == WaitTimeout.INVALID) {
            return;
        }
        for (int key = 1; key < last; key++) {
            final long slot = SortedSets.findForWrite(context, key);
            if (slot == SortedSets.WRONG) {
                return;
            }
            if (slot != 0) {
                context.reply().array(3);
                context.reply().bulk(context.argument(key), context.argumentLength(key));
                take(context, key, slot, max, 1, false);
                context.effects().begin(2).word(max ? "ZPOPMAX" : "ZPOPMIN")
                        .bytes(context.argument(key), context.argumentLength(key)).end();
                return;
            }
        }
        context.await(ValueType.SORTED_SET, 1, last, timeoutNs);
    }

    /**
     * [B]ZMPOP [timeout] numkeys key [key ...] (MIN | MAX) [COUNT count].
     *
     * @param numkeys
     *            argument that tells how many keys follow.
     * @param waits
     *            whether the argument before it is a time to wait, which is looked at behind all others.
     */
    private void zmpop(final CommandContext context, final int numkeys, final boolean waits) {
        if (!parseAtLeast(context, numkeys, 1, "ERR numkeys should be greater than 0")) {
            return;
        }
        final long where = context.integer() > context.argumentCount()
                ? context.argumentCount()
                : numkeys + 1 + context.integer();
        if (where >= context.argumentCount()
                || !context.is((int) where, "MIN") && !context.is((int) where, "MAX")) {
            context.reply().error(CommandContext.SYNTAX_ERROR);
            return;
        }
        final int end = (int) where;
        final long count = parseCount(context, end + 1);
        if (count == 0) {
            return;
        }
        final long timeoutNs = waits ? WaitTimeout.parseNs(context, numkeys - 1) : NO_WAIT;
        if (timeoutNs != WaitTimeout.INVALID) {
            popFirstOf(context, numkeys + 1, end, count, timeoutNs);
        }
    }

    /** The count that ends the command, 1 when there is none; 0 after an error. */
    private static long parseCount(final CommandContext context, final int option) {
        if (option == context.argumentCount()) {
            return 1;
        }
        if (option + 1 == context.argumentCount() || !context.is(option, "COUNT")) {
            context.reply().error(CommandContext.SYNTAX_ERROR);
            return 0;
        }
        if (!parseAtLeast(context, option + 1, 1, "ERR count should be greater than 0")) {
            return 0;
        }
        if (option + 2 != context.argumentCount()) {
            context.reply().error(CommandContext.SYNTAX_ERROR);
            return 0;
        }
        return context.integer();
    }

    private void popFirstOf(final CommandContext context, final int firstKey, final int endKey, final long count,
            final long timeoutNs) {
        final boolean max = context.is(endKey, "MAX");
        for (int key = firstKey; key < endKey; key++) {
            final long slot = SortedSets.findForWrite(context, key);
            if (slot == SortedSets.WRONG) {
                return;
            }
            if (slot != 0) {
                final long howMany = Math.min(count, context.sortedSets().size(context.entry(slot)));
                context.reply().array(2);
                context.reply().bulk(context.argument(key), context.argumentLength(key));
                context.reply().array(howMany);
                take(context, key, slot, max, howMany, true);
                context.effects().begin(3).word(max ? "ZPOPMAX" : "ZPOPMIN")
                        .bytes(context.argument(key), context.argumentLength(key)).number(howMany).end();
                return;
            }
        }
        if (timeoutNs == NO_WAIT) {
            context.reply().nullArray();
        } else {
            context.await(ValueType.SORTED_SET, firstKey, endKey, timeoutNs);
        }
    }

    /** Replies with members and scores, perhaps as pairs, and takes them out. There are as many. */
    private void take(final CommandContext context, final int key, final long slot, final boolean max,
            final long howMany, final boolean asPairs) {
        final SortedSetValues values = context.sortedSets();
        final long entry = context.entry(slot);
        final long size = values.size(entry);
        boolean more = values.at(entry, max ? size - 1 : 0, cursor);
        for (long left = howMany; left > 0 && more; left--) {
            values.view(cursor);
            if (asPairs) {
                context.reply().array(2);
            }
            context.reply().bulk(values.viewAddress(), values.viewLength());
            context.reply().doubleNumber(values.score());
            more = values.step(cursor, max);
        }
        context.modified(key, max ? KeyEvent.ZPOPMAX : KeyEvent.ZPOPMIN, howMany);
        if (howMany == size) {
            context.database().delete(slot);
            context.event(key, KeyEvent.DEL);
        } else {
            values.removeRange(entry, max ? size - howMany : 0, howMany);
        }
    }

    private static boolean parseAtLeast(final CommandContext context, final int argument, final long least,
            final String error) {
        if (!context.parseInteger(argument, error)) {
            return false;
        }
        if (context.integer() < least) {
            context.reply().error(error);
            return false;
        }
        return true;
    }
}
