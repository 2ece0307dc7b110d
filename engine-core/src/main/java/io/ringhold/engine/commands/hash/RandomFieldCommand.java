package io.ringhold.engine.commands.hash;

import java.util.random.RandomGenerator;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.OffsetList;
import io.ringhold.engine.commands.RandomSample;
import io.ringhold.engine.keyspace.hash.HashCursor;
import io.ringhold.engine.keyspace.hash.HashValues;

/**
 * HRANDFIELD. Once chance has met none but fields whose time has come, the others are gathered and drawn from: a command walks over a hash once at
 * most, however many fields it gives, and each is as likely as before. Engine thread.
 */
final class RandomFieldCommand implements CommandGroupHandlers {
    private final RandomGenerator random;
    private final HashCursor cursor = new HashCursor();
    private final RandomSample sample = new RandomSample();
    private boolean withValues;

    RandomFieldCommand(final RandomGenerator random) {
        this.random = random;
    }

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
            replyAny(context, entry, 1);
        } else if (count < 0) {
            header(context, -count);
            replyAny(context, entry, -count);
        } else {
            replyDifferent(context, entry, count);
        }
    }

    /** So many fields, some perhaps more than once. */
    private void replyAny(final CommandContext context, final long entry, final long count) {
        final OffsetList gathered = sample.begin(context);
        for (long left = count; left > 0 && !context.reply().isLost(); left--) {
            viewAny(context.hashes(), entry, gathered);
            replyViewed(context);
        }
        sample.end();
    }

    /** Shows any field: a gathered one as soon as there are such. */
    private void viewAny(final HashValues hashes, final long entry, final OffsetList gathered) {
        if (gathered.size() == 0 && !hashes.random(entry, random, cursor)) {
            gather(hashes, entry, gathered);
            if (gathered.isIncomplete()) {
                gathered.truncate(0); // without memory it takes a walk for each
                hashes.seek(entry, random.nextLong(hashes.size(entry)), cursor);
            }
        }
        if (gathered.size() == 0) {
            hashes.view(cursor);
        } else {
            hashes.view(entry, gathered.get(random.nextLong(gathered.size())));
        }
    }

    private void gather(final HashValues hashes, final long entry, final OffsetList members) {
        for (boolean more = hashes.first(entry, cursor); more && !members.isIncomplete(); more = hashes.next(cursor)) {
            members.add(hashes.member(cursor));
        }
    }

    /** Different fields, all when there are not more. */
    private void replyDifferent(final CommandContext context, final long entry, final long count) {
        final HashValues hashes = context.hashes();
        final OffsetList members = sample.begin(context);
        if (RandomSample.isLarge(count, hashes.size(entry)) || !draw(hashes, entry, members, count)) {
            gather(hashes, entry, members);
            sample.shuffle(random, count);
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

    /** Draws different fields until there are so many, or no memory for them; false, and none, when chance meets due ones only. */
    private boolean draw(final HashValues hashes, final long entry, final OffsetList members, final long count) {
        while (sample.lacks(count)) {
            if (!hashes.random(entry, random, cursor)) {
                members.truncate(0);
                return false;
            }
            sample.draw(hashes.member(cursor));
        }
        return true;
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
