package io.ringhold.engine.commands.sortedset;

import java.util.function.LongConsumer;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.OffsetList;
import io.ringhold.engine.commands.ScanArguments;
import io.ringhold.engine.keyspace.SortedSetValues;

/** ZSCAN. Engine thread. */
final class ScanCommand implements CommandGroupHandlers {
    private final ScanArguments arguments = new ScanArguments();
    private final OffsetList found = new OffsetList();
    private final LongConsumer scanVisitor = this::visit;
    private SortedSetValues scannedSets;
    private long scanned;

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("zscan", this::zscan);
    }

    /** ZSCAN key cursor [MATCH pattern] [COUNT count]. */
    private void zscan(final CommandContext context) {
        if (!arguments.parseCursor(context, 2)) {
            return;
        }
        final long slot = SortedSets.findForRead(context, 1);
        if (slot == SortedSets.WRONG) {
            return;
        }
        if (slot == 0) {
            context.reply().array(2);
            context.reply().bulkUnsigned(0);
            context.reply().array(0);
        } else if (arguments.parseOptions(context, 3, ScanArguments.Extra.NONE)) {
            scan(context, context.entry(slot));
        }
    }

    private void scan(final CommandContext context, final long entry) {
        scannedSets = context.sortedSets();
        scanned = entry;
        found.begin(context.engine().clientArena());
        final long next = scannedSets.scan(entry, arguments.cursor(), arguments.count(), scanVisitor);
        if (found.isIncomplete()) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        } else {
            context.reply().array(2);
            context.reply().bulkUnsigned(next);
            context.reply().array(2 * found.size());
            for (long i = 0; i < found.size(); i++) {
                scannedSets.view(entry, found.get(i));
                context.reply().bulk(scannedSets.viewAddress(), scannedSets.viewLength());
                context.reply().bulkDouble(scannedSets.score());
            }
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
