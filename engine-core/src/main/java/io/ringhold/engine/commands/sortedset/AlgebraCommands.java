package io.ringhold.engine.commands.sortedset;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.SortedSetCursor;
import io.ringhold.engine.keyspace.SortedSetValues;
import io.ringhold.engine.util.Doubles;

/**
 * ZUNION ZINTER ZDIFF, their STORE forms, and ZINTERCARD. The result is made up beside the destination first, which may be one of the
 * sources. Engine thread.
 */
final class AlgebraCommands implements CommandGroupHandlers {
    private static final long NO_LIMIT = Long.MAX_VALUE;
    /** Sources are on the heap, and stay for the next command. */
    private static final int MAX_SOURCES = 10_000;
    /** Up to so many sources are sorted in place. */
    private static final int FEW = 64;
    private static final String NEGATIVE_LIMIT = "ERR LIMIT can't be negative";

    private final SortedSetCursor cursor = new SortedSetCursor();
    /** As many as a command has had; the first {@link #sourceCount} are in use. */
    private final List<ScoredSource> sources = new ArrayList<>();
    private int sourceCount;
    private Aggregate aggregate;
    private boolean withScores;
    private long limit;

    /** What becomes of the scores of a member that several sources have. */
    private enum Aggregate {
        SUM, MIN, MAX;

        /** Of -0.0 and 0.0 the first. */
        double of(final double a, final double b) {
            return switch (this) {
                case SUM -> orZero(a + b);
                case MIN -> b < a ? b : a;
                case MAX -> b > a ? b : a;
            };
        }
    }

    /** What the result consists of. */
    private enum Operation {
        UNION(KeyEvent.ZUNIONSTORE), INTERSECTION(KeyEvent.ZINTERSTORE), DIFFERENCE(KeyEvent.ZDIFFSTORE);

        private final KeyEvent stored;

        Operation(final KeyEvent stored) {
            this.stored = stored;
        }
    }

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("zunion", context -> reply(context, Operation.UNION));
        binder.bind("zinter", context -> reply(context, Operation.INTERSECTION));
        binder.bind("zdiff", context -> reply(context, Operation.DIFFERENCE));
        binder.bind("zunionstore", context -> store(context, Operation.UNION));
        binder.bind("zinterstore", context -> store(context, Operation.INTERSECTION));
        binder.bind("zdiffstore", context -> store(context, Operation.DIFFERENCE));
        binder.bind("zintercard", this::zintercard);
    }

    private void reply(final CommandContext context, final Operation operation) {
        if (!openSources(context, 1) || !parseOptions(context, 1, operation, true)) {
            return;
        }
        final SortedSetValues values = context.sortedSets();
        final long result = values.createEntry(0, 0);
        if (result != 0 && compute(values, operation, result)) {
            SortedSets.replyRange(context, result, cursor, 0, values.size(result), false, withScores);
        } else {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        }
        if (result != 0) {
            values.discard(result);
        }
    }

    private void store(final CommandContext context, final Operation operation) {
        if (!openSources(context, 2) || !parseOptions(context, 2, operation, false)) {
            return;
        }
        final SortedSetValues values = context.sortedSets();
        final long result = values.createEntry(context.argument(1), context.argumentLength(1));
        if (result != 0 && compute(values, operation, result)) {
            SortedSets.store(context, 1, result, operation.stored);
            return;
        }
        if (result != 0) {
            values.discard(result);
        }
        context.reply().error(CommandContext.OUT_OF_MEMORY);
    }

    /** ZINTERCARD numkeys key [key ...] [LIMIT limit]. */
    private void zintercard(final CommandContext context) {
        if (!openSources(context, 1)) {
            return;
        }
        limit = 0;
        for (int i = 2 + sourceCount; i < context.argumentCount(); i += 2) {
            if (i + 1 == context.argumentCount() || !context.is(i, "LIMIT")) {
                context.reply().error(CommandContext.SYNTAX_ERROR);
                return;
            }
            if (!context.parseInteger(i + 1, NEGATIVE_LIMIT)) {
                return;
            }
            limit = context.integer();
            if (limit < 0) {
                context.reply().error(NEGATIVE_LIMIT);
                return;
            }
        }
        sortBySize();
        final long most = limit == 0 ? NO_LIMIT : limit;
        final ScoredSource base = sources.getFirst();
        long count = 0;
        for (boolean more = base.first(); more && count < most; more = base.next()) {
            base.view();
            if (isInAll(base)) {
                count++;
            }
        }
        context.reply().integer(count);
    }

    /** Opens the keys behind their number; false when the error has been sent. */
    private boolean openSources(final CommandContext context, final int numkeys) {
        if (!context.parseInteger(numkeys)) {
            return false;
        }
        if (context.integer() < 1) {
            context.reply().error(
                    "ERR at least 1 input key is needed for '" + context.command().fullName() + "' command");
            return false;
        }
        if (context.integer() > context.argumentCount() - numkeys - 1L) {
            context.reply().error(CommandContext.SYNTAX_ERROR);
            return false;
        }
        if (context.integer() > MAX_SOURCES) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return false;
        }
        sourceCount = (int) context.integer();
        while (sources.size() < sourceCount) {
            sources.add(new ScoredSource());
        }
        for (int i = 0; i < sourceCount; i++) {
            if (!sources.get(i).open(context, numkeys + 1 + i)) {
                return false;
            }
        }
        return true;
    }

    /** Reads what stands behind the keys; false when the error has been sent. */
    private boolean parseOptions(final CommandContext context, final int numkeys, final Operation operation,
            final boolean mayHaveScores) {
        aggregate = Aggregate.SUM;
        withScores = false;
        final boolean isWeighted = operation != Operation.DIFFERENCE;
        int i = numkeys + 1 + sourceCount;
        while (i < context.argumentCount()) {
            final int left = context.argumentCount() - i;
            if (isWeighted && left > sourceCount && context.is(i, "WEIGHTS")) {
                if (!parseWeights(context, i + 1)) {
                    return false;
                }
                i += 1 + sourceCount;
            } else if (isWeighted && left > 1 && context.is(i, "AGGREGATE") && parseAggregate(context, i + 1)) {
                i += 2;
            } else if (mayHaveScores && context.is(i, "WITHSCORES")) {
                withScores = true;
                i++;
            } else {
                context.reply().error(CommandContext.SYNTAX_ERROR);
                return false;
            }
        }
        return true;
    }

    private boolean parseWeights(final CommandContext context, final int first) {
        for (int i = 0; i < sourceCount; i++) {
            final double weight = Doubles.parse(context.argument(first + i), context.argumentLength(first + i));
            if (Double.isNaN(weight)) {
                context.reply().error("ERR weight value is not a float");
                return false;
            }
            sources.get(i).weight(weight);
        }
        return true;
    }

    private boolean parseAggregate(final CommandContext context, final int argument) {
        if (context.is(argument, "SUM")) {
            aggregate = Aggregate.SUM;
        } else if (context.is(argument, "MIN")) {
            aggregate = Aggregate.MIN;
        } else if (context.is(argument, "MAX")) {
            aggregate = Aggregate.MAX;
        } else {
            return false;
        }
        return true;
    }

    private boolean compute(final SortedSetValues values, final Operation operation, final long result) {
        if (operation != Operation.DIFFERENCE) {
            sortBySize();
        }
        return switch (operation) {
            case UNION -> unite(values, result);
            case INTERSECTION -> intersect(values, result);
            case DIFFERENCE -> subtract(values, result);
        };
    }

    /** The smallest first, which is the order that scores are summed up in. */
    private void sortBySize() {
        if (sourceCount > FEW) {
            sources.subList(0, sourceCount).sort(Comparator.comparingLong(ScoredSource::size));
            return;
        }
        for (int i = 1; i < sourceCount; i++) {
            final ScoredSource moved = sources.get(i);
            int at = i;
            while (at > 0 && sources.get(at - 1).size() > moved.size()) {
                sources.set(at, sources.get(at - 1));
                at--;
            }
            sources.set(at, moved);
        }
    }

    private boolean unite(final SortedSetValues values, final long result) {
        for (int i = 0; i < sourceCount; i++) {
            final ScoredSource source = sources.get(i);
            for (boolean more = source.first(); more; more = source.next()) {
                source.view();
                double score = orZero(source.weighted());
                if (values.find(result, source.address(), source.length())) {
                    score = aggregate.of(values.score(), score);
                }
                if (values.set(result, source.address(), source.length(), score) == SortedSetValues.NO_MEMORY) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean intersect(final SortedSetValues values, final long result) {
        final ScoredSource base = sources.getFirst();
        for (boolean more = base.first(); more; more = base.next()) {
            base.view();
            final double own = base.weighted();
            double score = orZero(own);
            boolean isInAll = true;
            for (int i = 1; i < sourceCount && isInAll; i++) {
                final ScoredSource other = sources.get(i);
                isInAll = other.find(base.address(), base.length());
                score = aggregate.of(score, other.weighted());
            }
            if (isInAll
                    && values.set(result, base.address(), base.length(), score) == SortedSetValues.NO_MEMORY) {
                return false;
            }
        }
        return true;
    }

    private boolean subtract(final SortedSetValues values, final long result) {
        final ScoredSource base = sources.getFirst();
        for (boolean more = base.first(); more; more = base.next()) {
            base.view();
            final double score = base.weighted();
            if (!isInAny(base)
                    && values.set(result, base.address(), base.length(), score) == SortedSetValues.NO_MEMORY) {
                return false;
            }
        }
        return true;
    }

    private boolean isInAll(final ScoredSource base) {
        for (int i = 1; i < sourceCount; i++) {
            if (!sources.get(i).isSameAs(base) && !sources.get(i).find(base.address(), base.length())) {
                return false;
            }
        }
        return true;
    }

    private boolean isInAny(final ScoredSource base) {
        for (int i = 1; i < sourceCount; i++) {
            if (sources.get(i).isSameAs(base) || sources.get(i).find(base.address(), base.length())) {
                return true;
            }
        }
        return false;
    }

    private static double orZero(final double score) {
        return Double.isNaN(score) ? 0 : score;
    }
}
