package io.ringhold.engine.commands.stream;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.offheap.stream.PendingEntries;
import io.ringhold.offheap.stream.PendingIterator;
import io.ringhold.offheap.stream.StreamIterator;
import io.ringhold.offheap.stream.index.Ids;
import io.ringhold.offheap.stream.index.Outcome;

/** XCLAIM XAUTOCLAIM: pending entries for another consumer. Logged as what came of it. Engine thread; allocates for errors only. */
final class ClaimCommands implements CommandGroupHandlers {
    private static final int CONSUMER = 3;
    private static final int MIN_IDLE = 4;
    private static final int FIRST_ID = 5;
    private static final int AUTOCLAIM_OPTIONS = 6;
    private static final long DEFAULT_COUNT = 100;
    private static final long MAX_COUNT = Long.MAX_VALUE / 16;
    /** How many pending entries XAUTOCLAIM looks at for each that it is to claim. */
    private static final long LOOKED_PER_CLAIM = 10;

    private final IdArgument id = new IdArgument();
    private final ClaimOptions options = new ClaimOptions();
    private final IdList claimed = new IdList();
    private final IdList gone = new IdList();
    private StreamIterator entries;
    private PendingIterator iterator;
    private long minIdleMs;
    private long count;
    private boolean idsOnly;

    @Override
    public void bindTo(final Binder binder) {
        binder.bindUnit("xclaim", claimed.ending(gone.ending(this::claim)));
        binder.bindUnit("xautoclaim", claimed.ending(gone.ending(this::autoClaim)));
    }

    /** XCLAIM key group consumer min-idle-time id [id ...] [options]. */
    private void claim(final CommandContext context) {
        final long slot = StreamSupport.findForRead(context, 1);
        if (slot == StreamSupport.WRONG) {
            return;
        }
        final long group = StreamSupport.findGroup(context, slot, 2);
        if (group == 0) {
            StreamSupport.replyNoGroup(context, "");
            return;
        }
        if (!parseMinIdle(context, "ERR Invalid min-idle-time argument for XCLAIM")) {
            return;
        }
        int ids = FIRST_ID;
        while (ids < context.argumentCount() && id.isId(context, ids)) {
            ids++;
        }
        if (!options.parse(context, ids)) {
            return;
        }
        final long root = StreamSupport.root(context, slot);
        final long consumer = begin(context, group);
        if (consumer == 0) {
            return;
        }
        final boolean isMoved = moveGroup(context, group);
        final boolean isComplete = claimAll(context, ids, root, group, consumer);
        if (isMoved && claimed.size() == 0) {
            logGroupId(context, group);
        }
        if (!isComplete && claimed.size() == 0) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        if (claimed.size() > 0) {
            context.streams().consumers().activeMs(consumer, context.nowMs());
        }
        replyClaimed(context, root, options.isIdsOnly());
    }

    /** Claims the pending entries of the ids; false when there was no memory for one, and those behind it were not looked at. */
    private boolean claimAll(final CommandContext context, final int idsEnd, final long root, final long group,
            final long consumer) {
        for (int i = FIRST_ID; i < idsEnd; i++) {
            id.isId(context, i);
            if (claimOne(context, root, group, consumer) == Outcome.NO_MEMORY) {
                return false;
            }
        }
        return true;
    }

    /** Sets the group's last id when LASTID is above it. */
    private boolean moveGroup(final CommandContext context, final long group) {
        final var groups = context.streams().groups();
        final boolean moves = Ids.compare(options.lastId().ms(), options.lastId().seq(), groups.lastMs(group),
                groups.lastSeq(group)) > 0;
        if (moves) {
            groups.lastId(group, options.lastId().ms(), options.lastId().seq());
            context.changed();
        }
        return moves;
    }

    /** The consumer that claims, or 0 when there is no memory. */
    private long begin(final CommandContext context, final long group) {
        if (entries == null) {
            entries = new StreamIterator(context.streams().streams());
            iterator = new PendingIterator(context.streams().pending());
        }
        claimed.begin(context.engine().clientArena());
        gone.begin(context.engine().clientArena());
        context.logNothing();
        return StreamSupport.consumer(context, 1, 2, group, CONSUMER);
    }

    /** Claims the pending entry of the id, and notes it for the reply: nobody shall own what it has not been told of. */
    private Outcome claimOne(final CommandContext context, final long root, final long group, final long consumer) {
        final PendingEntries pending = context.streams().pending();
        final long entry = pending.find(group, id.ms(), id.seq());
        if (!context.streams().streams().isThere(root, id.ms(), id.seq())) {
            if (entry != 0) {
                dropGone(context, group, id.ms(), id.seq());
            }
            return Outcome.ABSENT;
        }
        if (entry == 0 && !options.isForced()) {
            return Outcome.ABSENT;
        }
        if (entry != 0 && minIdleMs > 0 && context.nowMs() - pending.deliveredMs(entry) < minIdleMs) {
            return Outcome.ABSENT;
        }
        final long before = entry == 0 ? 1 : pending.deliveries(entry);
        final long deliveries = options.retryCount() >= 0
                ? options.retryCount()
                : before + (options.isIdsOnly() ? 0 : 1);
        if (!claimed.add(id.ms(), id.seq())) {
            return Outcome.NO_MEMORY;
        }
        final Outcome outcome = entry == 0
                ? pending.add(group, consumer, id.ms(), id.seq(), options.deliveredMs(), deliveries)
                : pending.claim(group, consumer, id.ms(), id.seq(), options.deliveredMs(), deliveries);
        if (outcome == Outcome.DONE) {
            logClaimed(context, group, id.ms(), id.seq(), options.deliveredMs(), deliveries);
        } else {
            claimed.removeLast();
        }
        return outcome;
    }

    /** XAUTOCLAIM key group consumer min-idle-time start [COUNT count] [JUSTID]. */
    private void autoClaim(final CommandContext context) {
        final long slot = context.findForRead(1); // first, for Redis counts a miss whatever else is wrong
        if (!parseMinIdle(context, "ERR Invalid min-idle-time argument for XAUTOCLAIM")
                || !id.parseStart(context, FIRST_ID) || !parseAutoClaimOptions(context)) {
            return;
        }
        if (slot != 0 && !context.requireType(slot, ValueType.STREAM)) {
            return;
        }
        final long group = StreamSupport.findGroup(context, slot, 2);
        if (group == 0) {
            StreamSupport.replyNoGroup(context, "");
            return;
        }
        final long consumer = begin(context, group);
        if (consumer == 0) {
            return;
        }
        final long root = StreamSupport.root(context, slot);
        iterator.ofGroup(group, id.ms(), id.seq(), -1, -1);
        final boolean isComplete = claimIdle(context, root, group, consumer);
        if (!isComplete && claimed.size() + gone.size() == 0) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        if (claimed.size() > 0) {
            context.streams().consumers().activeMs(consumer, context.nowMs());
        }
        // Where memory ended, the next call begins with the entry that there was none for.
        final boolean more = !isComplete || iterator.next();
        context.reply().array(3);
        context.reply().streamId(more ? iterator.ms() : 0, more ? iterator.seq() : 0);
        replyClaimed(context, root, idsOnly);
        context.reply().array(gone.size());
        for (int i = 0; i < gone.size(); i++) {
            context.reply().streamId(gone.ms(i), gone.seq(i));
        }
    }

    private boolean parseAutoClaimOptions(final CommandContext context) {
        count = DEFAULT_COUNT;
        idsOnly = false;
        int at = AUTOCLAIM_OPTIONS;
        while (at < context.argumentCount()) {
            if (at + 1 < context.argumentCount() && context.is(at, "COUNT")) {
                if (!context.isInteger(at + 1) || context.integer() < 1 || context.integer() > MAX_COUNT) {
                    context.reply().error("ERR COUNT must be > 0");
                    return false;
                }
                count = context.integer();
                at += 2;
            } else if (context.is(at, "JUSTID")) {
                idsOnly = true;
                at++;
            } else {
                context.reply().error(CommandContext.SYNTAX_ERROR);
                return false;
            }
        }
        return true;
    }

    /** False when there was no memory for the entry at which the iterator is. */
    private boolean claimIdle(final CommandContext context, final long root, final long group, final long consumer) {
        final PendingEntries pending = context.streams().pending();
        long looked = 0;
        while (looked < count * LOOKED_PER_CLAIM && claimed.size() + gone.size() < count && iterator.next()) {
            looked++;
            final long ms = iterator.ms();
            final long seq = iterator.seq();
            if (!context.streams().streams().isThere(root, ms, seq)) {
                if (!gone.add(ms, seq)) {
                    return false;
                }
                dropGone(context, group, ms, seq);
            } else if (minIdleMs == 0 || context.nowMs() - pending.deliveredMs(iterator.entry()) >= minIdleMs) {
                final long deliveries = pending.deliveries(iterator.entry()) + (idsOnly ? 0 : 1);
                if (!claimed.add(ms, seq)) {
                    return false;
                }
                if (pending.claim(group, consumer, ms, seq, context.nowMs(), deliveries) != Outcome.DONE) {
                    claimed.removeLast();
                    return false;
                }
                logClaimed(context, group, ms, seq, context.nowMs(), deliveries);
            }
        }
        return true;
    }

    private boolean parseMinIdle(final CommandContext context, final String error) {
        if (!context.parseInteger(MIN_IDLE, error)) {
            return false;
        }
        minIdleMs = Math.max(0, context.integer());
        return true;
    }

    /** The entry has been deleted: nobody can claim it any more. */
    private static void dropGone(final CommandContext context, final long group, final long ms, final long seq) {
        context.streams().pending().acknowledge(group, ms, seq);
        context.changed();
        context.effects().begin(4).word("XACK").bytes(context.argument(1), context.argumentLength(1))
                .bytes(context.argument(2), context.argumentLength(2)).streamId(ms, seq).end();
    }

    private static void logClaimed(final CommandContext context, final long group, final long ms, final long seq,
            final long deliveredMs, final long deliveries) {
        final var groups = context.streams().groups();
        context.changed();
        context.effects().begin(14).word("XCLAIM").bytes(context.argument(1), context.argumentLength(1))
                .bytes(context.argument(2), context.argumentLength(2))
                .bytes(context.argument(CONSUMER), context.argumentLength(CONSUMER)).number(0).streamId(ms, seq)
                .word("TIME").number(deliveredMs).word("RETRYCOUNT").number(deliveries).word("FORCE").word("JUSTID")
                .word("LASTID").streamId(groups.lastMs(group), groups.lastSeq(group)).end();
    }

    private static void logGroupId(final CommandContext context, final long group) {
        final var groups = context.streams().groups();
        context.effects().begin(7).word("XGROUP").word("SETID")
                .bytes(context.argument(1), context.argumentLength(1))
                .bytes(context.argument(2), context.argumentLength(2))
                .streamId(groups.lastMs(group), groups.lastSeq(group)).word("ENTRIESREAD")
                .number(groups.entriesRead(group)).end();
    }

    private void replyClaimed(final CommandContext context, final long root, final boolean justIds) {
        context.reply().array(claimed.size());
        for (int i = 0; i < claimed.size(); i++) {
            if (justIds) {
                context.reply().streamId(claimed.ms(i), claimed.seq(i));
            } else {
                entries.find(root, claimed.ms(i), claimed.seq(i));
                StreamSupport.replyEntry(context, entries);
            }
        }
    }
}
