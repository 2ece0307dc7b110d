package io.ringhold.engine.commands.list;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.ListValues;

/** LPUSH RPUSH LPUSHX RPUSHX. Engine thread. */
final class PushCommands implements CommandGroupHandlers {
    private static final int FIRST_ELEMENT = 2;

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("lpush", context -> push(context, true, true));
        binder.bind("rpush", context -> push(context, false, true));
        binder.bind("lpushx", context -> push(context, true, false));
        binder.bind("rpushx", context -> push(context, false, false));
    }

    private static void push(final CommandContext context, final boolean first, final boolean creates) {
        long slot = context.findForWrite(1);
        if (slot == 0 && !creates) {
            context.reply().integer(0);
            return;
        }
        if (slot != 0 && !context.requireList(slot)) {
            return;
        }
        final boolean created = slot == 0;
        if (created) {
            slot = context.lists().create(context.database(), context.hash(1), context.argument(1),
                    context.argumentLength(1));
        }
        if (slot == 0 || !pushAll(context, context.entry(slot), first)) {
            if (slot != 0 && created) {
                context.database().delete(slot);
            }
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        context.modified(1, first ? KeyEvent.LPUSH : KeyEvent.RPUSH, context.argumentCount() - (long) FIRST_ELEMENT);
        context.reply().integer(context.lists().length(context.entry(slot)));
    }

    /** All or, when there is no memory, none. */
    private static boolean pushAll(final CommandContext context, final long entry, final boolean first) {
        final ListValues lists = context.lists();
        for (int i = FIRST_ELEMENT; i < context.argumentCount(); i++) {
            if (!lists.push(entry, first, context.argument(i), context.argumentLength(i))) {
                final long pushed = i - (long) FIRST_ELEMENT;
                lists.deleteRange(entry, first ? 0 : lists.length(entry) - pushed, pushed);
                lists.settle();
                return false;
            }
        }
        lists.settle();
        return true;
    }
}
