package io.ringhold.engine.commands.list;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.WaitTimeout;
import io.ringhold.engine.keyspace.ListCursor;
import io.ringhold.engine.keyspace.ValueType;

/** LPOP RPOP LMPOP, and BLMPOP, which waits. Engine thread. */
final class PopCommands implements CommandGroupHandlers {
    private static final long NO_WAIT = 0;

    private final ListCursor cursor = new ListCursor();

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("lpop", context -> pop(context, true));
        binder.bind("rpop", context -> pop(context, false));
        binder.bind("lmpop", context -> lmpop(context, 1, false));
        binder.bind("blmpop", context -> lmpop(context, 2, true));
    }

    private void pop(final CommandContext context, final boolean first) {
        final boolean counted = context.argumentCount() > 2;
        if (context.argumentCount() > 3) {
            context.reply().error("ERR wrong number of arguments for '" + context.command().fullName() + "' command");
            return;
        }
        if (counted && !parseCount(context)) {
            return;
        }
        final long count = counted ? context.integer() : 1;
        final long slot = context.findForWrite(1);
        if (slot == 0) {
            if (counted) {
                context.reply().nullArray();
            } else {
                context.reply().nullBulk();
            }
        } else if (context.requireList(slot)) {
            if (counted) {
                popMany(context, slot, first, count);
            } else if (ListEnds.canPop(context, slot, first, 1)) {
                ListEnds.popOne(context, cursor, 1, slot, first);
            }
        }
    }

    private static boolean parseCount(final CommandContext context) {
        if (!context.parseInteger(2, ListEnds.COUNT_OUT_OF_RANGE)) {
            return false;
        }
        if (context.integer() < 0) {
            context.reply().error(ListEnds.COUNT_OUT_OF_RANGE);
            return false;
        }
        return true;
    }

    private void popMany(final CommandContext context, final long slot, final boolean first, final long count) {
        final long howMany = Math.min(count, context.lists().length(context.entry(slot)));
        if (howMany == 0) {
            context.reply().array(0);
            return;
        }
        if (ListEnds.canPop(context, slot, first, howMany)) {
            ListEnds.popMany(context, cursor, 1, slot, first, howMany);
        }
    }

    /**
     * @param numkeys
     *            argument that tells how many keys follow.
     * @param waits
     *            whether the argument before it is a time to wait, which is looked at behind all others.
     */
    private void lmpop(final CommandContext context, final int numkeys, final boolean waits) {
        if (!parsePositive(context, numkeys, "ERR numkeys should be greater than 0")) {
            return;
        }
        final long where = context.integer() > context.argumentCount()
                ? context.argumentCount()
                : numkeys + 1 + context.integer();
        if (where >= context.argumentCount()) {
            context.reply().error(CommandContext.SYNTAX_ERROR);
            return;
        }
        if (!ListEnds.parseEnd(context, (int) where)) {
            return;
        }
        final long count = parseLastOption(context, (int) where + 1);
        if (count == 0) {
            return;
        }
        final long timeoutNs = waits ? WaitTimeout.parseNs(context, numkeys - 1) : NO_WAIT;
        if (timeoutNs != WaitTimeout.INVALID) {
            popFirstOf(context, numkeys + 1, (int) where, context.is((int) where, "LEFT"), count, timeoutNs);
        }
    }

    /** The count that ends the command, 1 when there is none; 0 after an error. */
    private static long parseLastOption(final CommandContext context, final int option) {
        if (option == context.argumentCount()) {
            return 1;
        }
        if (option + 1 == context.argumentCount() || !context.is(option, "COUNT")) {
            context.reply().error(CommandContext.SYNTAX_ERROR);
            return 0;
        }
        if (!parsePositive(context, option + 1, "ERR count should be greater than 0")) {
            return 0;
        }
        if (option + 2 != context.argumentCount()) {
            context.reply().error(CommandContext.SYNTAX_ERROR);
            return 0;
        }
        return context.integer();
    }

    private static boolean parsePositive(final CommandContext context, final int argument, final String error) {
        if (!context.parseInteger(argument, error)) {
            return false;
        }
        if (context.integer() < 1) {
            context.reply().error(error);
            return false;
        }
        return true;
    }

    private void popFirstOf(final CommandContext context, final int firstKey, final int endKey, final boolean first,
            final long count, final long timeoutNs) {
        for (int key = firstKey; key < endKey; key++) {
            final long slot = context.findForWrite(key);
            if (slot != 0) {
                if (context.requireList(slot)) {
                    popFrom(context, key, slot, first, count);
                }
                return;
            }
        }
        if (timeoutNs == NO_WAIT) {
            context.reply().nullArray();
        } else {
            context.await(ValueType.LIST, firstKey, endKey, timeoutNs);
        }
    }

    private void popFrom(final CommandContext context, final int key, final long slot, final boolean first,
            final long count) {
        final long howMany = Math.min(count, context.lists().length(context.entry(slot)));
        if (!ListEnds.canPop(context, slot, first, howMany)) {
            return;
        }
        context.reply().array(2);
        context.reply().bulk(context.argument(key), context.argumentLength(key));
        ListEnds.popMany(context, cursor, key, slot, first, howMany);
        context.effects().begin(3).word(first ? "LPOP" : "RPOP")
                .bytes(context.argument(key), context.argumentLength(key)).number(howMany).end();
    }
}
