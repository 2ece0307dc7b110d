package io.ringhold.engine.commands.generic;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.ListCursor;
import io.ringhold.engine.keyspace.ListValues;
import io.ringhold.engine.keyspace.SortedSetCursor;
import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.engine.keyspace.set.SetCursor;
import io.ringhold.engine.util.Doubles;
import io.ringhold.offheap.memory.Memory;
import org.agrona.collections.IntArrayList;

/** SORT and SORT_RO. Engine thread. */
public final class SortCommands implements CommandGroupHandlers {
    private static final String NO_NUMBER = "ERR One or more scores can't be converted into double";
    private static final int NONE = 0;
    /** Patterns of GET are on the heap. */
    private static final int MAX_GETS = 100_000;

    private final SortRecords records = new SortRecords();
    private final SortPattern pattern = new SortPattern();
    private final ListCursor listCursor = new ListCursor();
    private final SetCursor setCursor = new SetCursor();
    private final SortedSetCursor sortedSetCursor = new SortedSetCursor();
    /** Arguments that are patterns of GET. */
    private final IntArrayList gets = new IntArrayList();
    /** Arguments that are the pattern of BY and the destination, or 0. */
    private int by;
    private int destination;
    private boolean unsorted;
    private boolean byString;
    private boolean descending;
    private long offset;
    private long limit;
    private boolean numberMissing;

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("sort", context -> sort(context, true));
        binder.bind("sort_ro", context -> sort(context, false));
    }

    private void sort(final CommandContext context, final boolean mayStore) {
        if (!parse(context, mayStore)) {
            return;
        }
        final long slot = context.findForRead(1);
        final int type = slot == 0
                ? ValueType.LIST
                : context.keyspace().entries().type(context.entry(slot));
        if (type != ValueType.LIST && type != ValueType.SET && type != ValueType.SORTED_SET) {
            context.reply().error(CommandContext.WRONG_TYPE);
            return;
        }
        if (unsorted && type == ValueType.SET && destination != NONE) {
            // so that a replayed log stores the same
            unsorted = false;
            byString = true;
            by = NONE;
        }
        records.begin(context.engine().clientArena());
        pattern.begin(destination != NONE);
        numberMissing = false;
        if (slot != 0) {
            gather(context, context.entry(slot), type);
        }
        if (numberMissing) {
            context.reply().error(NO_NUMBER);
        } else if (records.isIncomplete() || pattern.isIncomplete()) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        } else {
            order(type);
            answer(context);
        }
        records.end();
    }

    /** False when the error has been sent. */
    private boolean parse(final CommandContext context, final boolean mayStore) {
        by = NONE;
        destination = NONE;
        unsorted = false;
        byString = false;
        descending = false;
        offset = 0;
        limit = -1;
        gets.clear();
        int i = 2;
        while (i < context.argumentCount()) {
            final int left = context.argumentCount() - i - 1;
            if (context.is(i, "ASC")) {
                descending = false;
            } else if (context.is(i, "DESC")) {
                descending = true;
            } else if (context.is(i, "ALPHA")) {
                byString = true;
            } else if (left >= 2 && context.is(i, "LIMIT")) {
                if (!context.parseInteger(i + 1)) {
                    return false;
                }
                offset = context.integer();
                if (!context.parseInteger(i + 2)) {
                    return false;
                }
                limit = context.integer();
                i += 2;
            } else if (left >= 1 && parsePattern(context, i, mayStore)) {
                i++;
            } else {
                context.reply().error(CommandContext.SYNTAX_ERROR);
                return false;
            }
            i++;
        }
        return true;
    }

    private boolean parsePattern(final CommandContext context, final int argument, final boolean mayStore) {
        if (mayStore && context.is(argument, "STORE")) {
            destination = argument + 1;
        } else if (context.is(argument, "BY")) {
            by = argument + 1;
            unsorted |= !SortPattern.hasStar(context, by); // whatever comes behind it, as in Redis
        } else if (gets.size() < MAX_GETS && context.is(argument, "GET")) {
            gets.addInt(argument + 1);
        } else {
            return false;
        }
        return true;
    }

    private void gather(final CommandContext context, final long entry, final int type) {
        switch (type) {
            case ValueType.LIST -> {
                final ListValues lists = context.lists();
                for (boolean more = lists.seek(entry, 0, listCursor); more; more = lists.next(listCursor)) {
                    lists.view(listCursor);
                    add(context, lists.viewAddress(), lists.viewLength());
                }
            }
            case ValueType.SET -> {
                for (boolean more = context.sets().first(entry, setCursor); more; more = context.sets()
                        .next(setCursor)) {
                    context.sets().view(setCursor);
                    add(context, context.sets().viewAddress(), context.sets().viewLength());
                }
            }
            default -> {
                for (boolean more = context.sortedSets().at(entry, 0, sortedSetCursor); more; more = context
                        .sortedSets().step(sortedSetCursor, false)) {
                    context.sortedSets().view(sortedSetCursor);
                    add(context, context.sortedSets().viewAddress(), context.sortedSets().viewLength());
                }
            }
        }
    }

    private void add(final CommandContext context, final long address, final int length) {
        if (unsorted || by != NONE && !pattern.find(context, by, address, length)) {
            records.add(address, length);
            return;
        }
        final long key = by == NONE ? address : pattern.valueAddress();
        final int keyLength = by == NONE ? length : pattern.valueLength();
        if (byString) {
            // what is only shown goes by the locale in Redis, whose order looks at strings of C
            final int compared = destination == NONE ? lengthBeforeNul(key, keyLength) : keyLength;
            records.add(address, length, key, compared);
            return;
        }
        final double weight = Doubles.parseLeniently(key, keyLength, false);
        numberMissing |= Double.isNaN(weight);
        records.add(address, length, weight);
    }

    private static int lengthBeforeNul(final long address, final int length) {
        int before = 0;
        while (before < length && Memory.getByte(address + before) != 0) {
            before++;
        }
        return before;
    }

    private void order(final int type) {
        if (!unsorted) {
            // sets have no order of their own, and a replayed log has to store the same
            records.sort(byString, descending, type == ValueType.SET && destination != NONE);
        } else if (descending && type != ValueType.SET) {
            records.reverse();
        }
    }

    private void answer(final CommandContext context) {
        final long size = records.size();
        final long from = Math.min(Math.max(offset, 0), size);
        final long count = limit < 0 ? size - from : Math.min(limit, size - from);
        if (destination == NONE) {
            reply(context, from, count);
        } else {
            store(context, from, count);
        }
    }

    private void reply(final CommandContext context, final long from, final long count) {
        context.reply().array(count * Math.max(1, gets.size()));
        for (long i = from; i < from + count; i++) {
            final long address = records.elementAddress(i);
            final int length = records.elementLength(i);
            if (gets.isEmpty()) {
                context.reply().bulk(address, length);
            }
            for (int k = 0; k < gets.size(); k++) {
                if (pattern.find(context, gets.getInt(k), address, length)) {
                    context.reply().bulk(pattern.valueAddress(), pattern.valueLength());
                } else {
                    context.reply().nullBulk();
                }
            }
        }
    }

    /** Puts a list in the place of the destination's value, or deletes that when there are no elements. */
    private void store(final CommandContext context, final long from, final long count) {
        final ListValues lists = context.lists();
        if (count == 0) {
            context.deleteDestination(destination);
            context.reply().integer(0);
            return;
        }
        final long result = lists.createEntry(context.argument(destination), context.argumentLength(destination));
        boolean complete = result != 0;
        for (long i = from; complete && i < from + count; i++) {
            complete = push(context, result, records.elementAddress(i), records.elementLength(i));
        }
        if (!complete || pattern.isIncomplete()) {
            if (result != 0) {
                lists.discard(result);
            }
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        lists.settle();
        final long stored = lists.length(result);
        final long slot = context.findForWrite(destination);
        if (slot != 0) {
            context.database().replace(slot, result);
        } else if (context.database().insert(context.hash(destination), result) == 0) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        context.modified(destination, KeyEvent.SORTSTORE, stored);
        context.reply().integer(stored);
    }

    /** Appends an element, or what the patterns name for it; what is missing is an empty string. */
    private boolean push(final CommandContext context, final long result, final long address, final int length) {
        final ListValues lists = context.lists();
        if (gets.isEmpty()) {
            return lists.push(result, false, address, length);
        }
        for (int k = 0; k < gets.size(); k++) {
            final boolean isThere = pattern.find(context, gets.getInt(k), address, length);
            if (!lists.push(result, false, isThere ? pattern.valueAddress() : address,
                    isThere ? pattern.valueLength() : 0)) {
                return false;
            }
        }
        return true;
    }
}
