package io.ringhold.engine.commands.hash;

import java.util.function.LongConsumer;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.OffsetList;
import io.ringhold.engine.commands.ScanArguments;
import io.ringhold.engine.keyspace.hash.HashCursor;
import io.ringhold.engine.keyspace.hash.HashValues;

/** HGET HMGET HGETALL HKEYS HVALS HLEN HSTRLEN HEXISTS HSCAN. Engine thread. */
final class ReadCommands implements CommandGroupHandlers {
    private static final int FIELD = 2;

    private final HashCursor cursor = new HashCursor();
    private final ScanArguments arguments = new ScanArguments();
    private final ScanArguments.Extra noValues = this::noValues;
    private final OffsetList found = new OffsetList();
    private final LongConsumer scanVisitor = this::visit;
    private HashValues scannedHashes;
    private long scanned;
    private boolean withoutValues;

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("hget", this::hget);
        binder.bind("hmget", this::hmget);
        binder.bind("hgetall", this::hgetall);
        binder.bind("hkeys", context -> all(context, true));
        binder.bind("hvals", context -> all(context, false));
        binder.bind("hlen", ReadCommands::hlen);
        binder.bind("hstrlen", this::hstrlen);
        binder.bind("hexists", this::hexists);
        binder.bind("hscan", this::hscan);
    }

    private void hget(final CommandContext context) {
        final long slot = Hashes.findForRead(context);
        if (slot != Hashes.WRONG) {
            replyValueOf(context, slot, FIELD);
        }
    }

    private void hmget(final CommandContext context) {
        final long slot = Hashes.findForRead(context);
        if (slot != Hashes.WRONG) {
            context.reply().array(context.argumentCount() - (long) FIELD);
            for (int i = FIELD; i < context.argumentCount(); i++) {
                replyValueOf(context, slot, i);
            }
        }
    }

    private void replyValueOf(final CommandContext context, final long slot, final int argument) {
        if (slot != 0 && Hashes.find(context, context.entry(slot), argument, cursor)) {
            context.hashes().view(cursor);
            Hashes.replyValue(context);
        } else {
            context.reply().nullBulk();
        }
    }

    private void hgetall(final CommandContext context) {
        final long slot = Hashes.findForRead(context);
        if (slot == Hashes.WRONG) {
            return;
        }
        context.reply().map(slot == 0 ? 0 : context.hashes().size(context.entry(slot)));
        for (boolean more = slot != 0 && context.hashes().first(context.entry(slot), cursor); more; more = context
                .hashes().next(cursor)) {
            context.hashes().view(cursor);
            Hashes.replyField(context);
            Hashes.replyValue(context);
        }
    }

    private void all(final CommandContext context, final boolean fields) {
        final long slot = Hashes.findForRead(context);
        if (slot == Hashes.WRONG) {
            return;
        }
        context.reply().array(slot == 0 ? 0 : context.hashes().size(context.entry(slot)));
        for (boolean more = slot != 0 && context.hashes().first(context.entry(slot), cursor); more; more = context
                .hashes().next(cursor)) {
            context.hashes().view(cursor);
            if (fields) {
                Hashes.replyField(context);
            } else {
                Hashes.replyValue(context);
            }
        }
    }

    private static void hlen(final CommandContext context) {
        final long slot = Hashes.findForRead(context);
        if (slot != Hashes.WRONG) {
            context.reply().integer(slot == 0 ? 0 : context.hashes().size(context.entry(slot)));
        }
    }

    private void hstrlen(final CommandContext context) {
        final long slot = Hashes.findForRead(context);
        if (slot == Hashes.WRONG) {
            return;
        }
        if (slot != 0 && Hashes.find(context, context.entry(slot), FIELD, cursor)) {
            context.hashes().view(cursor);
            context.reply().integer(context.hashes().valueLength());
        } else {
            context.reply().integer(0);
        }
    }

    private void hexists(final CommandContext context) {
        final long slot = Hashes.findForRead(context);
        if (slot != Hashes.WRONG) {
            context.reply().integer(slot != 0 && Hashes.find(context, context.entry(slot), FIELD, cursor) ? 1 : 0);
        }
    }

    /** HSCAN key cursor [MATCH pattern] [COUNT count] [NOVALUES]. */
    private void hscan(final CommandContext context) {
        if (!arguments.parseCursor(context, 2)) {
            return;
        }
        final long slot = Hashes.findForRead(context);
        if (slot == Hashes.WRONG) {
            return;
        }
        if (slot == 0) {
            context.reply().array(2);
            context.reply().bulkUnsigned(0);
            context.reply().array(0);
            return;
        }
        withoutValues = false;
        if (arguments.parseOptions(context, 3, noValues)) {
            scan(context, context.entry(slot));
        }
    }

    private int noValues(final CommandContext context, final int argument) {
        if (!context.is(argument, "NOVALUES")) {
            return 0;
        }
        withoutValues = true;
        return 1;
    }

    private void scan(final CommandContext context, final long entry) {
        scannedHashes = context.hashes();
        scanned = entry;
        found.begin(context.engine().clientArena());
        final long next = scannedHashes.scan(entry, arguments.cursor(), arguments.count(), scanVisitor);
        if (found.isIncomplete()) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        } else {
            context.reply().array(2);
            context.reply().bulkUnsigned(next);
            context.reply().array(withoutValues ? found.size() : 2 * found.size());
            for (long i = 0; i < found.size(); i++) {
                scannedHashes.view(entry, found.get(i));
                Hashes.replyField(context);
                if (!withoutValues) {
                    Hashes.replyValue(context);
                }
            }
        }
        found.end();
    }

    private void visit(final long member) {
        scannedHashes.view(scanned, member);
        if (arguments.matches(scannedHashes.fieldAddress(), scannedHashes.fieldLength())) {
            found.add(member);
        }
    }
}
