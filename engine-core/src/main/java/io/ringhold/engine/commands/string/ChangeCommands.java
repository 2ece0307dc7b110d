package io.ringhold.engine.commands.string;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.StringValues;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.keys.Entries;

/** APPEND SETRANGE: change a part of a string where it stands; the expiry stays. Engine thread. */
final class ChangeCommands implements CommandGroupHandlers {
    @Override
    public void bindTo(final Binder binder) {
        binder.bind("append", ChangeCommands::append);
        binder.bind("setrange", ChangeCommands::setrange);
    }

    private static void append(final CommandContext context) {
        final long slot = context.findForWrite(1);
        final StringValues strings = context.strings();
        final int added = context.argumentLength(2);
        if (slot == 0) {
            if (strings.set(context.database(), 0, context.hash(1), context.argument(1), context.argumentLength(1),
                    context.argument(2), added, Entries.NO_EXPIRY) == 0) {
                context.reply().error(CommandContext.OUT_OF_MEMORY);
                return;
            }
            context.modified(1, KeyEvent.APPEND);
            context.reply().integer(added);
            return;
        }
        if (!context.requireString(slot)) {
            return;
        }
        final long length = strings.length(context.entry(slot));
        if (StringLimits.allow(context, length, added)) {
            write(context, slot, length + added, length, 2, KeyEvent.APPEND);
        }
    }

    private static void setrange(final CommandContext context) {
        if (!context.parseInteger(2)) {
            return;
        }
        final long offset = context.integer();
        if (offset < 0) {
            context.reply().error("ERR offset is out of range");
            return;
        }
        final long slot = context.findForWrite(1);
        if (slot != 0 && !context.requireString(slot)) {
            return;
        }
        final long length = slot == 0 ? 0 : context.strings().length(context.entry(slot));
        final int written = context.argumentLength(3);
        if (written == 0) {
            context.reply().integer(length);
        } else if (StringLimits.allow(context, offset, written)) {
            write(context, slot, Math.max(length, offset + written), offset, 3, KeyEvent.SETRANGE);
        }
    }

    private static void write(final CommandContext context, final long slot, final long newLength, final long offset,
            final int argument, final KeyEvent event) {
        final StringValues strings = context.strings();
        final long bytes = slot == 0
                ? strings.create(context.database(), context.hash(1), context.argument(1), context.argumentLength(1),
                        newLength)
                : strings.writable(context.database(), slot, newLength);
        if (bytes == 0) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        final Arena arena = context.keyspace().arena();
        arena.putBytes(bytes + offset, context.argument(argument), context.argumentLength(argument));
        context.modified(1, event);
        context.reply().integer(newLength);
    }
}
