package io.ringhold.engine.commands.hash;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.engine.keyspace.hash.HashCursor;
import io.ringhold.engine.keyspace.hash.HashValues;

/** What several hash commands do: finding, making and dropping the hash of the first argument, and parts of replies. */
final class Hashes {
    static final long WRONG = -1;

    private Hashes() {}

    /** Slot of the hash to change, 0 when there is none, {@link #WRONG} when it is another type, which has been replied. */
    static long findForWrite(final CommandContext context) {
        return checked(context, context.findForWrite(1));
    }

    /** Slot of the hash to read, 0 when there is none or all its fields have expired, {@link #WRONG} when it is another type, which has been replied. */
    static long findForRead(final CommandContext context) {
        final long slot = checked(context, context.findForRead(1));
        return slot > 0 && context.hashes().size(context.entry(slot)) == 0 ? 0 : slot;
    }

    private static long checked(final CommandContext context, final long slot) {
        return slot == 0 || context.requireType(slot, ValueType.HASH) ? slot : WRONG;
    }

    /** A new, empty hash; 0 when there is no memory. */
    static long create(final CommandContext context) {
        return context.hashes().create(context.database(), context.hash(1), context.argument(1),
                context.argumentLength(1));
    }

    /** Removes the field that an argument names when its time has come: before a command that is logged as sent sets it anew. */
    static void expire(final CommandContext context, final long entry, final int argument) {
        context.database().expireFieldOf(entry, context.argument(argument), context.argumentLength(argument));
    }

    /**
     * After fields have been taken out of a hash, of which has been told: an empty one's key goes, and with it fields whose time has come. These
     * go from the log's data then as well, last of what the command logs, or in its place.
     */
    static void settle(final CommandContext context, final long slot) {
        final long entry = context.entry(slot);
        if (context.hashes().size(entry) == 0) {
            if (context.hashes().sizeWithDue(entry) > 0 && context.changes() == 0) {
                context.touched(1, KeyEvent.HEXPIRED);
            } else if (context.hashes().sizeWithDue(entry) > 0) {
                context.event(1, KeyEvent.HEXPIRED);
            }
            if (context.hashes().sizeWithDue(entry) > 0) {
                context.effects().begin(2).word("DEL").bytes(context.argument(1), context.argumentLength(1)).end();
            }
            context.database().delete(slot);
            context.event(1, KeyEvent.DEL);
        }
    }

    /** Goes to the field that an argument names. */
    static boolean find(final CommandContext context, final long entry, final int argument, final HashCursor cursor) {
        return context.hashes().find(entry, context.argument(argument), context.argumentLength(argument), cursor);
    }

    static void replyField(final CommandContext context) {
        final HashValues hashes = context.hashes();
        context.reply().bulk(hashes.fieldAddress(), hashes.fieldLength());
    }

    static void replyValue(final CommandContext context) {
        final HashValues hashes = context.hashes();
        context.reply().bulk(hashes.valueAddress(), hashes.valueLength());
    }
}
