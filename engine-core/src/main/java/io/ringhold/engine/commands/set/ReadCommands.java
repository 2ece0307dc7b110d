package io.ringhold.engine.commands.set;

import java.util.function.LongConsumer;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.OffsetList;
import io.ringhold.engine.commands.ScanArguments;
import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.engine.keyspace.set.SetCursor;
import io.ringhold.engine.keyspace.set.SetValues;

/** SCARD SISMEMBER SMISMEMBER SMEMBERS SSCAN. Engine thread. */
final class ReadCommands implements CommandGroupHandlers {
    private final SetCursor cursor = new SetCursor();
    private final ScanArguments arguments = new ScanArguments();
    private final OffsetList found = new OffsetList();
    private final LongConsumer scanVisitor = this::visit;
    private SetValues scannedSets;
    private long scanned;

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("scard", ReadCommands::scard);
        binder.bind("sismember", ReadCommands::sismember);
        binder.bind("smismember", ReadCommands::smismember);
        binder.bind("smembers", this::smembers);
        binder.bind("sscan", this::sscan);
    }

    private static void scard(final CommandContext context) {
        final long slot = context.findForRead(1);
        if (slot == 0) {
            context.reply().integer(0);
        } else if (context.requireType(slot, ValueType.SET)) {
            context.reply().integer(context.sets().size(context.entry(slot)));
        }
    }

    private static void sismember(final CommandContext context) {
        final long slot = context.findForRead(1);
        if (slot == 0 || context.requireType(slot, ValueType.SET)) {
            replyIsMember(context, slot, 2);
        }
    }

    private static void smismember(final CommandContext context) {
        final long slot = context.findForRead(1);
        if (slot == 0 || context.requireType(slot, ValueType.SET)) {
            context.reply().array(context.argumentCount() - 2L);
            for (int i = 2; i < context.argumentCount(); i++) {
                replyIsMember(context, slot, i);
            }
        }
    }

    private static void replyIsMember(final CommandContext context, final long slot, final int argument) {
        final boolean isMember = slot != 0 && context.sets().contains(context.entry(slot), context.argument(argument),
                context.argumentLength(argument));
        context.reply().integer(isMember ? 1 : 0);
    }

    private void smembers(final CommandContext context) {
        final long slot = context.findForRead(1);
        if (slot == 0) {
            context.reply().set(0);
        } else if (context.requireType(slot, ValueType.SET)) {
            context.reply().set(context.sets().size(context.entry(slot)));
            Members.replyAll(context, context.entry(slot), cursor);
        }
    }

    /** SSCAN key cursor [MATCH pattern] [COUNT count]. */
    private void sscan(final CommandContext context) {
        if (!arguments.parseCursor(context, 2)) {
            return;
        }
        final long slot = context.findForRead(1);
        if (slot == 0) {
            context.reply().array(2);
            context.reply().bulkUnsigned(0);
            context.reply().array(0);
        } else if (context.requireType(slot, ValueType.SET)
                && arguments.parseOptions(context, 3, ScanArguments.Extra.NONE)) {
            scan(context, context.entry(slot));
        }
    }

    private void scan(final CommandContext context, final long entry) {
        scannedSets = context.sets();
        scanned = entry;
        found.begin(context.engine().clientArena());
        final long next = scannedSets.scan(entry, arguments.cursor(), arguments.count(), scanVisitor);
        if (found.isIncomplete()) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        } else {
            context.reply().array(2);
            context.reply().bulkUnsigned(next);
            context.reply().array(found.size());
            Members.reply(context, entry, found);
        }
        found.end();
    }

    private void visit(final long member) {
        scannedSets.view(scanned, member);
        if (arguments.matches(scannedSets.viewAddress(), scannedSets.viewLength())) {
            found.add(member);
        }
    }
}
