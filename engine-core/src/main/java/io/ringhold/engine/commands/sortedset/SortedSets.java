package io.ringhold.engine.commands.sortedset;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.SortedSetCursor;
import io.ringhold.engine.keyspace.SortedSetValues;
import io.ringhold.engine.keyspace.ValueType;

/** What several commands on sorted sets do, those of the group "geo" too: finding, making and dropping sets, and parts of replies. Engine thread. */
public final class SortedSets {
    /** Stands for a slot whose value is of another type. */
    public static final long WRONG = -1;

    private SortedSets() {}

    /** Slot of the sorted set to change, 0 when there is none, {@link #WRONG} when it is another type, which has been replied. */
    public static long findForWrite(final CommandContext context, final int argument) {
        return checked(context, context.findForWrite(argument));
    }

    /** Slot of the sorted set to read, 0 when there is none, {@link #WRONG} when it is another type, which has been replied. */
    public static long findForRead(final CommandContext context, final int argument) {
        return checked(context, context.findForRead(argument));
    }

    private static long checked(final CommandContext context, final long slot) {
        return slot == 0 || context.requireType(slot, ValueType.SORTED_SET) ? slot : WRONG;
    }

    /** After members have been taken out of the set of the first argument, of which has been told: an empty one's key goes. */
    public static void settle(final CommandContext context, final long slot) {
        if (context.sortedSets().size(context.entry(slot)) == 0) {
            context.database().delete(slot);
            context.event(1, KeyEvent.DEL);
        }
    }

    /** Replies with the member viewed, and perhaps its score: in RESP3 those make a pair. */
    static void replyViewed(final CommandContext context, final boolean withScore) {
        final SortedSetValues values = context.sortedSets();
        if (withScore && context.reply().isResp3()) {
            context.reply().array(2);
        }
        context.reply().bulk(values.viewAddress(), values.viewLength());
        if (withScore) {
            context.reply().doubleNumber(values.score());
        }
    }

    /** The head of an array of so many members, perhaps with scores. */
    static void replyHead(final CommandContext context, final long members, final boolean withScores) {
        context.reply().array(withScores && !context.reply().isResp3() ? 2 * members : members);
    }

    /** Replies with members one after the other, from a rank on. */
    static void replyRange(final CommandContext context, final long entry, final SortedSetCursor cursor,
            final long firstRank, final long count, final boolean backwards, final boolean withScores) {
        replyHead(context, count, withScores);
        boolean more = count > 0 && context.sortedSets().at(entry, firstRank, cursor);
        for (long left = count; left > 0 && more; left--) {
            context.sortedSets().view(cursor);
            replyViewed(context, withScores);
            more = context.sortedSets().step(cursor, backwards);
        }
    }

    /**
     * Puts a new set in the place of a key's value, or deletes that when the set is empty; replies with its size.
     *
     * @param destination
     *            argument that is the key.
     * @param result
     *            entry of that key, in no table yet; belongs to the table or is freed afterwards.
     * @param event
     *            what it is called when there is a set.
     */
    public static void store(final CommandContext context, final int destination, final long result,
            final KeyEvent event) {
        final SortedSetValues values = context.sortedSets();
        final long size = values.size(result);
        if (size == 0) {
            values.discard(result);
            context.deleteDestination(destination);
            context.reply().integer(0);
            return;
        }
        final long slot = context.findForWrite(destination);
        if (slot != 0) {
            context.database().replace(slot, result);
            context.modified(destination, event);
        } else if (context.database().insert(context.hash(destination), result) != 0) {
            context.modified(destination, event);
        } else {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        context.reply().integer(size);
    }
}
