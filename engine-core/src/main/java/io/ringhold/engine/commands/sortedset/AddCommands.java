package io.ringhold.engine.commands.sortedset;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.command.EffectWriter;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.SortedSetValues;
import io.ringhold.engine.util.Doubles;

/**
 * ZADD and ZINCRBY. When there is no memory for a member, those before it stay as they were set, and the log gets them. Engine thread;
 * allocates nothing for common scores.
 */
final class AddCommands implements CommandGroupHandlers {
    private static final String NO_FLOAT = "ERR value is not a valid float";

    private boolean onlyNew;
    private boolean onlyOld;
    private boolean onlyGreater;
    private boolean onlyLess;
    private boolean countsChanged;
    private boolean increments;
    private int added;
    private int updated;
    private boolean isSet;
    private double result;

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("zadd", this::zadd);
        binder.bind("zincrby", this::zincrby);
    }

    private void zincrby(final CommandContext context) {
        reset();
        increments = true;
        add(context, 2);
    }

    private void zadd(final CommandContext context) {
        final int first = parseOptions(context, 2);
        final int rest = context.argumentCount() - first;
        if (rest % 2 != 0 || rest == 0) {
            context.reply().error(CommandContext.SYNTAX_ERROR);
        } else if (onlyNew && onlyOld) {
            context.reply().error("ERR XX and NX options at the same time are not compatible");
        } else if (onlyGreater && (onlyNew || onlyLess) || onlyLess && onlyNew) {
            context.reply().error("ERR GT, LT, and/or NX options at the same time are not compatible");
        } else if (increments && rest > 2) {
            context.reply().error("ERR INCR option supports a single increment-element pair");
        } else {
            add(context, first);
        }
    }

    private void reset() {
        onlyNew = false;
        onlyOld = false;
        onlyGreater = false;
        onlyLess = false;
        countsChanged = false;
        increments = false;
    }

    /** The first argument that is no option. */
    private int parseOptions(final CommandContext context, final int from) {
        reset();
        int i = from;
        while (i < context.argumentCount() && isOption(context, i)) {
            i++;
        }
        return i;
    }

    private boolean isOption(final CommandContext context, final int argument) {
        if (context.is(argument, "NX")) {
            onlyNew = true;
        } else if (context.is(argument, "XX")) {
            onlyOld = true;
        } else if (context.is(argument, "GT")) {
            onlyGreater = true;
        } else if (context.is(argument, "LT")) {
            onlyLess = true;
        } else if (context.is(argument, "CH")) {
            countsChanged = true;
        } else if (context.is(argument, "INCR")) {
            increments = true;
        } else {
            return false;
        }
        return true;
    }

    private void add(final CommandContext context, final int first) {
        for (int i = first; i < context.argumentCount(); i += 2) {
            if (Double.isNaN(score(context, i))) {
                context.reply().error(NO_FLOAT);
                return;
            }
        }
        added = 0;
        updated = 0;
        isSet = false;
        long slot = SortedSets.findForWrite(context, 1);
        if (slot == SortedSets.WRONG) {
            return;
        }
        if (slot == 0 && !onlyOld) {
            slot = context.sortedSets().create(context.database(), context.hash(1), context.argument(1),
                    context.argumentLength(1));
            if (slot == 0) {
                context.reply().error(CommandContext.OUT_OF_MEMORY);
                return;
            }
        }
        if (slot == 0 || addAll(context, slot, first)) {
            tell(context);
            reply(context);
        }
    }

    private void tell(final CommandContext context) {
        context.modified(1, increments ? KeyEvent.ZINCR : KeyEvent.ZADD, (long) added + updated);
    }

    private void reply(final CommandContext context) {
        if (!increments) {
            context.reply().integer(countsChanged ? added + updated : added);
        } else if (isSet) {
            context.reply().doubleNumber(result);
        } else {
            context.reply().nullBulk();
        }
    }

    /** False when the error has been sent. */
    private boolean addAll(final CommandContext context, final long slot, final int first) {
        final long entry = context.entry(slot);
        for (int i = first; i < context.argumentCount(); i += 2) {
            final String error = addOne(context, entry, i);
            if (error != null) {
                tell(context);
                logUpTo(context, first, i);
                SortedSets.settle(context, slot);
                context.reply().error(error);
                return false;
            }
        }
        // conditions may have kept all members out of a new set
        SortedSets.settle(context, slot);
        return true;
    }

    /** The error, or null. */
    private String addOne(final CommandContext context, final long entry, final int argument) {
        final SortedSetValues values = context.sortedSets();
        final long address = context.argument(argument + 1);
        final int length = context.argumentLength(argument + 1);
        final boolean isThere = values.find(entry, address, length);
        final double old = values.score();
        if (isThere ? onlyNew : onlyOld) {
            return null;
        }
        double score = score(context, argument);
        if (isThere && increments) {
            score += old;
            if (Double.isNaN(score)) {
                return "ERR resulting score is not a number (NaN)";
            }
        }
        if (isThere && (onlyGreater && score <= old || onlyLess && score >= old)) {
            return null;
        }
        isSet = true;
        result = score;
        if (isThere && score == old) {
            return null;
        }
        if (values.set(entry, address, length, score) == SortedSetValues.NO_MEMORY) {
            return CommandContext.OUT_OF_MEMORY;
        }
        if (isThere) {
            updated++;
        } else {
            added++;
        }
        return null;
    }

    private static void logUpTo(final CommandContext context, final int first, final int end) {
        if (end > first) {
            final EffectWriter effects = context.effects().begin(end).word("ZADD");
            for (int i = 1; i < end; i++) {
                effects.bytes(context.argument(i), context.argumentLength(i));
            }
            effects.end();
        }
    }

    private static double score(final CommandContext context, final int argument) {
        return Doubles.parse(context.argument(argument), context.argumentLength(argument));
    }
}
