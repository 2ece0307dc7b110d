package io.ringhold.engine.commands.string;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.StringValues;
import io.ringhold.offheap.keys.Entries;

/**
 * GET MGET STRLEN GETRANGE SUBSTR, and the two that read and then change the key's life: GETDEL GETEX. Engine thread.
 */
final class ReadCommands implements CommandGroupHandlers {
    private final WriteOptions options = new WriteOptions();

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("get", ReadCommands::get);
        binder.bind("mget", ReadCommands::mget);
        binder.bind("strlen", ReadCommands::strlen);
        binder.bind("getrange", ReadCommands::getrange);
        binder.bind("substr", ReadCommands::getrange);
        binder.bind("getdel", ReadCommands::getdel);
        binder.bind("getex", this::getex);
    }

    private static void get(final CommandContext context) {
        final long slot = context.findForRead(1);
        if (slot == 0) {
            context.reply().nullBulk();
        } else if (context.requireString(slot)) {
            replyValue(context, slot);
        }
    }

    private static void mget(final CommandContext context) {
        final int count = context.argumentCount();
        context.reply().array(count - 1L);
        for (int i = 1; i < count; i++) {
            final long slot = context.findForRead(i);
            if (slot == 0 || !context.isString(slot)) {
                context.reply().nullBulk();
            } else {
                replyValue(context, slot);
            }
        }
    }

    private static void strlen(final CommandContext context) {
        final long slot = context.findForRead(1);
        if (slot == 0) {
            context.reply().integer(0);
        } else if (context.requireString(slot)) {
            context.reply().integer(context.strings().length(context.entry(slot)));
        }
    }

    private static void getrange(final CommandContext context) {
        if (!context.parseInteger(2)) {
            return;
        }
        final long first = context.integer();
        if (!context.parseInteger(3)) {
            return;
        }
        final long last = context.integer();
        final long slot = context.findForRead(1);
        if (slot == 0) {
            context.reply().bulk(0, 0);
        } else if (context.requireString(slot)) {
            final StringValues strings = context.strings();
            strings.view(context.entry(slot));
            replyRange(context, strings.viewAddress(), strings.viewLength(), first, last);
        }
    }

    private static void replyRange(final CommandContext context, final long address, final long length,
            final long first, final long last) {
        if (first < 0 && last < 0 && first > last) {
            context.reply().bulk(0, 0);
            return;
        }
        final long from = Math.max(0, first < 0 ? length + first : first);
        final long to = Math.min(length - 1, Math.max(0, last < 0 ? length + last : last));
        if (from > to) {
            context.reply().bulk(0, 0);
        } else {
            context.reply().bulk(address + from, to - from + 1);
        }
    }

    private static void getdel(final CommandContext context) {
        final long slot = context.findForRead(1);
        if (slot == 0) {
            context.reply().nullBulk();
        } else if (context.requireString(slot)) {
            replyValue(context, slot);
            delete(context, slot);
        }
    }

    private void getex(final CommandContext context) {
        if (!options.parse(context, 2, WriteOptions.FOR_GETEX)) {
            return;
        }
        final long slot = context.findForRead(1);
        if (slot == 0) {
            context.reply().nullBulk();
        } else if (context.requireString(slot) && options.resolveExpiry(context)) {
            getAndExpire(context, slot);
        }
    }

    private void getAndExpire(final CommandContext context, final long slot) {
        if (options.hasExpiry() && options.expireAtMs() <= context.nowMs()) {
            replyValue(context, slot);
            delete(context, slot);
            return;
        }
        final boolean persists = options.persists() && context.keyspace().entries().hasExpiry(context.entry(slot));
        if (options.hasExpiry() || persists) {
            final long expireAtMs = persists ? Entries.NO_EXPIRY : options.expireAtMs();
            if (!context.database().expireAt(slot, expireAtMs)) {
                context.reply().error(CommandContext.OUT_OF_MEMORY);
                return;
            }
            context.modified(1, persists ? KeyEvent.PERSIST : KeyEvent.EXPIRE);
            if (persists) {
                context.effects().begin(2).word("PERSIST").bytes(context.argument(1), context.argumentLength(1)).end();
            } else {
                context.effects().begin(3).word("PEXPIREAT").bytes(context.argument(1), context.argumentLength(1))
                        .number(expireAtMs).end();
            }
        }
        replyValue(context, slot);
    }

    private static void delete(final CommandContext context, final long slot) {
        context.database().delete(slot);
        context.modified(1, KeyEvent.DEL);
        context.effects().begin(2).word("DEL").bytes(context.argument(1), context.argumentLength(1)).end();
    }

    /** Replies with the string in a slot. */
    static void replyValue(final CommandContext context, final long slot) {
        final StringValues strings = context.strings();
        strings.view(context.entry(slot));
        context.reply().bulk(strings.viewAddress(), strings.viewLength());
    }
}
