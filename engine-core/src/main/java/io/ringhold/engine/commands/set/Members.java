package io.ringhold.engine.commands.set;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.commands.OffsetList;
import io.ringhold.engine.keyspace.set.SetCursor;
import io.ringhold.engine.keyspace.set.SetValues;

/** Writes members of sets into replies. */
final class Members {
    private Members() {}

    /** All members, one by one. */
    static void replyAll(final CommandContext context, final long entry, final SetCursor cursor) {
        for (boolean more = context.sets().first(entry, cursor); more; more = context.sets().next(cursor)) {
            reply(context, cursor);
        }
    }

    /** Some members of a set, as {@link SetValues#member} has given them. */
    static void reply(final CommandContext context, final long entry, final OffsetList members) {
        for (long i = 0; i < members.size(); i++) {
            context.sets().view(entry, members.get(i));
            context.reply().bulk(context.sets().viewAddress(), context.sets().viewLength());
        }
    }

    /** The member at a cursor. */
    static void reply(final CommandContext context, final SetCursor cursor) {
        context.sets().view(cursor);
        context.reply().bulk(context.sets().viewAddress(), context.sets().viewLength());
    }
}
