package io.ringhold.engine.commands.set;

import java.util.SplittableRandom;

import io.ringhold.engine.client.OutputBuffer;
import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.command.EffectWriter;
import io.ringhold.engine.commands.OffsetList;
import io.ringhold.engine.commands.RandomSample;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.engine.keyspace.set.SetCursor;
import io.ringhold.engine.keyspace.set.SetValues;

/** SPOP SRANDMEMBER. The log gets the members that SPOP took, as SREM. Engine thread. */
final class RandomCommands implements CommandGroupHandlers {
    private static final String NOT_POSITIVE = "ERR value is out of range, must be positive";
    private static final int MEMBERS_LOGGED_AT_ONCE = 1024;
    private static final long BYTES_LOGGED_AT_ONCE = 1 << 20;

    private final SplittableRandom random = new SplittableRandom();
    private final SetCursor cursor = new SetCursor();
    private final RandomSample sample = new RandomSample();

    @Override
    public void bindTo(final Binder binder) {
        binder.bindUnit("spop", this::spop);
        binder.bind("srandmember", this::srandmember);
    }

    /** SPOP key [count]. */
    private void spop(final CommandContext context) {
        final boolean counted = context.argumentCount() > 2;
        if (context.argumentCount() > 3) {
            context.reply().error(CommandContext.SYNTAX_ERROR);
            return;
        }
        if (counted && !parseCount(context)) {
            return;
        }
        final long count = counted ? context.integer() : 1;
        final long slot = context.findForWrite(1);
        if (slot == 0) {
            if (counted) {
                context.reply().set(0);
            } else {
                context.reply().nullBulk();
            }
        } else if (context.requireType(slot, ValueType.SET)) {
            final long size = context.sets().size(context.entry(slot));
            final OutputBuffer output = context.session().output();
            final long replyStart = output.end();
            if (counted) {
                context.reply().set(Math.min(count, size));
            }
            if (count >= size) {
                popAll(context, slot, size);
            } else if (!pop(context, context.entry(slot), count)) {
                output.truncate(replyStart);
                context.reply().error(CommandContext.OUT_OF_MEMORY);
            }
        }
    }

    private static boolean parseCount(final CommandContext context) {
        if (!context.parseInteger(2, NOT_POSITIVE)) {
            return false;
        }
        if (context.integer() < 0) {
            context.reply().error(NOT_POSITIVE);
            return false;
        }
        return true;
    }

    private void popAll(final CommandContext context, final long slot, final long size) {
        Members.replyAll(context, context.entry(slot), cursor);
        context.modified(1, KeyEvent.SPOP, size);
        context.database().delete(slot);
        context.event(1, KeyEvent.DEL);
        context.effects().begin(2).word("DEL").bytes(context.argument(1), context.argumentLength(1)).end();
    }

    /** False when there is no memory to log even one. When it ends later, nulls stand for those that stay: how many come has been said. */
    private boolean pop(final CommandContext context, final long entry, final long count) {
        long left = count;
        int popped = 1;
        while (left > 0 && popped > 0) {
            popped = popSome(context, entry, (int) Math.min(left, MEMBERS_LOGGED_AT_ONCE));
            left -= popped;
        }
        context.modified(1, KeyEvent.SPOP, count - left);
        if (left == count && count > 0) {
            return false;
        }
        for (long i = 0; i < left && !context.reply().isLost(); i++) {
            context.reply().nullBulk();
        }
        return true;
    }

    /** Takes out at most so many, which are logged as one command, and answers how many. */
    private int popSome(final CommandContext context, final long entry, final int most) {
        final SetValues sets = context.sets();
        final EffectWriter effects = context.effects().begin().word("SREM").bytes(context.argument(1),
                context.argumentLength(1));
        long bytes = 0;
        int popped = 0;
        while (popped < most && bytes < BYTES_LOGGED_AT_ONCE) {
            sets.random(entry, random, cursor);
            sets.view(cursor);
            if (!effects.canTake(sets.viewLength())) {
                break;
            }
            Members.reply(context, cursor);
            effects.bytes(sets.viewAddress(), sets.viewLength());
            bytes += sets.viewLength();
            sets.remove(entry, cursor);
            popped++;
        }
        if (popped > 0) {
            effects.end(2 + popped);
        }
        return popped;
    }

    /** SRANDMEMBER key [count]. */
    private void srandmember(final CommandContext context) {
        if (context.argumentCount() > 3) {
            context.reply().error(CommandContext.SYNTAX_ERROR);
            return;
        }
        final boolean counted = context.argumentCount() > 2;
        if (counted && !context.parseInteger(2)) {
            return;
        }
        final long count = counted ? context.integer() : 1;
        if (count == Long.MIN_VALUE) {
            context.reply().error(RandomSample.NO_OPPOSITE);
            return;
        }
        final long slot = context.findForRead(1);
        if (slot == 0) {
            if (counted) {
                context.reply().array(0);
            } else {
                context.reply().nullBulk();
            }
        } else if (context.requireType(slot, ValueType.SET)) {
            if (counted) {
                sample(context, context.entry(slot), count);
            } else {
                replyRandom(context, context.entry(slot));
            }
        }
    }

    private void sample(final CommandContext context, final long entry, final long count) {
        final long size = context.sets().size(entry);
        if (count < 0) {
            context.reply().array(-count);
            for (long i = count; i < 0 && !context.reply().isLost(); i++) {
                replyRandom(context, entry);
            }
        } else if (count >= size) {
            context.reply().array(size);
            Members.replyAll(context, entry, cursor);
        } else {
            replyDifferent(context, entry, count);
        }
    }

    private void replyRandom(final CommandContext context, final long entry) {
        context.sets().random(entry, random, cursor);
        Members.reply(context, cursor);
    }

    private void replyDifferent(final CommandContext context, final long entry, final long count) {
        final SetValues sets = context.sets();
        final OffsetList members = sample.begin(context);
        if (RandomSample.isLarge(count, sets.size(entry))) {
            for (boolean more = sets.first(entry, cursor); more; more = sets.next(cursor)) {
                members.add(sets.member(cursor));
            }
            sample.shuffle(random, count);
        } else {
            while (sample.lacks(count)) {
                sets.random(entry, random, cursor);
                sample.draw(sets.member(cursor));
            }
        }
        if (members.isIncomplete()) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        } else {
            context.reply().array(members.size());
            Members.reply(context, entry, members);
        }
        sample.end();
    }
}
