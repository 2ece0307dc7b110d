package io.ringhold.engine.commands.generic;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.DatabaseArgument;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.Database;
import io.ringhold.offheap.keys.Entries;

/**
 * COPY, MOVE, RENAME and RENAMENX. A value that stands in a block of its own is handed over, not copied, by all but COPY. Engine
 * thread; allocates nothing.
 */
public final class MoveCommands implements CommandGroupHandlers {
    private static final String SAME_OBJECTS = "ERR source and destination objects are the same";

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("copy", this::copy);
        binder.bind("move", this::move);
        binder.bind("rename", this::rename);
        binder.bind("renamenx", this::renameNx);
    }

    /** COPY source destination [DB destination-db] [REPLACE]. */
    private void copy(final CommandContext context) {
        Database target = context.database();
        boolean replace = false;
        for (int i = 3; i < context.argumentCount(); i++) {
            if (context.is(i, "REPLACE")) {
                replace = true;
            } else if (context.is(i, "DB") && i + 1 < context.argumentCount()) {
                i++;
                final int index = DatabaseArgument.parse(context, i);
                if (index < 0) {
                    return;
                }
                target = context.keyspace().database(index);
            } else {
                context.reply().error(CommandContext.SYNTAX_ERROR);
                return;
            }
        }
        if (target == context.database() && context.isSame(1, 2)) {
            context.reply().error(SAME_OBJECTS);
            return;
        }
        final long source = context.findForRead(1);
        if (source == 0) {
            context.reply().integer(0);
            return;
        }
        final long entry = context.entry(source);
        final long existing = target.findForWrite(context.hash(2), context.argument(2), context.argumentLength(2));
        if (existing != 0 && !replace) {
            context.reply().integer(0);
            return;
        }
        final Entries entries = context.keyspace().entries();
        final long copy = context.keyspace().operations(entry).copy(entry, context.argument(2),
                context.argumentLength(2), entries.expireAtMs(entry));
        if (copy == 0 || existing == 0 && target.insert(context.hash(2), copy) == 0) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        if (existing != 0) {
            target.replace(existing, copy);
            context.keyspace().added(target, copy); // Redis deletes what was there and adds the copy
        }
        context.changed();
        context.touched(target, 2, KeyEvent.COPY_TO);
        context.reply().integer(1);
    }

    /** MOVE key db. */
    private void move(final CommandContext context) {
        final int index = DatabaseArgument.parse(context, 2);
        if (index < 0) {
            return;
        }
        final Database target = context.keyspace().database(index);
        if (target == context.database()) {
            context.reply().error(SAME_OBJECTS);
            return;
        }
        final long slot = context.findForWrite(1);
        if (slot == 0
                || target.findForWrite(context.hash(1), context.argument(1), context.argumentLength(1)) != 0) {
            context.reply().integer(0);
            return;
        }
        if (target.attach(context.hash(1), context.entry(slot)) == 0) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        context.keyspace().added(target, context.entry(slot));
        context.database().detach(slot);
        context.modified(1, KeyEvent.MOVE_FROM);
        context.touched(target, 1, KeyEvent.MOVE_TO);
        context.reply().integer(1);
    }

    /** RENAME key newkey. */
    private void rename(final CommandContext context) {
        final long slot = sourceOfRename(context);
        if (slot == 0) {
            return;
        }
        if (context.isSame(1, 2) || rename(context, slot, context.findForWrite(2))) {
            context.reply().ok();
        }
    }

    /** RENAMENX key newkey. */
    private void renameNx(final CommandContext context) {
        final long slot = sourceOfRename(context);
        if (slot == 0) {
            return;
        }
        if (context.isSame(1, 2) || context.findForWrite(2) != 0) {
            context.reply().integer(0);
        } else if (rename(context, slot, 0)) {
            context.reply().integer(1);
        }
    }

    private static long sourceOfRename(final CommandContext context) {
        final long slot = context.findForWrite(1);
        if (slot == 0) {
            context.reply().error(CommandContext.NO_SUCH_KEY);
        }
        return slot;
    }

    /** False when the error has been sent. */
    private static boolean rename(final CommandContext context, final long slot, final long target) {
        final long oldHash = context.hash(1);
        final long newHash = context.hash(2);
        if (!context.database().rename(slot, oldHash, newHash, context.argument(2), context.argumentLength(2),
                target)) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return false;
        }
        context.modified(1, KeyEvent.RENAME_FROM);
        context.touched(2, KeyEvent.RENAME_TO);
        return true;
    }
}
