package io.ringhold.engine.commands.generic;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.offheap.keys.Entries;

/**
 * EXPIRE and its kin, and PERSIST. The log keeps the absolute time: a PEXPIREAT, or a DEL when that time has come already. Engine
 * thread; allocates nothing but for errors that quote an argument.
 */
public final class ExpiryCommands implements CommandGroupHandlers {
    private static final int NX = 1;
    private static final int XX = 2;
    private static final int GT = 4;
    private static final int LT = 8;
    private static final int WRONG = -1;
    private static final long MS_PER_SECOND = 1000;
    private static final String NX_WITH_OTHERS = "ERR NX and XX, GT or LT options at the same time are not compatible";
    private static final String GT_WITH_LT = "ERR GT and LT options at the same time are not compatible";

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("expire", this::expire);
        binder.bind("pexpire", this::pexpire);
        binder.bind("expireat", this::expireAt);
        binder.bind("pexpireat", this::pexpireAt);
        binder.bind("persist", this::persist);
    }

    /** EXPIRE key seconds [NX | XX | GT | LT]. */
    private void expire(final CommandContext context) {
        expire(context, context.nowMs(), MS_PER_SECOND);
    }

    /** PEXPIRE key milliseconds [NX | XX | GT | LT]. */
    private void pexpire(final CommandContext context) {
        expire(context, context.nowMs(), 1);
    }

    /** EXPIREAT key unix-seconds [NX | XX | GT | LT]. */
    private void expireAt(final CommandContext context) {
        expire(context, 0, MS_PER_SECOND);
    }

    /** PEXPIREAT key unix-milliseconds [NX | XX | GT | LT]. */
    private void pexpireAt(final CommandContext context) {
        expire(context, 0, 1);
    }

    /** PERSIST key. */
    private void persist(final CommandContext context) {
        final long slot = context.findForWrite(1);
        if (slot == 0 || !context.keyspace().entries().hasExpiry(context.entry(slot))) {
            context.reply().integer(0);
            return;
        }
        context.database().expireAt(slot, Entries.NO_EXPIRY);
        context.modified(1, KeyEvent.PERSIST);
        context.reply().integer(1);
    }

    private static void expire(final CommandContext context, final long baseMs, final long unitMs) {
        final int conditions = conditions(context);
        if (conditions == WRONG || !context.parseInteger(2)) {
            return;
        }
        final long amount = context.integer();
        if (amount > Long.MAX_VALUE / unitMs || amount < Long.MIN_VALUE / unitMs
                || amount * unitMs > Long.MAX_VALUE - baseMs) {
            context.reply().error("ERR invalid expire time in '" + context.command().fullName() + "' command");
            return;
        }
        final long atMs = amount * unitMs + baseMs;
        final long slot = context.findForWrite(1);
        if (slot == 0 || !isAllowed(conditions, context.keyspace().entries().expireAtMs(context.entry(slot)), atMs)) {
            context.reply().integer(0);
            return;
        }
        if (atMs <= context.nowMs() && !context.keyspace().expiryPaused()) {
            context.database().delete(slot);
            context.modified(1, KeyEvent.DEL);
            context.effects().begin(2).word("DEL").bytes(context.argument(1), context.argumentLength(1)).end();
        } else if (context.database().expireAt(slot, Math.max(0, atMs))) {
            context.modified(1, KeyEvent.EXPIRE);
            context.effects().begin(3).word("PEXPIREAT").bytes(context.argument(1), context.argumentLength(1))
                    .number(atMs).end();
        } else {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        context.reply().integer(1);
    }

    private static boolean isAllowed(final int conditions, final long currentMs, final long atMs) {
        if (currentMs == Entries.NO_EXPIRY) {
            return (conditions & (XX | GT)) == 0;
        }
        return (conditions & NX) == 0 && ((conditions & GT) == 0 || atMs > currentMs)
                && ((conditions & LT) == 0 || atMs < currentMs);
    }

    /** The options as bits, or {@link #WRONG} when the error has been sent. */
    private static int conditions(final CommandContext context) {
        int conditions = 0;
        for (int i = 3; i < context.argumentCount(); i++) {
            if (context.is(i, "NX")) {
                conditions |= NX;
            } else if (context.is(i, "XX")) {
                conditions |= XX;
            } else if (context.is(i, "GT")) {
                conditions |= GT;
            } else if (context.is(i, "LT")) {
                conditions |= LT;
            } else {
                context.reply().error("ERR Unsupported option " + context.quoted(i));
                return WRONG;
            }
        }
        if ((conditions & NX) != 0 && conditions != NX) {
            context.reply().error(NX_WITH_OTHERS);
            return WRONG;
        }
        if ((conditions & GT) != 0 && (conditions & LT) != 0) {
            context.reply().error(GT_WITH_LT);
            return WRONG;
        }
        return conditions;
    }
}
