package io.ringhold.engine.commands.geo;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.command.EffectWriter;
import io.ringhold.engine.commands.OffsetList;
import io.ringhold.engine.commands.sortedset.SortedSets;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.SortedSetValues;

/**
 * GEOADD, logged as the ZADD that does the same. When there is no memory for a member, those before it stay as they were set, and the log gets
 * them. Engine thread; allocates nothing for common numbers.
 */
final class AddCommand implements CommandGroupHandlers {
    private static final int FIRST_OPTION = 2;
    private static final int ARGUMENTS_PER_MEMBER = 3;

    private final GeoArguments arguments = new GeoArguments();
    private final OffsetList hashes = new OffsetList();
    private boolean onlyNew;
    private boolean onlyOld;
    private boolean countsChanged;
    private int added;
    private int updated;

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("geoadd", this::geoadd);
    }

    /** GEOADD key [NX | XX] [CH] longitude latitude member [longitude latitude member ...]. */
    private void geoadd(final CommandContext context) {
        final int first = parseOptions(context);
        final int rest = context.argumentCount() - first;
        if (rest % ARGUMENTS_PER_MEMBER != 0 || rest == 0 || onlyNew && onlyOld) {
            context.reply().error(CommandContext.SYNTAX_ERROR);
            return;
        }
        hashes.begin(context.engine().clientArena());
        if (parsePlaces(context, first)) {
            add(context, first);
        }
        hashes.end();
    }

    /** The first argument that is no option. */
    private int parseOptions(final CommandContext context) {
        onlyNew = false;
        onlyOld = false;
        countsChanged = false;
        int i = FIRST_OPTION;
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
        } else if (context.is(argument, "CH")) {
            countsChanged = true;
        } else {
            return false;
        }
        return true;
    }

    /** False when the error has been sent. */
    private boolean parsePlaces(final CommandContext context, final int first) {
        for (int i = first; i < context.argumentCount(); i += ARGUMENTS_PER_MEMBER) {
            if (!arguments.parsePlace(context, i)) {
                return false;
            }
            hashes.add(GeoHash.encode(arguments.longitude(), arguments.latitude(), GeoHashDescriptor.MAX_STEP));
        }
        if (hashes.isIncomplete()) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return false;
        }
        return true;
    }

    private void add(final CommandContext context, final int first) {
        added = 0;
        updated = 0;
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
        final int done = slot == 0 ? 0 : addAll(context, context.entry(slot), first);
        if (slot != 0) {
            SortedSets.settle(context, slot);
        }
        if (added + updated > 0) {
            context.modified(1, KeyEvent.ZADD, (long) added + updated);
            log(context, first, done);
        }
        if (slot != 0 && done < hashes.size()) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        } else {
            context.reply().integer(countsChanged ? added + updated : added);
        }
    }

    /** Number of members after which there was no memory, or of all. */
    private int addAll(final CommandContext context, final long entry, final int first) {
        final SortedSetValues values = context.sortedSets();
        for (int i = 0; i < hashes.size(); i++) {
            final int argument = memberArgument(first, i);
            final long address = context.argument(argument);
            final int length = context.argumentLength(argument);
            final double score = hashes.get(i);
            final boolean isThere = values.find(entry, address, length);
            final boolean isKept = isThere ? onlyNew || values.score() == score : onlyOld;
            if (isKept) {
                continue;
            }
            if (values.set(entry, address, length, score) == SortedSetValues.NO_MEMORY) {
                return i;
            }
            if (isThere) {
                updated++;
            } else {
                added++;
            }
        }
        return (int) hashes.size();
    }

    private void log(final CommandContext context, final int first, final int members) {
        final EffectWriter effects = context.effects().begin(first + 2 * members).word("ZADD");
        for (int i = 1; i < first; i++) {
            effects.bytes(context.argument(i), context.argumentLength(i));
        }
        for (int i = 0; i < members; i++) {
            final int argument = memberArgument(first, i);
            effects.number(hashes.get(i)).bytes(context.argument(argument), context.argumentLength(argument));
        }
        effects.end();
    }

    private static int memberArgument(final int first, final int index) {
        return first + index * ARGUMENTS_PER_MEMBER + 2;
    }
}
