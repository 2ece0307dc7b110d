package io.ringhold.engine.commands.sortedset;

import java.util.SplittableRandom;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.OffsetList;
import io.ringhold.engine.commands.RandomSample;
import io.ringhold.engine.keyspace.SortedSetCursor;
import io.ringhold.engine.keyspace.SortedSetValues;

/** ZRANDMEMBER. Engine thread. */
final class RandomMemberCommand implements CommandGroupHandlers {
    private final SplittableRandom random = new SplittableRandom();
    private final SortedSetCursor cursor = new SortedSetCursor();
    private final RandomSample sample = new RandomSample();
    private boolean withScores;

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("zrandmember", this::zrandmember);
    }

    /** ZRANDMEMBER key [count [WITHSCORES]]. */
    private void zrandmember(final CommandContext context) {
        final boolean counted = context.argumentCount() > 2;
        withScores = context.argumentCount() > 3;
        if (counted && !RandomSample.parseCount(context, "WITHSCORES")) {
            return;
        }
        final long count = counted ? context.integer() : 1;
        final long slot = SortedSets.findForRead(context, 1);
        if (slot == SortedSets.WRONG) {
            return;
        }
        if (slot == 0) {
            if (counted) {
                context.reply().array(0);
            } else {
                context.reply().nullBulk();
            }
            return;
        }
        final long entry = context.entry(slot);
        if (!counted) {
            replyRandom(context, entry);
        } else if (count < 0) {
            SortedSets.replyHead(context, -count, withScores);
            for (long i = count; i < 0 && !context.reply().isLost(); i++) {
                replyRandom(context, entry);
            }
        } else {
            replyDifferent(context, entry, count);
        }
    }

    private void replyRandom(final CommandContext context, final long entry) {
        context.sortedSets().random(entry, random, cursor);
        context.sortedSets().view(cursor);
        SortedSets.replyViewed(context, withScores);
    }

    /** Different members, all when there are not more. */
    private void replyDifferent(final CommandContext context, final long entry, final long count) {
        final SortedSetValues values = context.sortedSets();
        final OffsetList members = sample.begin(context);
        if (RandomSample.isLarge(count, values.size(entry))) {
            for (boolean more = values.at(entry, 0, cursor); more; more = values.step(cursor, false)) {
                members.add(values.member(cursor));
            }
            sample.shuffle(random, count);
        } else {
            while (sample.lacks(count)) {
                values.random(entry, random, cursor);
                sample.draw(values.member(cursor));
            }
        }
        if (members.isIncomplete()) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        } else {
            SortedSets.replyHead(context, members.size(), withScores);
            for (long i = 0; i < members.size(); i++) {
                values.view(entry, members.get(i));
                SortedSets.replyViewed(context, withScores);
            }
        }
        sample.end();
    }
}
