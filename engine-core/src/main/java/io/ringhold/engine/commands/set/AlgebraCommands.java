package io.ringhold.engine.commands.set;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.OffsetList;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.engine.keyspace.set.SetCursor;
import io.ringhold.engine.keyspace.set.SetValues;
import org.agrona.collections.LongArrayList;

/**
 * SINTER SUNION SDIFF, their STORE forms, and SINTERCARD. What is stored is made up beside the destination first, which may be one of the
 * sources. Engine thread.
 */
final class AlgebraCommands implements CommandGroupHandlers {
    private static final long NO_LIMIT = Long.MAX_VALUE;
    /** Sources are on the heap. */
    private static final int MAX_SOURCES = 100_000;
    private static final String NO_KEYS = "ERR numkeys should be greater than 0";
    private static final String TOO_MANY_KEYS = "ERR Number of keys can't be greater than number of args";
    private static final String NEGATIVE_LIMIT = "ERR LIMIT can't be negative";

    private final SetCursor cursor = new SetCursor();
    private final OffsetList found = new OffsetList();
    /** Entries of the sources, 0 for one that is not there. */
    private final LongArrayList sources = new LongArrayList();

    /** The operations that give some of one source's members. */
    private enum Selection {
        INTERSECTION(KeyEvent.SINTERSTORE), DIFFERENCE(KeyEvent.SDIFFSTORE);

        private final KeyEvent stored;

        Selection(final KeyEvent stored) {
            this.stored = stored;
        }
    }

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("sinter", context -> select(context, Selection.INTERSECTION));
        binder.bind("sdiff", context -> select(context, Selection.DIFFERENCE));
        binder.bind("sunion", this::sunion);
        binder.bind("sinterstore", context -> store(context, Selection.INTERSECTION));
        binder.bind("sdiffstore", context -> store(context, Selection.DIFFERENCE));
        binder.bind("sunionstore", context -> store(context, null));
        binder.bind("sintercard", this::sintercard);
    }

    private void select(final CommandContext context, final Selection selection) {
        if (!findSources(context, 1, context.argumentCount())) {
            return;
        }
        final long base = base(context.sets(), selection);
        found.begin(context.engine().clientArena());
        if (base != 0) {
            gather(context.sets(), base, selection, NO_LIMIT);
        }
        if (found.isIncomplete()) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        } else {
            context.reply().set(found.size());
            Members.reply(context, base, found);
        }
        found.end();
    }

    private void sunion(final CommandContext context) {
        if (!findSources(context, 1, context.argumentCount())) {
            return;
        }
        final SetValues sets = context.sets();
        final long union = sets.createEntry(0, 0);
        if (union != 0 && unite(sets, union)) {
            context.reply().set(sets.size(union));
            Members.replyAll(context, union, cursor);
        } else {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        }
        if (union != 0) {
            sets.discard(union);
        }
    }

    /**
     * @param selection
     *            null for a union.
     */
    private void store(final CommandContext context, final Selection selection) {
        if (!findSources(context, 2, context.argumentCount())) {
            return;
        }
        final SetValues sets = context.sets();
        final long result = sets.createEntry(context.argument(1), context.argumentLength(1));
        if (result == 0 || !(selection == null ? unite(sets, result) : selectInto(sets, result, selection))) {
            if (result != 0) {
                sets.discard(result);
            }
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        final long size = sets.size(result);
        if (size == 0) {
            sets.discard(result);
            context.deleteDestination(1);
            context.reply().integer(0);
            return;
        }
        final KeyEvent event = selection == null ? KeyEvent.SUNIONSTORE : selection.stored;
        final long slot = context.findForWrite(1);
        if (slot != 0) {
            context.database().replace(slot, result);
            context.modified(1, event);
        } else if (context.database().insert(context.hash(1), result) != 0) {
            context.modified(1, event);
        } else {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        context.reply().integer(size);
    }

    /** SINTERCARD numkeys key [key ...] [LIMIT limit]. */
    private void sintercard(final CommandContext context) {
        if (!parseAtLeast(context, 1, 1, NO_KEYS)) {
            return;
        }
        if (context.integer() > context.argumentCount() - 2L) {
            context.reply().error(TOO_MANY_KEYS);
            return;
        }
        final int end = 2 + (int) context.integer();
        long limit = 0;
        for (int i = end; i < context.argumentCount(); i += 2) {
            if (i + 1 == context.argumentCount() || !context.is(i, "LIMIT")) {
                context.reply().error(CommandContext.SYNTAX_ERROR);
                return;
            }
            if (!parseAtLeast(context, i + 1, 0, NEGATIVE_LIMIT)) {
                return;
            }
            limit = context.integer();
        }
        if (!findSources(context, 2, end)) {
            return;
        }
        final long base = base(context.sets(), Selection.INTERSECTION);
        context.reply().integer(base == 0 ? 0 : count(context.sets(), base, limit == 0 ? NO_LIMIT : limit));
    }

    private static boolean parseAtLeast(final CommandContext context, final int argument, final long least,
            final String error) {
        if (!context.parseInteger(argument, error)) {
            return false;
        }
        if (context.integer() < least) {
            context.reply().error(error);
            return false;
        }
        return true;
    }

    /** False when one is not a set, or there are too many, which has been replied. */
    private boolean findSources(final CommandContext context, final int first, final int end) {
        if (end - first > MAX_SOURCES) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return false;
        }
        sources.clear();
        for (int i = first; i < end; i++) {
            final long slot = context.findForRead(i);
            if (slot != 0 && !context.requireType(slot, ValueType.SET)) {
                return false;
            }
            sources.addLong(slot == 0 ? 0 : context.entry(slot));
        }
        return true;
    }

    /** The source whose members the result is of: the smallest of an intersection; 0 when the result is empty. */
    private long base(final SetValues sets, final Selection selection) {
        final long first = sources.getLong(0);
        if (selection == Selection.DIFFERENCE) {
            return first;
        }
        long smallest = first;
        for (int i = 0; i < sources.size(); i++) {
            final long source = sources.getLong(i);
            if (source == 0) {
                return 0;
            }
            if (sets.size(source) < sets.size(smallest)) {
                smallest = source;
            }
        }
        return smallest;
    }

    private void gather(final SetValues sets, final long base, final Selection selection, final long limit) {
        for (boolean more = sets.first(base, cursor); more && found.size() < limit; more = sets.next(cursor)) {
            sets.view(cursor);
            if (isSelected(sets, base, selection)) {
                found.add(sets.member(cursor));
            }
        }
    }

    private long count(final SetValues sets, final long base, final long limit) {
        long count = 0;
        for (boolean more = sets.first(base, cursor); more && count < limit; more = sets.next(cursor)) {
            sets.view(cursor);
            if (isSelected(sets, base, Selection.INTERSECTION)) {
                count++;
            }
        }
        return count;
    }

    private boolean selectInto(final SetValues sets, final long result, final Selection selection) {
        final long base = base(sets, selection);
        boolean more = base != 0 && sets.first(base, cursor);
        while (more) {
            sets.view(cursor);
            if (isSelected(sets, base, selection)
                    && sets.add(result, sets.viewAddress(), sets.viewLength()) == SetValues.NO_MEMORY) {
                return false;
            }
            more = sets.next(cursor);
        }
        return true;
    }

    /** Whether the member viewed belongs to the result. */
    private boolean isSelected(final SetValues sets, final long base, final Selection selection) {
        final boolean wanted = selection == Selection.INTERSECTION;
        for (int i = wanted ? 0 : 1; i < sources.size(); i++) {
            final long source = sources.getLong(i);
            final boolean isThere = source != 0 && (source == base
                    || sets.contains(source, sets.viewAddress(), sets.viewLength()));
            if (isThere != wanted) {
                return false;
            }
        }
        return true;
    }

    private boolean unite(final SetValues sets, final long result) {
        for (int i = 0; i < sources.size(); i++) {
            final long source = sources.getLong(i);
            boolean more = source != 0 && sets.first(source, cursor);
            while (more) {
                sets.view(cursor);
                if (sets.add(result, sets.viewAddress(), sets.viewLength()) == SetValues.NO_MEMORY) {
                    return false;
                }
                more = sets.next(cursor);
            }
        }
        return true;
    }
}
