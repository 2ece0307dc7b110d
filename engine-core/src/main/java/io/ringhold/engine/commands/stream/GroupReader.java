package io.ringhold.engine.commands.stream;

import java.util.Arrays;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.EffectWriter;
import io.ringhold.engine.keyspace.StreamValues;
import io.ringhold.engine.util.UnsignedDecimal;
import io.ringhold.offheap.stream.Groups;
import io.ringhold.offheap.stream.PendingEntries;
import io.ringhold.offheap.stream.PendingIterator;
import io.ringhold.offheap.stream.StreamIterator;
import io.ringhold.offheap.stream.index.Outcome;

/**
 * What XREADGROUP does with one stream: gives a consumer entries that are new to its group, or those that it has not acknowledged. First all that
 * can fail is done, then the reply is written. Made once per engine. Engine thread; allocates nothing once its lists have grown.
 */
final class GroupReader {
    /** There is nothing to reply with for this stream. */
    static final long NOTHING = -1;
    /** There was no memory. */
    static final long FAILED = -2;

    private static final int IDS_LOGGED_AT_ONCE = 4096;

    private final ReadOptions options;
    private final StreamValues values;
    private final Groups groups;
    private final PendingEntries pending;
    private final StreamIterator entries;
    private final PendingIterator history;
    private final Progress progress;
    private final IdList taken = new IdList();
    private final IdArgument id = new IdArgument();
    /** Of each stream what has been taken; index of the first id, and whether it is the history. */
    private int[] first = new int[8];
    private boolean[] isHistory = new boolean[8];

    GroupReader(final CommandContext context, final ReadOptions options) {
        this.options = options;
        this.values = context.streams();
        this.groups = values.groups();
        this.pending = values.pending();
        this.entries = new StreamIterator(values.streams());
        this.history = new PendingIterator(pending);
        this.progress = new Progress(context);
    }

    /**
     * Takes what the consumer gets.
     *
     * @param index
     *            of the stream among those of the command, which come in their order.
     * @param isNew
     *            true: what is new to the group; false: the consumer's own behind an id.
     * @return how many, {@link #NOTHING} or {@link #FAILED}.
     */
    long take(final CommandContext context, final int index, final boolean isNew, final long afterMs,
            final long afterSeq) {
        if (index == 0) {
            taken.begin(context.engine().clientArena());
        }
        if (index == first.length) {
            first = Arrays.copyOf(first, 2 * index);
            isHistory = Arrays.copyOf(isHistory, 2 * index);
        }
        first[index] = taken.size();
        isHistory[index] = !isNew;
        final int key = options.firstKey() + index;
        final long root = StreamSupport.root(context, context.findForWrite(key));
        final long group = groups.find(root, context.argument(options.group()),
                context.argumentLength(options.group()));
        final long consumer = consumer(context, key, group);
        if (consumer == 0) {
            return FAILED;
        }
        return isNew
                ? takeNew(context, key, root, group, consumer)
                : takeHistory(context, key, root, consumer, afterMs, afterSeq);
    }

    private long consumer(final CommandContext context, final int key, final long group) {
        return StreamSupport.consumer(context, key, options.group(), group, options.group() + 1);
    }

    private long takeNew(final CommandContext context, final int key, final long root, final long group,
            final long consumer) {
        id.set(groups.lastMs(group), groups.lastSeq(group));
        if (id.ms() == -1 && id.seq() == -1) {
            return NOTHING;
        }
        id.increment();
        entries.range(root, id.ms(), id.seq(), -1, -1, false);
        final long limit = options.count() == 0 ? Long.MAX_VALUE : options.count();
        long count = 0;
        boolean failed = false;
        while (count < limit && !failed && entries.next()) {
            if (count == 0) {
                progress.of(root);
                failed = !canLog(context, key, limit);
            }
            failed = failed || !take(group, consumer, entries.ms(), entries.seq(), context.nowMs());
            if (!failed) {
                progress.read(group, entries.ms(), entries.seq());
                count++;
            }
        }
        if (count == 0) {
            return failed ? FAILED : NOTHING;
        }
        values.consumers().activeMs(consumer, context.nowMs());
        context.changed();
        logNew(context, key, group, (int) count);
        return count;
    }

    /** Notes an entry, and gives it to the consumer where it has to acknowledge it; false when there is no memory. */
    private boolean take(final long group, final long consumer, final long ms, final long seq, final long nowMs) {
        if (!taken.add(ms, seq)) {
            return false;
        }
        final boolean isTaken = options.isWithoutAcknowledgement() || give(group, consumer, ms, seq, nowMs);
        if (!isTaken) {
            taken.removeLast();
        }
        return isTaken;
    }

    /** What was taken has been replied. */
    void end() {
        taken.end();
    }

    private boolean give(final long group, final long consumer, final long ms, final long seq, final long nowMs) {
        final Outcome outcome = pending.add(group, consumer, ms, seq, nowMs, 1);
        return outcome == Outcome.DONE
                || outcome == Outcome.PRESENT
                        && pending.claim(group, consumer, ms, seq, nowMs, 1) == Outcome.DONE;
    }

    /** Whether the most ids can be logged that are logged at once, with the names before them. */
    private boolean canLog(final CommandContext context, final int key, final long limit) {
        final long names = (long) context.argumentLength(key) + context.argumentLength(options.group())
                + context.argumentLength(options.group() + 1);
        final long ids = options.isWithoutAcknowledgement() ? 0 : Math.min(limit, IDS_LOGGED_AT_ONCE);
        return context.canLog(names + ids * (UnsignedDecimal.MAX_ID_LENGTH + EffectWriter.ARGUMENT_OVERHEAD));
    }

    private void logNew(final CommandContext context, final int key, final long group, final int count) {
        if (!options.isWithoutAcknowledgement()) {
            for (int i = taken.size() - count; i < taken.size(); i += IDS_LOGGED_AT_ONCE) {
                logClaimed(context, key, group, i, Math.min(taken.size() - i, IDS_LOGGED_AT_ONCE));
            }
        }
        context.effects().begin(7).word("XGROUP").word("SETID")
                .bytes(context.argument(key), context.argumentLength(key))
                .bytes(context.argument(options.group()), context.argumentLength(options.group()))
                .streamId(groups.lastMs(group), groups.lastSeq(group)).word("ENTRIESREAD")
                .number(groups.entriesRead(group)).end();
    }

    private void logClaimed(final CommandContext context, final int key, final long group, final int from,
            final int count) {
        final EffectWriter claim = beginClaim(context, key, 5 + count + 8);
        for (int i = from; i < from + count; i++) {
            claim.streamId(taken.ms(i), taken.seq(i));
        }
        claim.word("TIME").number(context.nowMs()).word("RETRYCOUNT").number(1).word("FORCE").word("JUSTID")
                .word("LASTID").streamId(groups.lastMs(group), groups.lastSeq(group)).end();
    }

    private EffectWriter beginClaim(final CommandContext context, final int key, final int arguments) {
        return context.effects().begin(arguments).word("XCLAIM")
                .bytes(context.argument(key), context.argumentLength(key))
                .bytes(context.argument(options.group()), context.argumentLength(options.group()))
                .bytes(context.argument(options.group() + 1), context.argumentLength(options.group() + 1)).number(0);
    }

    private long takeHistory(final CommandContext context, final int key, final long root,
            final long consumer, final long afterMs, final long afterSeq) {
        id.set(afterMs, afterSeq);
        id.increment();
        history.ofConsumer(consumer, id.ms(), id.seq(), -1, -1);
        final long limit = options.count() == 0 ? Long.MAX_VALUE : options.count();
        long count = 0;
        while (count < limit && history.next() && taken.add(history.ms(), history.seq())) {
            count++;
            if (entries.find(root, history.ms(), history.seq())) {
                final long entry = history.entry();
                pending.delivered(entry, context.nowMs(), pending.deliveries(entry) + 1);
                beginClaim(context, key, 5 + 7).streamId(history.ms(), history.seq()).word("TIME")
                        .number(context.nowMs()).word("RETRYCOUNT").number(pending.deliveries(entry)).word("FORCE")
                        .word("JUSTID").end();
            }
        }
        context.changed();
        context.logNothing();
        return count;
    }

    /** Replies with what was taken of a stream, as an array. */
    void reply(final CommandContext context, final int index, final long count) {
        final long root = StreamSupport.root(context, context.findForWrite(options.firstKey() + index));
        context.reply().array(count);
        if (!isHistory[index] && count > 0) {
            replyNew(context, root, index, count);
            return;
        }
        for (int i = first[index]; i < first[index] + count; i++) {
            if (entries.find(root, taken.ms(i), taken.seq(i))) {
                StreamSupport.replyEntry(context, entries);
            } else {
                context.reply().array(2);
                context.reply().streamId(taken.ms(i), taken.seq(i));
                context.reply().nullArray();
            }
        }
    }

    /** They lie one behind the other. */
    private void replyNew(final CommandContext context, final long root, final int index, final long count) {
        entries.range(root, taken.ms(first[index]), taken.seq(first[index]), -1, -1, false);
        for (long left = count; left > 0 && entries.next(); left--) {
            StreamSupport.replyEntry(context, entries);
        }
    }
}
