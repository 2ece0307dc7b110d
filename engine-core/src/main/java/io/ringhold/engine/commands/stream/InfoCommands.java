package io.ringhold.engine.commands.stream;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.HelpText;
import io.ringhold.offheap.stream.Consumers;
import io.ringhold.offheap.stream.Groups;
import io.ringhold.offheap.stream.PendingEntries;
import io.ringhold.offheap.stream.PendingIterator;
import io.ringhold.offheap.stream.StreamIterator;
import io.ringhold.offheap.stream.Streams;

/**
 * XINFO and its subcommands. There is no radix tree: {@code radix-tree-keys} are the stream's nodes, and {@code radix-tree-nodes} the blocks of the
 * map in which they are found. Engine thread; allocates for errors only.
 */
final class InfoCommands implements CommandGroupHandlers {
    private static final int KEY = 2;
    private static final int GROUP = 3;
    private static final long DEFAULT_COUNT = 10;
    private static final HelpText HELP = new HelpText("XINFO", "CONSUMERS <key> <groupname>",
            "    Show the consumers of a group.", "GROUPS <key>", "    Show the groups of a stream.",
            "STREAM <key> [FULL [COUNT <count>]]",
            "    Show what there is to know about a stream; with FULL its first entries, groups and consumers, too.");

    private StreamIterator entries;
    private PendingIterator pendingEntries;
    private Progress progress;
    private long count;

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("xinfo", null);
        binder.bind("xinfo-consumers", this::consumers);
        binder.bind("xinfo-groups", this::groups);
        binder.bind("xinfo-help", HELP::execute);
        binder.bind("xinfo-stream", this::stream);
    }

    /** XINFO CONSUMERS key group. */
    private void consumers(final CommandContext context) {
        final long slot = find(context);
        if (slot == 0) {
            return;
        }
        final long group = StreamSupport.findGroup(context, slot, GROUP);
        if (group == 0) {
            context.reply().error("NOGROUP No such consumer group '" + context.quoted(GROUP) + "' for key name '"
                    + context.quoted(KEY) + "'");
            return;
        }
        final Consumers consumers = context.streams().consumers();
        context.reply().array(consumers.count(group));
        for (int i = 0; i < consumers.count(group); i++) {
            final long consumer = consumers.at(group, i);
            final long activeMs = consumers.activeMs(consumer);
            context.reply().map(4);
            context.reply().bulk("name");
            context.reply().bulk(consumers.nameAddress(consumer), consumers.nameLength(consumer));
            context.reply().bulk("pending");
            context.reply().integer(consumers.pending(consumer));
            context.reply().bulk("idle");
            context.reply().integer(Math.max(0, context.nowMs() - consumers.seenMs(consumer)));
            context.reply().bulk("inactive");
            context.reply().integer(
                    activeMs == Consumers.NEVER ? Consumers.NEVER : Math.max(0, context.nowMs() - activeMs));
        }
    }

    /** XINFO GROUPS key. */
    private void groups(final CommandContext context) {
        final long slot = find(context);
        if (slot == 0) {
            return;
        }
        final Groups groups = context.streams().groups();
        final long root = StreamSupport.root(context, slot);
        progress.of(root);
        context.reply().array(groups.count(root));
        for (int i = 0; i < groups.count(root); i++) {
            final long group = groups.at(root, i);
            context.reply().map(6);
            context.reply().bulk("name");
            context.reply().bulk(groups.nameAddress(group), groups.nameLength(group));
            context.reply().bulk("consumers");
            context.reply().integer(context.streams().consumers().count(group));
            context.reply().bulk("pending");
            context.reply().integer(groups.pending(group));
            replyProgress(context, group);
        }
    }

    private void replyProgress(final CommandContext context, final long group) {
        final Groups groups = context.streams().groups();
        context.reply().bulk("last-delivered-id");
        context.reply().streamId(groups.lastMs(group), groups.lastSeq(group));
        context.reply().bulk("entries-read");
        replyKnown(context, groups.entriesRead(group), Progress.UNKNOWN);
        context.reply().bulk("lag");
        replyKnown(context, progress.lag(group), Progress.UNKNOWN_LAG);
    }

    private static void replyKnown(final CommandContext context, final long number, final long unknown) {
        if (number == unknown) {
            context.reply().nullBulk();
        } else {
            context.reply().integer(number);
        }
    }

    /** XINFO STREAM key [FULL [COUNT count]]. */
    private void stream(final CommandContext context) {
        final long slot = find(context);
        if (slot == 0) {
            return;
        }
        final int options = context.argumentCount() - KEY - 1;
        if (options == 0) {
            final long root = StreamSupport.root(context, slot);
            context.reply().map(10);
            replyHead(context, root);
            context.reply().bulk("groups");
            context.reply().integer(context.streams().groups().count(root));
            context.reply().bulk("first-entry");
            replyEnd(context, root, false);
            context.reply().bulk("last-entry");
            replyEnd(context, root, true);
        } else if (parseFull(context, options)) {
            replyFull(context, StreamSupport.root(context, slot));
        }
    }

    private boolean parseFull(final CommandContext context, final int options) {
        count = DEFAULT_COUNT;
        if (options != 1 && options != 3 || !context.is(KEY + 1, "FULL")
                || options == 3 && !context.is(KEY + 2, "COUNT")) {
            context.reply().error("ERR unknown subcommand or wrong number of arguments for '" + context.quoted(1)
                    + "'. Try XINFO HELP.");
            return false;
        }
        if (options == 3) {
            if (!context.parseInteger(KEY + 3)) {
                return false;
            }
            count = context.integer() < 0 ? DEFAULT_COUNT : context.integer();
        }
        count = count == 0 ? Long.MAX_VALUE : count;
        return true;
    }

    private void replyHead(final CommandContext context, final long root) {
        final Streams streams = context.streams().streams();
        progress.of(root);
        context.reply().bulk("length");
        context.reply().integer(streams.length(root));
        context.reply().bulk("radix-tree-keys");
        context.reply().integer(streams.nodes(root));
        context.reply().bulk("radix-tree-nodes");
        context.reply().integer(streams.mapBlocks(root));
        context.reply().bulk("last-generated-id");
        context.reply().streamId(streams.lastMs(root), streams.lastSeq(root));
        context.reply().bulk("max-deleted-entry-id");
        context.reply().streamId(streams.maxDeletedMs(root), streams.maxDeletedSeq(root));
        context.reply().bulk("entries-added");
        context.reply().integer(streams.entriesAdded(root));
        context.reply().bulk("recorded-first-entry-id");
        context.reply().streamId(progress.firstMs(), progress.firstSeq());
    }

    private void replyEnd(final CommandContext context, final long root, final boolean isLast) {
        entries.range(root, 0, 0, -1, -1, isLast);
        if (entries.next()) {
            StreamSupport.replyEntry(context, entries);
        } else {
            context.reply().nullBulk();
        }
    }

    private void replyFull(final CommandContext context, final long root) {
        final Groups groups = context.streams().groups();
        context.reply().map(9);
        replyHead(context, root);
        context.reply().bulk("entries");
        final long shown = Math.min(count, context.streams().streams().length(root));
        context.reply().array(shown);
        entries.range(root, 0, 0, -1, -1, false);
        for (long i = 0; i < shown && entries.next(); i++) {
            StreamSupport.replyEntry(context, entries);
        }
        context.reply().bulk("groups");
        context.reply().array(groups.count(root));
        for (int i = 0; i < groups.count(root); i++) {
            replyFullGroup(context, groups.at(root, i));
        }
    }

    private void replyFullGroup(final CommandContext context, final long group) {
        final Groups groups = context.streams().groups();
        final Consumers consumers = context.streams().consumers();
        context.reply().map(7);
        context.reply().bulk("name");
        context.reply().bulk(groups.nameAddress(group), groups.nameLength(group));
        replyProgress(context, group);
        pendingEntries.ofGroup(group, 0, 0, -1, -1);
        replyPending(context, groups.pending(group), true);
        context.reply().bulk("consumers");
        context.reply().array(consumers.count(group));
        for (int i = 0; i < consumers.count(group); i++) {
            final long consumer = consumers.at(group, i);
            context.reply().map(5);
            context.reply().bulk("name");
            context.reply().bulk(consumers.nameAddress(consumer), consumers.nameLength(consumer));
            context.reply().bulk("seen-time");
            context.reply().integer(consumers.seenMs(consumer));
            context.reply().bulk("active-time");
            context.reply().integer(consumers.activeMs(consumer));
            pendingEntries.ofConsumer(consumer, 0, 0, -1, -1);
            replyPending(context, consumers.pending(consumer), false);
        }
    }

    private void replyPending(final CommandContext context, final long size, final boolean withConsumer) {
        final PendingEntries pending = context.streams().pending();
        final Consumers consumers = context.streams().consumers();
        context.reply().bulk("pel-count");
        context.reply().integer(size);
        context.reply().bulk("pending");
        final long shown = Math.min(size, count);
        context.reply().array(shown);
        for (long i = 0; i < shown && pendingEntries.next(); i++) {
            final long entry = pendingEntries.entry();
            context.reply().array(withConsumer ? 4 : 3);
            context.reply().streamId(pendingEntries.ms(), pendingEntries.seq());
            if (withConsumer) {
                final long consumer = pending.consumer(entry);
                context.reply().bulk(consumers.nameAddress(consumer), consumers.nameLength(consumer));
            }
            context.reply().integer(pending.deliveredMs(entry));
            context.reply().integer(pending.deliveries(entry));
        }
    }

    /** The stream's slot, or 0 after an error. */
    private long find(final CommandContext context) {
        if (progress == null) {
            progress = new Progress(context);
            entries = new StreamIterator(context.streams().streams());
            pendingEntries = new PendingIterator(context.streams().pending());
        }
        final long slot = StreamSupport.findForRead(context, KEY);
        if (slot == 0) {
            context.reply().error(CommandContext.NO_SUCH_KEY);
        }
        return slot == StreamSupport.WRONG ? 0 : slot;
    }
}
