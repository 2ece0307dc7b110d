package io.ringhold.engine.commands.hash;

import java.util.SplittableRandom;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.OffsetList;
import io.ringhold.engine.commands.RandomSample;
import io.ringhold.engine.keyspace.hash.HashCursor;
import io.ringhold.engine.keyspace.hash.HashValues;

/** HRANDFIELD. Engine thread. */
final class RandomFieldCommand implements CommandGroupHandlers {
    private final SplittableRandom random = new SplittableRandom();
    private final HashCursor cursor = new HashCursor();
    private final RandomSample sample = new RandomSample();
    private boolean withValues;

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("hrandfield", this::hrandfield);
    }

    /** HRANDFIELD key [count [WITHVALUES]]. */
    private void hrandfield(final CommandContext context) {
        final boolean counted = context.argumentCount() > 2;
        withValues = context.argumentCount() > 3;
        if (counted && !RandomSample.parseCount(context, "WITHVALUES")) {
            return;
        }
        final long count = counted ? context.integer() : 1;
        final long slot = Hashes.findForRead(context);
        if (slot == Hashes.WRONG) {
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
            header(context, -count);
            for (long i = count; i < 0 && !context.reply().isLost(); i++) {
                replyRandom(context, entry);
            }
        } else {
            reply(context, entry, count);
        }
    }

    private void replyRandom(final CommandContext context, final long entry) {
        context.hashes().random(entry, random, cursor);
        context.hashes().view(cursor);
        replyViewed(context);
    }

    /** Different fields, all when there are not more. */
    private void reply(final CommandContext context, final long entry, final long count) {
        final HashValues hashes = context.hashes();
        final OffsetList members = sample.begin(context);
        if (RandomSample.isLarge(count, hashes.size(entry))) {
            for (boolean more = hashes.first(entry, cursor); more; more = hashes.next(cursor)) {
                members.add(hashes.member(cursor));
            }
            sample.shuffle(random, count);
        } else {
            while (sample.lacks(count)) {
                hashes.random(entry, random, cursor);
                sample.draw(hashes.member(cursor));
            }
        }
        if (members.isIncomplete()) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        } else {
            header(context, members.size());
            for (long i = 0; i < members.size(); i++) {
                hashes.view(entry, members.get(i));
                replyViewed(context);
            }
        }
        sample.end();
    }

    /** In RESP3 each field makes a pair with its value. */
    private void header(final CommandContext context, final long count) {
        context.reply().array(withValues && !context.reply().isResp3() ? 2 * count : count);
    }

    private void replyViewed(final CommandContext context) {
        if (withValues && context.reply().isResp3()) {
            context.reply().array(2);
        }
        Hashes.replyField(context);
        if (withValues) {
            Hashes.replyValue(context);
        }
    }
}
