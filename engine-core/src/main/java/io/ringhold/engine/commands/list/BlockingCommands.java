package io.ringhold.engine.commands.list;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.WaitTimeout;
import io.ringhold.engine.keyspace.ListCursor;
import io.ringhold.engine.keyspace.ValueType;

/**
 * BLPOP BRPOP: take an element out of the first of several lists that has one, or wait. They are logged as what they do to that list.
 * Engine thread.
 */
final class BlockingCommands implements CommandGroupHandlers {
    private final ListCursor cursor = new ListCursor();

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("blpop", context -> pop(context, true));
        binder.bind("brpop", context -> pop(context, false));
    }

    private void pop(final CommandContext context, final boolean first) {
        final int last = context.argumentCount() - 1;
        final long timeoutNs = WaitTimeout.parseNs(context, last);
        if (timeoutNs == WaitTimeout.INVALID) {
            return;
        }
        for (int key = 1; key < last; key++) {
            final long slot = context.findForWrite(key);
            if (slot != 0) {
                if (context.requireList(slot) && ListEnds.canPop(context, slot, first, 1)) {
                    context.reply().array(2);
                    context.reply().bulk(context.argument(key), context.argumentLength(key));
                    ListEnds.popOne(context, cursor, key, slot, first);
                    context.effects().begin(2).word(first ? "LPOP" : "RPOP")
                            .bytes(context.argument(key), context.argumentLength(key)).end();
                }
                return;
            }
        }
        context.await(ValueType.LIST, 1, last, timeoutNs);
    }
}
