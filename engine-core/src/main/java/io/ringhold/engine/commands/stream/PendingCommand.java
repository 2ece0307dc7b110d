package io.ringhold.engine.commands.stream;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.offheap.stream.Consumers;
import io.ringhold.offheap.stream.PendingEntries;
import io.ringhold.offheap.stream.PendingIterator;

/** XPENDING. Engine thread; allocates for errors only, and once its list has grown. */
final class PendingCommand implements CommandGroupHandlers {
    private static final int MIN_RANGE_ARGUMENTS = 6;
    private static final int MAX_ARGUMENTS = 9;

    private final IdArgument start = new IdArgument();
    private final IdArgument end = new IdArgument();
    private final IdList found = new IdList();
    private PendingIterator iterator;
    private long minIdleMs;
    private long count;
    private int consumerArgument;

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("xpending", found.ending(this::pending));
    }

    /** XPENDING key group [[IDLE min-idle-time] start end count [consumer]]. */
    private void pending(final CommandContext context) {
        final int arguments = context.argumentCount();
        if (arguments != 3 && (arguments < MIN_RANGE_ARGUMENTS || arguments > MAX_ARGUMENTS)) {
            context.reply().error(CommandContext.SYNTAX_ERROR);
            return;
        }
        if (arguments > 3 && !parseRange(context)) {
            return;
        }
        final long slot = StreamSupport.findForRead(context, 1);
        if (slot == StreamSupport.WRONG) {
            return;
        }
        final long group = StreamSupport.findGroup(context, slot, 2);
        if (group == 0) {
            StreamSupport.replyNoGroup(context, "");
            return;
        }
        if (iterator == null) {
            iterator = new PendingIterator(context.streams().pending());
        }
        if (arguments == 3) {
            summarize(context, group);
        } else {
            range(context, group);
        }
    }

    private boolean parseRange(final CommandContext context) {
        int at = 3;
        minIdleMs = 0;
        if (context.is(at, "IDLE")) {
            if (!context.parseInteger(at + 1)) {
                return false;
            }
            minIdleMs = context.integer();
            if (context.argumentCount() < MIN_RANGE_ARGUMENTS + 2) {
                context.reply().error(CommandContext.SYNTAX_ERROR);
                return false;
            }
            at += 2;
        }
        if (!context.parseInteger(at + 2)) {
            return false;
        }
        count = Math.max(0, context.integer());
        consumerArgument = at + 3 < context.argumentCount() ? at + 3 : 0;
        return start.parseStart(context, at) && end.parseEnd(context, at + 1);
    }

    private void summarize(final CommandContext context, final long group) {
        final var groups = context.streams().groups();
        final long pending = groups.pending(group);
        context.reply().array(4);
        context.reply().integer(pending);
        if (pending == 0) {
            context.reply().nullBulk();
            context.reply().nullBulk();
            context.reply().nullArray();
            return;
        }
        iterator.ofGroup(group, 0, 0, -1, -1);
        iterator.next();
        context.reply().streamId(iterator.ms(), iterator.seq());
        iterator.lastOfGroup(group);
        context.reply().streamId(iterator.ms(), iterator.seq());
        replyConsumers(context, group);
    }

    private static void replyConsumers(final CommandContext context, final long group) {
        final Consumers consumers = context.streams().consumers();
        int busy = 0;
        for (int i = 0; i < consumers.count(group); i++) {
            busy += consumers.pending(consumers.at(group, i)) > 0 ? 1 : 0;
        }
        context.reply().array(busy);
        for (int i = 0; i < consumers.count(group); i++) {
            final long consumer = consumers.at(group, i);
            if (consumers.pending(consumer) > 0) {
                context.reply().array(2);
                context.reply().bulk(consumers.nameAddress(consumer), consumers.nameLength(consumer));
                context.reply().bulkInteger(consumers.pending(consumer));
            }
        }
    }

    private void range(final CommandContext context, final long group) {
        final Consumers consumers = context.streams().consumers();
        final PendingEntries pending = context.streams().pending();
        if (consumerArgument == 0) {
            iterator.ofGroup(group, start.ms(), start.seq(), end.ms(), end.seq());
        } else {
            final long consumer = consumers.find(group, context.argument(consumerArgument),
                    context.argumentLength(consumerArgument));
            if (consumer == 0) {
                context.reply().array(0);
                return;
            }
            iterator.ofConsumer(consumer, start.ms(), start.seq(), end.ms(), end.seq());
        }
        found.begin(context.engine().clientArena());
        while (found.size() < count && iterator.nextIdle(context.nowMs(), minIdleMs)) {
            if (!found.add(iterator.ms(), iterator.seq())) {
                context.reply().error(CommandContext.OUT_OF_MEMORY);
                return;
            }
        }
        context.reply().array(found.size());
        for (int i = 0; i < found.size(); i++) {
            final long entry = pending.find(group, found.ms(i), found.seq(i));
            final long consumer = pending.consumer(entry);
            context.reply().array(4);
            context.reply().streamId(found.ms(i), found.seq(i));
            context.reply().bulk(consumers.nameAddress(consumer), consumers.nameLength(consumer));
            context.reply().integer(Math.max(0, context.nowMs() - pending.deliveredMs(entry)));
            context.reply().integer(pending.deliveries(entry));
        }
    }
}
