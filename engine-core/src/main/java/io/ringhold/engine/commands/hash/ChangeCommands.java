package io.ringhold.engine.commands.hash;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.command.EffectWriter;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.hash.HashCursor;
import io.ringhold.engine.keyspace.hash.HashValues;

/**
 * HSET HMSET HSETNX HDEL. When there is no memory for a field, the fields before it stay as they were set, and the log gets those.
 * Engine thread.
 */
final class ChangeCommands implements CommandGroupHandlers {
    private static final int FIRST_FIELD = 2;

    private final HashCursor cursor = new HashCursor();

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("hset", context -> hset(context, true));
        binder.bind("hmset", context -> hset(context, false));
        binder.bind("hsetnx", this::hsetnx);
        binder.bind("hdel", this::hdel);
    }

    private static void hset(final CommandContext context, final boolean repliesCount) {
        if (context.argumentCount() % 2 != 0) {
            context.reply().error("ERR wrong number of arguments for '" + context.command().fullName() + "' command");
            return;
        }
        long slot = Hashes.findForWrite(context);
        if (slot == Hashes.WRONG) {
            return;
        }
        if (slot == 0) {
            slot = Hashes.create(context);
            if (slot == 0) {
                context.reply().error(CommandContext.OUT_OF_MEMORY);
                return;
            }
        }
        final long entry = context.entry(slot);
        final long before = context.hashes().size(entry);
        final int end = setAll(context, entry);
        context.modified(1, KeyEvent.HSET, (end - FIRST_FIELD) / 2);
        if (end < context.argumentCount()) {
            logUpTo(context, end);
            Hashes.settle(context, slot);
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        } else if (repliesCount) {
            context.reply().integer(context.hashes().size(entry) - before);
        } else {
            context.reply().ok();
        }
    }

    /** The first argument whose field could not be set, or the number of arguments. */
    private static int setAll(final CommandContext context, final long entry) {
        int i = FIRST_FIELD;
        while (i < context.argumentCount() && context.hashes().set(entry, context.argument(i),
                context.argumentLength(i), context.argument(i + 1),
                context.argumentLength(i + 1)) != HashValues.NO_MEMORY) {
            i += 2;
        }
        return i;
    }

    private static void logUpTo(final CommandContext context, final int end) {
        if (end > FIRST_FIELD) {
            final EffectWriter effects = context.effects().begin(end).word("HSET");
            for (int i = 1; i < end; i++) {
                effects.bytes(context.argument(i), context.argumentLength(i));
            }
            effects.end();
        }
    }

    private void hsetnx(final CommandContext context) {
        long slot = Hashes.findForWrite(context);
        if (slot == Hashes.WRONG) {
            return;
        }
        if (slot != 0 && Hashes.find(context, context.entry(slot), FIRST_FIELD, cursor)) {
            context.reply().integer(0);
            return;
        }
        if (slot == 0) {
            slot = Hashes.create(context);
        } else {
            Hashes.expire(context, context.entry(slot), FIRST_FIELD);
        }
        if (slot != 0 && setAll(context, context.entry(slot)) == context.argumentCount()) {
            context.modified(1, KeyEvent.HSET);
            context.reply().integer(1);
            return;
        }
        if (slot != 0) {
            Hashes.settle(context, slot);
        }
        context.reply().error(CommandContext.OUT_OF_MEMORY);
    }

    private void hdel(final CommandContext context) {
        final long slot = Hashes.findForWrite(context);
        if (slot == Hashes.WRONG) {
            return;
        }
        long removed = 0;
        if (slot != 0) {
            final long entry = context.entry(slot);
            for (int i = FIRST_FIELD; i < context.argumentCount() && context.hashes().size(entry) > 0; i++) {
                if (Hashes.find(context, entry, i, cursor)) {
                    context.hashes().remove(entry, cursor);
                    removed++;
                }
            }
            context.modified(1, KeyEvent.HDEL, removed);
            Hashes.settle(context, slot);
        }
        context.reply().integer(removed);
    }
}
