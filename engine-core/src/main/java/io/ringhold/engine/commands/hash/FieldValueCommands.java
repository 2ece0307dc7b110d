package io.ringhold.engine.commands.hash;

import io.ringhold.engine.client.OutputBuffer;
import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.command.EffectWriter;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.hash.HashCursor;
import io.ringhold.engine.keyspace.hash.HashValues;

/**
 * HGETDEL HGETEX HSETEX: fields that are read or set, and deleted or given a time. Logged as HDEL, HSET, HPEXPIREAT and HPERSIST. Engine thread; allocates
 * for errors only.
 */
final class FieldValueCommands implements CommandGroupHandlers {
    private static final int OPTIONS = 2;
    private static final String NOT_POSITIVE = "ERR Number of fields must be a positive integer";

    private enum Time {
        NONE, SET, KEEP
    }

    private final FieldArguments fields = new FieldArguments();
    private final HashCursor cursor = new HashCursor();
    private Time time;
    private long atMs;
    private boolean onlyNew;
    private boolean onlyOld;
    /** What the fields' change is called; null when there was none. */
    private KeyEvent changed;

    @Override
    public void bindTo(final Binder binder) {
        binder.bindUnit("hgetdel", this::getAndDelete);
        binder.bindUnit("hgetex", this::getAndExpire);
        binder.bindUnit("hsetex", this::setAndExpire);
    }

    /** HGETDEL key FIELDS numfields field [field ...]. */
    private void getAndDelete(final CommandContext context) {
        final long slot = Hashes.findForWrite(context);
        if (slot == Hashes.WRONG || !fields.parse(context, OPTIONS, NOT_POSITIVE)) {
            return;
        }
        context.reply().array(fields.count());
        changed = null;
        for (int i = fields.first(); i < context.argumentCount(); i++) {
            if (replyValue(context, slot, i)) {
                changed = KeyEvent.HDEL;
                context.hashes().remove(context.entry(slot), cursor);
                context.changed();
                begin(context, "HDEL", 3, i).end();
            }
        }
        if (slot != 0) {
            tell(context, slot);
        }
    }

    /** HGETEX key [EX seconds | PX ms | EXAT seconds | PXAT ms | PERSIST] FIELDS numfields field [field ...]. */
    private void getAndExpire(final CommandContext context) {
        final long slot = Hashes.findForWrite(context);
        if (slot == Hashes.WRONG) {
            return;
        }
        time = Time.NONE;
        final int at = parseTime(context, OPTIONS, "PERSIST");
        if (at == 0 || !fields.parse(context, at, NOT_POSITIVE)) {
            return;
        }
        final OutputBuffer output = context.session().output();
        final long replyStart = output.end();
        context.reply().array(fields.count());
        changed = null;
        boolean complete = true;
        for (int i = fields.first(); i < context.argumentCount() && complete; i++) {
            if (replyValue(context, slot, i)) {
                complete = changeTime(context, context.entry(slot), i);
            }
        }
        if (!complete) {
            output.truncate(replyStart);
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        }
        if (slot != 0) {
            context.database().noteFieldTime(context.entry(slot));
            tell(context, slot);
        }
    }

    /** Tells what the fields' change is called, and drops an empty hash. */
    private void tell(final CommandContext context, final long slot) {
        if (changed != null) {
            context.touched(1, changed);
        }
        Hashes.settle(context, slot);
    }

    /** Sets or takes away the time of the field at the cursor; KEEP stands for PERSIST here. False when there is no memory. */
    private boolean changeTime(final CommandContext context, final long entry, final int field) {
        final HashValues hashes = context.hashes();
        if (time == Time.KEEP) {
            if (hashes.expireAtMs(cursor) != HashValues.NEVER) {
                hashes.expireAtMs(entry, cursor, HashValues.NEVER);
                context.changed();
                changed = KeyEvent.HPERSIST;
                begin(context, "HPERSIST", 5).word("FIELDS").number(1)
                        .bytes(context.argument(field), context.argumentLength(field)).end();
            }
        }
        return time != Time.SET || expire(context, entry, field);
    }

    /** Gives the field at the cursor the time, or deletes it when that is past; false when there is no memory. */
    private boolean expire(final CommandContext context, final long entry, final int field) {
        if (atMs <= context.nowMs() && !context.keyspace().expiryPaused()) {
            context.hashes().remove(entry, cursor);
            context.changed();
            changed = KeyEvent.HDEL;
            begin(context, "HDEL", 3, field).end();
            return true;
        }
        if (!context.hashes().expireAtMs(entry, cursor, atMs)) {
            return false;
        }
        context.changed();
        changed = KeyEvent.HEXPIRE;
        begin(context, "HPEXPIREAT", 6).number(atMs).word("FIELDS").number(1)
                .bytes(context.argument(field), context.argumentLength(field)).end();
        return true;
    }

    private boolean replyValue(final CommandContext context, final long slot, final int field) {
        if (slot == 0 || context.hashes().sizeWithDue(context.entry(slot)) == 0
                || !Hashes.find(context, context.entry(slot), field, cursor)) {
            context.reply().nullBulk();
            return false;
        }
        context.hashes().view(cursor);
        Hashes.replyValue(context);
        return true;
    }

    /** HSETEX key [FNX | FXX] [EX seconds | PX ms | EXAT seconds | PXAT ms | KEEPTTL] FIELDS numfields field value [...]. */
    private void setAndExpire(final CommandContext context) {
        final int at = parseOptions(context);
        if (at == 0 || !fields.parsePairs(context, at)) {
            return;
        }
        final long found = Hashes.findForWrite(context);
        if (found == Hashes.WRONG) {
            return;
        }
        if (!isMet(context, found)) {
            context.reply().integer(0);
            return;
        }
        final long slot = found == 0 ? Hashes.create(context) : found;
        changed = null;
        final boolean complete = slot != 0 && setAll(context, context.entry(slot));
        if (slot != 0) {
            context.database().noteFieldTime(context.entry(slot));
            if (context.changes() > 0) {
                context.touched(1, KeyEvent.HSET);
            }
            if (changed != null) {
                context.event(1, changed);
            }
            Hashes.settle(context, slot);
        }
        if (complete) {
            context.reply().integer(1);
        } else {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        }
    }

    private boolean isMet(final CommandContext context, final long slot) {
        for (int i = fields.first(); i < context.argumentCount() && (onlyNew || onlyOld); i += 2) {
            final boolean isThere = slot != 0 && Hashes.find(context, context.entry(slot), i, cursor);
            if (isThere ? onlyNew : onlyOld) {
                return false;
            }
        }
        return true;
    }

    private boolean setAll(final CommandContext context, final long entry) {
        final HashValues hashes = context.hashes();
        for (int i = fields.first(); i < context.argumentCount(); i += 2) {
            if (time == Time.KEEP) {
                Hashes.expire(context, entry, i);
            }
            final int result = time == Time.KEEP
                    ? hashes.setKeepingTime(entry, context.argument(i), context.argumentLength(i),
                            context.argument(i + 1), context.argumentLength(i + 1))
                    : hashes.set(entry, context.argument(i), context.argumentLength(i), context.argument(i + 1),
                            context.argumentLength(i + 1));
            if (result == HashValues.NO_MEMORY) {
                return false;
            }
            context.changed();
            logSet(context, i);
            if (time == Time.SET && Hashes.find(context, entry, i, cursor) && !expire(context, entry, i)) {
                return false;
            }
        }
        return true;
    }

    /** HSET takes a field's time away, HSETEX with KEEPTTL does not. */
    private void logSet(final CommandContext context, final int field) {
        final EffectWriter effects = time == Time.KEEP
                ? begin(context, "HSETEX", 7).word("KEEPTTL").word("FIELDS").number(1)
                : begin(context, "HSET", 4);
        effects.bytes(context.argument(field), context.argumentLength(field))
                .bytes(context.argument(field + 1), context.argumentLength(field + 1)).end();
    }

    /** The argument of FIELDS, or 0 after an error. */
    private int parseOptions(final CommandContext context) {
        time = Time.NONE;
        onlyNew = false;
        onlyOld = false;
        int at = OPTIONS;
        while (at > 0 && at < context.argumentCount() && !context.is(at, "FIELDS")) {
            at = parseOption(context, at);
        }
        return at;
    }

    /** The argument behind an option, or 0 after an error. */
    private int parseOption(final CommandContext context, final int at) {
        if (context.is(at, "FNX") || context.is(at, "FXX")) {
            return parseCondition(context, at);
        }
        final int behind = parseTime(context, at, "KEEPTTL");
        if (behind == at) {
            context.reply().error("ERR unknown argument: " + context.quoted(at));
            return 0;
        }
        return behind;
    }

    private int parseCondition(final CommandContext context, final int at) {
        if (onlyNew || onlyOld) {
            context.reply().error("ERR Only one of FXX or FNX arguments can be specified");
            return 0;
        }
        onlyNew = context.is(at, "FNX");
        onlyOld = !onlyNew;
        return at + 1;
    }

    /** The argument behind an option that tells when fields expire, or that they keep to that or never do; the same when it is none, 0 after an error. */
    private int parseTime(final CommandContext context, final int at, final String withoutTime) {
        final boolean isMs = context.is(at, "PX") || context.is(at, "PXAT");
        final boolean isAbsolute = context.is(at, "EXAT") || context.is(at, "PXAT");
        final boolean hasTime = isMs || isAbsolute || context.is(at, "EX");
        if (!hasTime && !context.is(at, withoutTime)) {
            return at;
        }
        if (time != Time.NONE) {
            context.reply()
                    .error("ERR Only one of EX, PX, EXAT, PXAT or " + withoutTime + " arguments can be specified");
            return 0;
        }
        if (!hasTime) {
            time = Time.KEEP;
            return at + 1;
        }
        if (at + 1 == context.argumentCount()) {
            context.reply().error("ERR missing expire time");
            return 0;
        }
        time = Time.SET;
        atMs = FieldTime.parse(context, at + 1, isMs, isAbsolute);
        return atMs == FieldTime.INVALID ? 0 : at + 2;
    }

    private static EffectWriter begin(final CommandContext context, final String name, final int arguments,
            final int field) {
        return begin(context, name, arguments).bytes(context.argument(field), context.argumentLength(field));
    }

    private static EffectWriter begin(final CommandContext context, final String name, final int arguments) {
        return context.effects().begin(arguments).word(name).bytes(context.argument(1), context.argumentLength(1));
    }
}
