package io.ringhold.engine.commands.sortedset;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.SortedSetCursor;
import io.ringhold.engine.keyspace.SortedSetValues;

/**
 * ZRANGE, ZRANGESTORE, and the older ZREVRANGE ZRANGEBYSCORE ZREVRANGEBYSCORE ZRANGEBYLEX ZREVRANGEBYLEX; ZCOUNT and ZLEXCOUNT.
 * Engine thread.
 */
final class RangeCommands implements CommandGroupHandlers {
    private static final String LIMIT_OF_RANKS = "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX";
    private static final String SCORES_OF_MEMBERS = "ERR syntax error, WITHSCORES not supported in combination with BYLEX";

    private final Range range = new Range();
    private final SortedSetCursor cursor = new SortedSetCursor();
    private Range.Kind kind;
    private boolean backwards;
    private boolean withScores;
    private boolean limited;
    private long offset;
    private long limit;

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("zrange", context -> range(context, null, false));
        binder.bind("zrevrange", context -> range(context, Range.Kind.RANK, true));
        binder.bind("zrangebyscore", context -> range(context, Range.Kind.SCORE, false));
        binder.bind("zrevrangebyscore", context -> range(context, Range.Kind.SCORE, true));
        binder.bind("zrangebylex", context -> range(context, Range.Kind.MEMBER, false));
        binder.bind("zrevrangebylex", context -> range(context, Range.Kind.MEMBER, true));
        binder.bind("zrangestore", this::zrangestore);
        binder.bind("zcount", context -> count(context, Range.Kind.SCORE));
        binder.bind("zlexcount", context -> count(context, Range.Kind.MEMBER));
    }

    /**
     * @param fixed
     *            what the range goes by; null when options tell that and the direction.
     */
    private void range(final CommandContext context, final Range.Kind fixed, final boolean fromEnd) {
        if (!parse(context, 2, fixed, fromEnd, true)) {
            return;
        }
        final long slot = SortedSets.findForRead(context, 1);
        if (slot == SortedSets.WRONG) {
            return;
        }
        if (slot == 0) {
            context.reply().array(0);
            return;
        }
        final long entry = context.entry(slot);
        range.find(context, entry);
        SortedSets.replyRange(context, entry, cursor, range.firstRank(), range.count(), range.isBackwards(),
                withScores);
    }

    /** ZRANGESTORE destination source start stop [BYSCORE | BYLEX] [REV] [LIMIT offset count]. */
    private void zrangestore(final CommandContext context) {
        if (!parse(context, 3, null, false, false)) {
            return;
        }
        final long slot = SortedSets.findForRead(context, 2);
        if (slot == SortedSets.WRONG) {
            return;
        }
        final SortedSetValues values = context.sortedSets();
        final long result = values.createEntry(context.argument(1), context.argumentLength(1));
        if (result != 0 && (slot == 0 || copyRange(context, context.entry(slot), result))) {
            SortedSets.store(context, 1, result, KeyEvent.ZRANGESTORE);
            return;
        }
        if (result != 0) {
            values.discard(result);
        }
        context.reply().error(CommandContext.OUT_OF_MEMORY);
    }

    private boolean copyRange(final CommandContext context, final long entry, final long result) {
        final SortedSetValues values = context.sortedSets();
        range.find(context, entry);
        boolean more = range.count() > 0 && values.at(entry, range.firstRank(), cursor);
        for (long left = range.count(); left > 0 && more; left--) {
            values.view(cursor);
            if (values.set(result, values.viewAddress(), values.viewLength(),
                    values.score()) == SortedSetValues.NO_MEMORY) {
                return false;
            }
            more = values.step(cursor, range.isBackwards());
        }
        return true;
    }

    private void count(final CommandContext context, final Range.Kind by) {
        range.begin(by, false);
        if (!range.parse(context, 2)) {
            return;
        }
        final long slot = SortedSets.findForRead(context, 1);
        if (slot == 0) {
            context.reply().integer(0);
        } else if (slot != SortedSets.WRONG) {
            range.find(context, context.entry(slot));
            context.reply().integer(range.count());
        }
    }

    /** Reads the options, then the ends of the range; false when the error has been sent. */
    private boolean parse(final CommandContext context, final int first, final Range.Kind fixed,
            final boolean fromEnd, final boolean mayHaveScores) {
        kind = fixed;
        backwards = fromEnd;
        withScores = false;
        limited = false;
        offset = 0;
        limit = -1;
        int i = first + 2;
        while (i < context.argumentCount()) {
            if (mayHaveScores && context.is(i, "WITHSCORES")) {
                withScores = true;
            } else if (i + 2 < context.argumentCount() && context.is(i, "LIMIT")) {
                if (!parseLimit(context, i)) {
                    return false;
                }
                i += 2;
            } else if (fixed != null || !isChoice(context, i)) {
                context.reply().error(CommandContext.SYNTAX_ERROR);
                return false;
            }
            i++;
        }
        if (kind == null) {
            kind = Range.Kind.RANK;
        }
        if (limited && kind == Range.Kind.RANK) {
            context.reply().error(LIMIT_OF_RANKS);
            return false;
        }
        if (withScores && kind == Range.Kind.MEMBER) {
            context.reply().error(SCORES_OF_MEMBERS);
            return false;
        }
        range.begin(kind, backwards);
        range.limit(offset, limit);
        return range.parse(context, first);
    }

    private boolean parseLimit(final CommandContext context, final int argument) {
        if (!context.parseInteger(argument + 1)) {
            return false;
        }
        offset = context.integer();
        if (!context.parseInteger(argument + 2)) {
            return false;
        }
        limit = context.integer();
        limited = limit != -1;
        return true;
    }

    /** What a range goes by may be said once only. */
    private boolean isChoice(final CommandContext context, final int argument) {
        if (!backwards && context.is(argument, "REV")) {
            backwards = true;
        } else if (kind == null && context.is(argument, "BYLEX")) {
            kind = Range.Kind.MEMBER;
        } else if (kind == null && context.is(argument, "BYSCORE")) {
            kind = Range.Kind.SCORE;
        } else {
            return false;
        }
        return true;
    }
}
