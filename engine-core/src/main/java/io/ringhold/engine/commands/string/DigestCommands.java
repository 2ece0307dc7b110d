package io.ringhold.engine.commands.string;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.StringValues;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;

/** DIGEST and DELEX: compare without sending the value, delete only what is as expected. Engine thread. */
final class DigestCommands implements CommandGroupHandlers {
    private static final String NO_STRING = "ERR Key should be of string type if conditions are specified";
    private static final String INVALID_CONDITION = "ERR Invalid condition. Use IFEQ, IFNE, IFDEQ, or IFDNE";

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("digest", DigestCommands::digest);
        binder.bind("delex", DigestCommands::delex);
    }

    private static void digest(final CommandContext context) {
        final long slot = context.findForRead(1);
        if (slot == 0) {
            context.reply().nullBulk();
            return;
        }
        if (!context.requireString(slot)) {
            return;
        }
        final StringValues strings = context.strings();
        strings.view(context.entry(slot));
        final Arena arena = context.engine().clientArena();
        final long block = arena.allocate(ValueDigest.LENGTH, MemoryTag.SCRATCH);
        if (block == 0) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        final long text = arena.address(block);
        ValueDigest.write(text, ValueDigest.of(strings.viewAddress(), strings.viewLength()));
        context.reply().bulk(text, ValueDigest.LENGTH);
        arena.free(block);
    }

    private static void delex(final CommandContext context) {
        final int count = context.argumentCount();
        if (count != 2 && count != 4) {
            context.reply().error("ERR wrong number of arguments for 'delex' command");
            return;
        }
        final long slot = context.findForWrite(1);
        if (slot == 0) {
            context.reply().integer(0);
        } else if (count == 2) {
            delete(context, slot);
        } else if (!context.isString(slot)) {
            context.reply().error(NO_STRING);
        } else {
            deleteOnCondition(context, slot);
        }
    }

    private static void deleteOnCondition(final CommandContext context, final long slot) {
        final boolean byDigest = context.is(2, "IFDEQ") || context.is(2, "IFDNE");
        if (!byDigest && !context.is(2, "IFEQ") && !context.is(2, "IFNE")) {
            context.reply().error(INVALID_CONDITION);
            return;
        }
        if (byDigest && !ValueDigest.requireForm(context, 3)) {
            return;
        }
        final boolean equal = byDigest
                ? ValueDigest.matches(context, slot, 3)
                : context.strings().equal(context.entry(slot), context.argument(3), context.argumentLength(3));
        if (equal == (context.is(2, "IFEQ") || context.is(2, "IFDEQ"))) {
            delete(context, slot);
        } else {
            context.reply().integer(0);
        }
    }

    private static void delete(final CommandContext context, final long slot) {
        context.database().delete(slot);
        context.modified(1, KeyEvent.DEL);
        context.effects().begin(2).word("DEL").bytes(context.argument(1), context.argumentLength(1)).end();
        context.reply().integer(1);
    }
}
