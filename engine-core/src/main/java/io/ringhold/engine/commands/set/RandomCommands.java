package io.ringhold.engine.commands.set;

import java.util.SplittableRandom;

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
            if (counted) {
                context.reply().set(Math.min(count, size));
            }
            if (count >= size) {
                popAll(context, slot, size);
            } else {
                pop(context, context.entry(slot), count);
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

    private void pop(final CommandContext context, final long entry, final long count) {
        final SetValues sets = context.sets();
        final EffectWriter effects = context.effects();
        long left = count;
        while (left > 0) {
            final int logged = (int) Math.min(left, MEMBERS_LOGGED_AT_ONCE);
            effects.begin(2 + logged).word("SREM").bytes(context.argument(1), context.argumentLength(1));
            for (int i = 0; i < logged; i++) {
                sets.random(entry, random, cursor);
                Members.reply(context, cursor);
                effects.bytes(sets.viewAddress(), sets.viewLength());
                sets.remove(entry, cursor);
            }
            effects.end();
            left -= logged;
        }
        context.modified(1, KeyEvent.SPOP, count);
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
