package io.ringhold.engine.commands.stream;

import java.util.Arrays;

import io.ringhold.engine.blocking.WaitReason;
import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.offheap.stream.StreamIterator;

/**
 * XREAD XREADGROUP: entries behind an id, of several streams, or wait for one. What XREADGROUP does is logged as XCLAIM and XGROUP SETID. Engine
 * thread; allocates when it waits only.
 */
final class ReadCommands implements CommandGroupHandlers {
    private final ReadOptions options = new ReadOptions();
    private final IdArgument id = new IdArgument();
    /** Of each stream the id behind which to read; the greatest one stands for what is new to the group. */
    private final IdList after = new IdList();
    private long[] howMany = new long[8];
    private StreamIterator entries;
    private GroupReader groupReader;

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("xread", after.ending(this::read));
        binder.bindUnit("xreadgroup", after.ending(context -> {
            readGroup(context);
            if (groupReader != null) {
                groupReader.end();
            }
        }));
    }

    /** XREAD [COUNT count] [BLOCK milliseconds] STREAMS key [key ...] id [id ...]. */
    private void read(final CommandContext context) {
        if (!begin(context, false)) {
            return;
        }
        int served = 0;
        for (int i = 0; i < options.keys(); i++) {
            final long slot = context.findForRead(options.firstKey() + i);
            howMany[i] = slot == 0 ? 0 : countBehind(StreamSupport.root(context, slot), i);
            served += howMany[i] > 0 ? 1 : 0;
        }
        if (served == 0) {
            replyNothing(context, false);
            return;
        }
        replyHead(context, served);
        for (int i = 0; i < options.keys(); i++) {
            if (howMany[i] > 0) {
                replyKey(context, i);
                context.reply().array(howMany[i]);
                range(StreamSupport.root(context, context.findForRead(options.firstKey() + i)), i);
                for (long left = howMany[i]; left > 0 && entries.next(); left--) {
                    StreamSupport.replyEntry(context, entries);
                }
            }
        }
    }

    /** XREADGROUP GROUP group consumer [COUNT count] [BLOCK milliseconds] [NOACK] STREAMS key [key ...] id [id ...]. */
    private void readGroup(final CommandContext context) {
        if (!begin(context, true)) {
            return;
        }
        if (groupReader == null) {
            groupReader = new GroupReader(context, options);
        }
        int served = 0;
        for (int i = 0; i < options.keys(); i++) {
            final boolean isNew = after.ms(i) == -1 && after.seq(i) == -1;
            howMany[i] = groupReader.take(context, i, isNew, after.ms(i), after.seq(i));
            if (howMany[i] == GroupReader.FAILED) {
                if (served == 0) {
                    context.reply().error(CommandContext.OUT_OF_MEMORY);
                    return;
                }
                howMany[i] = GroupReader.NOTHING;
            }
            served += howMany[i] == GroupReader.NOTHING ? 0 : 1;
        }
        if (served == 0) {
            replyNothing(context, true);
            return;
        }
        replyHead(context, served);
        for (int i = 0; i < options.keys(); i++) {
            if (howMany[i] != GroupReader.NOTHING) {
                replyKey(context, i);
                groupReader.reply(context, i, howMany[i]);
            }
        }
    }

    private static void replyHead(final CommandContext context, final long streams) {
        if (context.reply().isResp3()) {
            context.reply().map(streams);
        } else {
            context.reply().array(streams);
        }
    }

    private void replyKey(final CommandContext context, final int index) {
        if (!context.reply().isResp3()) {
            context.reply().array(2);
        }
        context.reply().bulk(context.argument(options.firstKey() + index),
                context.argumentLength(options.firstKey() + index));
    }

    private void replyNothing(final CommandContext context, final boolean ofGroup) {
        if (options.timeoutNs() == ReadOptions.NO_WAIT) {
            context.reply().nullArray();
            return;
        }
        final long[] ids = new long[2 * options.keys()];
        for (int i = 0; i < options.keys(); i++) {
            ids[2 * i] = after.ms(i);
            ids[2 * i + 1] = after.seq(i);
        }
        context.await(new WaitReason(ValueType.STREAM, ofGroup, ids), options.firstKey(),
                options.firstKey() + options.keys(), options.timeoutNs());
    }

    /** Reads the arguments, and looks at the keys and groups; replies with an error and answers false when something is wrong. */
    private boolean begin(final CommandContext context, final boolean ofGroup) {
        if (!options.parse(context, ofGroup)) {
            return false;
        }
        if (entries == null) {
            entries = new StreamIterator(context.streams().streams());
        }
        if (howMany.length < options.keys()) {
            howMany = Arrays.copyOf(howMany, options.keys());
        }
        after.begin(context.engine().clientArena());
        for (int i = 0; i < options.keys(); i++) {
            final long slot = StreamSupport.findForRead(context, options.firstKey() + i);
            if (slot == StreamSupport.WRONG) {
                return false;
            }
            if (ofGroup && StreamSupport.findGroup(context, slot, options.group()) == 0) {
                StreamSupport.replyNoGroup(context, options.firstKey() + i, options.group(),
                        " in XREADGROUP with GROUP option");
                return false;
            }
            if (!addAfter(context, i, slot, ofGroup)) {
                return false;
            }
        }
        return true;
    }

    private boolean addAfter(final CommandContext context, final int index, final long slot, final boolean ofGroup) {
        final int argument = options.firstKey() + options.keys() + index;
        if (context.waitedFor() != null) {
            return add(context, context.waitedFor().ms(index), context.waitedFor().seq(index));
        }
        if (IdArgument.isOnly(context, argument, '$')) {
            if (ofGroup) {
                context.reply().error("ERR The $ ID is meaningless in the context of XREADGROUP: you want to read the"
                        + " history of this consumer by specifying a proper ID, or use the > ID to get new messages."
                        + " The $ ID would just return an empty result set.");
                return false;
            }
            return addLast(context, slot);
        }
        if (IdArgument.isOnly(context, argument, '>')) {
            if (!ofGroup) {
                context.reply().error("ERR The > ID can be specified only when calling XREADGROUP using the GROUP"
                        + " <group> <consumer> option.");
                return false;
            }
            return add(context, -1, -1);
        }
        if (!ofGroup && IdArgument.isOnly(context, argument, '+')) {
            return addBeforeLastEntry(context, slot);
        }
        return id.parse(context, argument) && add(context, id.ms(), id.seq());
    }

    /** False when there is no memory, which has been replied. */
    private boolean add(final CommandContext context, final long ms, final long seq) {
        if (after.add(ms, seq)) {
            return true;
        }
        context.reply().error(CommandContext.OUT_OF_MEMORY);
        return false;
    }

    private boolean addLast(final CommandContext context, final long slot) {
        if (slot == 0) {
            return add(context, 0, 0);
        }
        final long root = StreamSupport.root(context, slot);
        return add(context, context.streams().streams().lastMs(root), context.streams().streams().lastSeq(root));
    }

    private boolean addBeforeLastEntry(final CommandContext context, final long slot) {
        if (slot != 0) {
            entries.range(StreamSupport.root(context, slot), 0, 0, -1, -1, true);
        }
        if (slot == 0 || !entries.next()) {
            return addLast(context, slot);
        }
        id.set(entries.ms(), entries.seq());
        id.decrement();
        return add(context, id.ms(), id.seq());
    }

    private long countBehind(final long root, final int index) {
        range(root, index);
        return after.ms(index) == -1 && after.seq(index) == -1
                ? 0
                : entries.count(options.count() == 0 ? Long.MAX_VALUE : options.count());
    }

    private void range(final long root, final int index) {
        id.set(after.ms(index), after.seq(index));
        id.increment();
        entries.range(root, id.ms(), id.seq(), -1, -1, false);
    }
}
