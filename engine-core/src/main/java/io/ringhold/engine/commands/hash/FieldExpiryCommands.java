package io.ringhold.engine.commands.hash;

import io.ringhold.engine.client.OutputBuffer;
import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.command.EffectWriter;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.hash.HashCursor;
import io.ringhold.engine.keyspace.hash.HashValues;

/**
 * HEXPIRE HPEXPIRE HEXPIREAT HPEXPIREAT HPERSIST HTTL HPTTL HEXPIRETIME HPEXPIRETIME. Times are logged as HPEXPIREAT, and as HDEL when they are past.
 * Engine thread; allocates for errors only.
 */
final class FieldExpiryCommands implements CommandGroupHandlers {
    private static final int TIME = 2;
    private static final int OPTIONS = 3;
    private static final long ROUND_UP_MS = 999;
    private static final long MS_PER_SECOND = 1000;
    /** No reply: there is no memory for the time. */
    private static final int NO_MEMORY = -3;
    private static final int NO_FIELD = -2;
    private static final int NO_TIME = -1;
    private static final int NOT_SET = 0;
    private static final int SET = 1;
    private static final int DELETED = 2;
    private static final String NO_COUNT = "ERR Number of fields must be a positive integer";
    private static final String NOT_POSITIVE = "ERR Parameter `numFields` should be greater than 0";

    private enum Condition {
        NONE, NX, XX, GT, LT
    }

    private final FieldArguments fields = new FieldArguments();
    private final HashCursor cursor = new HashCursor();
    private Condition condition;
    /** What the fields' change is called; null when there was none. */
    private KeyEvent changed;

    @Override
    public void bindTo(final Binder binder) {
        binder.bindUnit("hexpire", context -> expire(context, false, false));
        binder.bindUnit("hpexpire", context -> expire(context, true, false));
        binder.bindUnit("hexpireat", context -> expire(context, false, true));
        binder.bindUnit("hpexpireat", context -> expire(context, true, true));
        binder.bind("hpersist", this::persist);
        binder.bind("httl", context -> tell(context, false, false));
        binder.bind("hpttl", context -> tell(context, true, false));
        binder.bind("hexpiretime", context -> tell(context, false, true));
        binder.bind("hpexpiretime", context -> tell(context, true, true));
    }

    /** HEXPIRE key seconds [NX | XX | GT | LT] FIELDS numfields field [field ...]. */
    private void expire(final CommandContext context, final boolean isMs, final boolean isAbsolute) {
        final long slot = Hashes.findForWrite(context);
        if (slot == Hashes.WRONG) {
            return;
        }
        final long atMs = FieldTime.parse(context, TIME, isMs, isAbsolute);
        if (atMs == FieldTime.INVALID) {
            return;
        }
        condition = parseCondition(context);
        if (!fields.parse(context, condition == Condition.NONE ? OPTIONS : OPTIONS + 1, NOT_POSITIVE)) {
            return;
        }
        final OutputBuffer output = context.session().output();
        final long replyStart = output.end();
        context.reply().array(fields.count());
        changed = null;
        int result = NO_FIELD;
        for (int i = fields.first(); i < context.argumentCount() && result != NO_MEMORY; i++) {
            result = slot == 0 ? NO_FIELD : expireOne(context, context.entry(slot), i, atMs);
            context.reply().integer(result);
        }
        if (result == NO_MEMORY) {
            output.truncate(replyStart);
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        }
        if (slot != 0) {
            context.logNothing();
            context.database().noteFieldTime(context.entry(slot));
            if (changed != null) {
                context.touched(1, changed);
            }
            Hashes.settle(context, slot);
        }
    }

    private static Condition parseCondition(final CommandContext context) {
        if (context.is(OPTIONS, "NX")) {
            return Condition.NX;
        }
        if (context.is(OPTIONS, "XX")) {
            return Condition.XX;
        }
        if (context.is(OPTIONS, "GT")) {
            return Condition.GT;
        }
        return context.is(OPTIONS, "LT") ? Condition.LT : Condition.NONE;
    }

    private int expireOne(final CommandContext context, final long entry, final int field, final long atMs) {
        final HashValues hashes = context.hashes();
        if (hashes.sizeWithDue(entry) == 0 || !Hashes.find(context, entry, field, cursor)) {
            return NO_FIELD;
        }
        if (!isMet(hashes.expireAtMs(cursor), atMs)) {
            return NOT_SET;
        }
        if (atMs <= context.nowMs() && !context.keyspace().expiryPaused()) {
            hashes.remove(entry, cursor);
            context.changed();
            changed = KeyEvent.HDEL;
            begin(context, "HDEL", 3).bytes(context.argument(field), context.argumentLength(field)).end();
            return DELETED;
        }
        if (!hashes.expireAtMs(entry, cursor, atMs)) {
            return NO_MEMORY;
        }
        context.changed();
        changed = KeyEvent.HEXPIRE;
        begin(context, "HPEXPIREAT", 6).number(atMs).word("FIELDS").number(1)
                .bytes(context.argument(field), context.argumentLength(field)).end();
        return SET;
    }

    /** A field without a time counts as one that expires later than all others. */
    private boolean isMet(final long before, final long atMs) {
        return switch (condition) {
            case NX -> before == HashValues.NEVER;
            case XX -> before != HashValues.NEVER;
            case GT -> before != HashValues.NEVER && atMs > before;
            case LT -> before == HashValues.NEVER || atMs < before;
            case NONE -> true;
        };
    }

    /** HPERSIST key FIELDS numfields field [field ...]. */
    private void persist(final CommandContext context) {
        final long slot = Hashes.findForWrite(context);
        if (slot == Hashes.WRONG || !fields.parse(context, 2, NO_COUNT)) {
            return;
        }
        context.reply().array(fields.count());
        for (int i = fields.first(); i < context.argumentCount(); i++) {
            if (slot != 0) {
                Hashes.expire(context, context.entry(slot), i);
            }
            if (slot == 0 || context.hashes().sizeWithDue(context.entry(slot)) == 0
                    || !Hashes.find(context, context.entry(slot), i, cursor)) {
                context.reply().integer(NO_FIELD);
            } else if (context.hashes().expireAtMs(cursor) == HashValues.NEVER) {
                context.reply().integer(NO_TIME);
            } else {
                context.hashes().expireAtMs(context.entry(slot), cursor, HashValues.NEVER);
                context.changed();
                context.reply().integer(SET);
            }
        }
        if (context.changes() > 0) {
            context.touched(1, KeyEvent.HPERSIST);
        }
        if (slot != 0) {
            Hashes.settle(context, slot);
        }
    }

    /** HTTL key FIELDS numfields field [field ...]. */
    private void tell(final CommandContext context, final boolean isMs, final boolean isAbsolute) {
        final long slot = Hashes.findForRead(context);
        if (slot == Hashes.WRONG || !fields.parse(context, 2, NO_COUNT)) {
            return;
        }
        context.reply().array(fields.count());
        for (int i = fields.first(); i < context.argumentCount(); i++) {
            if (slot == 0 || !Hashes.find(context, context.entry(slot), i, cursor)) {
                context.reply().integer(NO_FIELD);
                continue;
            }
            final long atMs = context.hashes().expireAtMs(cursor);
            if (atMs == HashValues.NEVER) {
                context.reply().integer(NO_TIME);
            } else {
                final long ms = isAbsolute ? atMs : Math.max(0, atMs - context.nowMs());
                context.reply().integer(isMs ? ms : (ms + ROUND_UP_MS) / MS_PER_SECOND);
            }
        }
    }

    private static EffectWriter begin(final CommandContext context, final String name, final int arguments) {
        return context.effects().begin(arguments).word(name).bytes(context.argument(1), context.argumentLength(1));
    }
}
