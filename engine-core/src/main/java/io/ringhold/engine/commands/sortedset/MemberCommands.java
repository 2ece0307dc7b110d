package io.ringhold.engine.commands.sortedset;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.SortedSetValues;

/** ZREM ZCARD ZSCORE ZMSCORE ZRANK ZREVRANK. Engine thread. */
final class MemberCommands implements CommandGroupHandlers {
    private static final int MEMBER = 2;

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("zrem", MemberCommands::zrem);
        binder.bind("zcard", MemberCommands::zcard);
        binder.bind("zscore", MemberCommands::zscore);
        binder.bind("zmscore", MemberCommands::zmscore);
        binder.bind("zrank", context -> rank(context, false));
        binder.bind("zrevrank", context -> rank(context, true));
    }

    private static void zrem(final CommandContext context) {
        final long slot = SortedSets.findForWrite(context, 1);
        if (slot == SortedSets.WRONG) {
            return;
        }
        long removed = 0;
        if (slot != 0) {
            final SortedSetValues values = context.sortedSets();
            final long entry = context.entry(slot);
            for (int i = MEMBER; i < context.argumentCount() && values.size(entry) > 0; i++) {
                if (values.remove(entry, context.argument(i), context.argumentLength(i))) {
                    removed++;
                }
            }
            context.modified(1, KeyEvent.ZREM, removed);
            SortedSets.settle(context, slot);
        }
        context.reply().integer(removed);
    }

    private static void zcard(final CommandContext context) {
        final long slot = SortedSets.findForRead(context, 1);
        if (slot != SortedSets.WRONG) {
            context.reply().integer(slot == 0 ? 0 : context.sortedSets().size(context.entry(slot)));
        }
    }

    private static void zscore(final CommandContext context) {
        final long slot = SortedSets.findForRead(context, 1);
        if (slot != SortedSets.WRONG) {
            replyScore(context, slot, MEMBER);
        }
    }

    private static void zmscore(final CommandContext context) {
        final long slot = SortedSets.findForRead(context, 1);
        if (slot != SortedSets.WRONG) {
            context.reply().array(context.argumentCount() - (long) MEMBER);
            for (int i = MEMBER; i < context.argumentCount(); i++) {
                replyScore(context, slot, i);
            }
        }
    }

    private static void replyScore(final CommandContext context, final long slot, final int argument) {
        if (slot != 0 && context.sortedSets().find(context.entry(slot), context.argument(argument),
                context.argumentLength(argument))) {
            context.reply().doubleNumber(context.sortedSets().score());
        } else {
            context.reply().nullBulk();
        }
    }

    /** ZRANK key member [WITHSCORE]. */
    private static void rank(final CommandContext context, final boolean fromEnd) {
        final boolean withScore = context.argumentCount() > MEMBER + 1;
        if (context.argumentCount() > MEMBER + 2 || withScore && !context.is(MEMBER + 1, "WITHSCORE")) {
            context.reply().error(CommandContext.SYNTAX_ERROR);
            return;
        }
        final long slot = SortedSets.findForRead(context, 1);
        if (slot == SortedSets.WRONG) {
            return;
        }
        final SortedSetValues values = context.sortedSets();
        final long rank = slot == 0
                ? -1
                : values.rank(context.entry(slot), context.argument(MEMBER), context.argumentLength(MEMBER));
        if (rank < 0) {
            if (withScore) {
                context.reply().nullArray();
            } else {
                context.reply().nullBulk();
            }
            return;
        }
        if (withScore) {
            context.reply().array(2);
        }
        context.reply().integer(fromEnd ? values.size(context.entry(slot)) - 1 - rank : rank);
        if (withScore) {
            context.reply().doubleNumber(values.score());
        }
    }
}
