package io.ringhold.engine.commands.sortedset;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.event.KeyEvent;

/** ZREMRANGEBYRANK ZREMRANGEBYSCORE ZREMRANGEBYLEX. Engine thread. */
final class RemoveRangeCommands implements CommandGroupHandlers {
    private final Range range = new Range();

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("zremrangebyrank", context -> remove(context, Range.Kind.RANK, KeyEvent.ZREMRANGEBYRANK));
        binder.bind("zremrangebyscore", context -> remove(context, Range.Kind.SCORE, KeyEvent.ZREMRANGEBYSCORE));
        binder.bind("zremrangebylex", context -> remove(context, Range.Kind.MEMBER, KeyEvent.ZREMRANGEBYLEX));
    }

    private void remove(final CommandContext context, final Range.Kind by, final KeyEvent event) {
        range.begin(by, false);
        if (!range.parse(context, 2)) {
            return;
        }
        final long slot = SortedSets.findForWrite(context, 1);
        if (slot == 0) {
            context.reply().integer(0);
        } else if (slot != SortedSets.WRONG) {
            final long entry = context.entry(slot);
            range.find(context, entry);
            final long count = range.count();
            context.modified(1, event, count);
            if (count == context.sortedSets().size(entry)) {
                context.database().delete(slot);
                context.event(1, KeyEvent.DEL);
            } else if (count > 0) {
                context.sortedSets().removeRange(entry, range.lowestRank(), count);
            }
            context.reply().integer(count);
        }
    }
}
