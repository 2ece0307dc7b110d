package io.ringhold.engine.commands.string;

import io.ringhold.engine.client.OutputBuffer;
import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.command.EffectWriter;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.offheap.keys.Entries;

/**
 * SET SETEX PSETEX SETNX GETSET: a key gets a new value. With an expiry they are logged as {@code SET key value PXAT
 * ms}, with a condition or GET as the plain SET that they came to. An expiry in the past is no error: the key is set,
 * and gone when it is next looked at. Engine thread.
 */
final class SetCommands implements CommandGroupHandlers {
    private final WriteOptions options = new WriteOptions();

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("set", this::set);
        binder.bind("setex", context -> setWithExpiry(context, true));
        binder.bind("psetex", context -> setWithExpiry(context, false));
        binder.bind("setnx", SetCommands::setnx);
        binder.bind("getset", SetCommands::getset);
    }

    private void set(final CommandContext context) {
        if (!options.parse(context, 3, WriteOptions.FOR_SET) || !options.resolveExpiry(context)) {
            return;
        }
        final long slot = options.returnsOld() ? context.findForRead(1) : context.findForWrite(1);
        if (slot != 0 && options.looksAtValue() && !isComparable(context, slot)) {
            return;
        }
        final OutputBuffer output = context.session().output();
        final long replyStart = output.end();
        if (options.returnsOld()) {
            replyOld(context, slot);
        }
        if (options.condition() != 0 && !isMet(context, slot)) {
            if (!options.returnsOld()) {
                context.reply().nullBulk();
            }
            return;
        }
        if (!store(context, slot, 2, options.expireAtMs(context, slot), options.hasExpiry())) {
            output.truncate(replyStart);
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        if (!options.returnsOld()) {
            context.reply().ok();
        }
        log(context);
    }

    private boolean isComparable(final CommandContext context, final long slot) {
        return context.requireString(slot)
                && (!options.comparesDigest() || ValueDigest.requireForm(context, options.conditionArgument()));
    }

    private boolean isMet(final CommandContext context, final long slot) {
        return switch (options.condition()) {
            case WriteOptions.NX -> slot == 0;
            case WriteOptions.XX -> slot != 0;
            case WriteOptions.IFEQ -> slot != 0 && equalsArgument(context, slot, options.conditionArgument());
            case WriteOptions.IFNE -> slot == 0 || !equalsArgument(context, slot, options.conditionArgument());
            case WriteOptions.IFDEQ -> slot != 0 && ValueDigest.matches(context, slot, options.conditionArgument());
            default -> slot == 0 || !ValueDigest.matches(context, slot, options.conditionArgument());
        };
    }

    private static boolean equalsArgument(final CommandContext context, final long slot, final int argument) {
        return context.strings().equal(context.entry(slot), context.argument(argument),
                context.argumentLength(argument));
    }

    private void log(final CommandContext context) {
        if (options.hasExpiry()) {
            logSetUntil(context, 2, options.expireAtMs());
        } else if (options.condition() != 0 || options.returnsOld()) {
            final EffectWriter set = beginSet(context, options.keepsExpiry() ? 4 : 3, 2);
            if (options.keepsExpiry()) {
                set.word("KEEPTTL");
            }
            set.end();
        }
    }

    private void setWithExpiry(final CommandContext context, final boolean seconds) {
        if (!options.resolveExpiry(context, 2, seconds, true)) {
            return;
        }
        if (store(context, context.findForWrite(1), 3, options.expireAtMs(), true)) {
            context.reply().ok();
            logSetUntil(context, 3, options.expireAtMs());
        } else {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        }
    }

    private static void setnx(final CommandContext context) {
        if (context.findForWrite(1) != 0) {
            context.reply().integer(0);
        } else if (store(context, 0, 2, Entries.NO_EXPIRY, false)) {
            context.reply().integer(1);
        } else {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        }
    }

    private static void getset(final CommandContext context) {
        final long slot = context.findForRead(1);
        if (slot != 0 && !context.requireString(slot)) {
            return;
        }
        final OutputBuffer output = context.session().output();
        final long replyStart = output.end();
        replyOld(context, slot);
        if (store(context, slot, 2, Entries.NO_EXPIRY, false)) {
            beginSet(context, 3, 2).end();
        } else {
            output.truncate(replyStart);
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        }
    }

    /** Replies with the value that is about to be replaced: afterwards it is gone. */
    private static void replyOld(final CommandContext context, final long slot) {
        if (slot == 0) {
            context.reply().nullBulk();
        } else {
            ReadCommands.replyValue(context, slot);
        }
    }

    /**
     * @param expires
     *            whether the command sets the expiry, instead of keeping one that was there.
     */
    private static boolean store(final CommandContext context, final long slot, final int value,
            final long expireAtMs, final boolean expires) {
        if (context.strings().set(context.database(), slot, context.hash(1), context.argument(1),
                context.argumentLength(1), context.argument(value), context.argumentLength(value), expireAtMs) == 0) {
            return false;
        }
        context.modified(1, KeyEvent.SET);
        if (expires) {
            context.event(1, KeyEvent.EXPIRE);
        }
        return true;
    }

    private static void logSetUntil(final CommandContext context, final int value, final long expireAtMs) {
        beginSet(context, 5, value).word("PXAT").number(expireAtMs).end();
    }

    private static EffectWriter beginSet(final CommandContext context, final int arguments, final int value) {
        return context.effects().begin(arguments).word("SET").bytes(context.argument(1), context.argumentLength(1))
                .bytes(context.argument(value), context.argumentLength(value));
    }
}
