package io.ringhold.engine.commands.stream;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.offheap.stream.StreamIterator;

/** What several stream commands do: finding streams and groups, and parts of replies. Engine thread; allocates for errors only. */
final class StreamSupport {
    /** Another type, which has been replied. */
    static final long WRONG = -1;

    private StreamSupport() {}

    /** Slot of the stream to change, 0 when there is none, or {@link #WRONG}. */
    static long findForWrite(final CommandContext context, final int argument) {
        return checked(context, context.findForWrite(argument));
    }

    /** Slot of the stream to read, 0 when there is none, or {@link #WRONG}. */
    static long findForRead(final CommandContext context, final int argument) {
        return checked(context, context.findForRead(argument));
    }

    private static long checked(final CommandContext context, final long slot) {
        return slot == 0 || context.requireType(slot, ValueType.STREAM) ? slot : WRONG;
    }

    /** The stream in a slot. */
    static long root(final CommandContext context, final long slot) {
        return context.streams().root(context.entry(slot));
    }

    /** The group that an argument names, or 0; there need be no stream. */
    static long findGroup(final CommandContext context, final long slot, final int argument) {
        return slot == 0
                ? 0
                : context.streams().groups().find(root(context, slot), context.argument(argument),
                        context.argumentLength(argument));
    }

    /** Replies that there is no such key or group; the key stands before the group. */
    static void replyNoGroup(final CommandContext context, final String behind) {
        replyNoGroup(context, 1, 2, behind);
    }

    static void replyNoGroup(final CommandContext context, final int key, final int group, final String behind) {
        context.reply().error("NOGROUP No such key '" + context.quoted(key) + "' or consumer group '"
                + context.quoted(group) + "'" + behind);
    }

    /** Replies with the entry that an iterator is at. */
    static void replyEntry(final CommandContext context, final StreamIterator entry) {
        context.reply().array(2);
        context.reply().streamId(entry.ms(), entry.seq());
        replyFields(context, entry);
    }

    private static void replyFields(final CommandContext context, final StreamIterator entry) {
        context.reply().array(2L * entry.fields());
        for (int i = 0; i < entry.fields(); i++) {
            entry.viewField(i);
            context.reply().bulk(entry.viewAddress(), entry.viewLength());
            entry.viewValue(i);
            context.reply().bulk(entry.viewAddress(), entry.viewLength());
        }
    }

    /** The consumer that an argument names, which is seen then; made, and logged, when it is not there. 0 when there is no memory. */
    static long consumer(final CommandContext context, final int key, final int groupName, final long group,
            final int name) {
        final var consumers = context.streams().consumers();
        final long address = context.argument(name);
        final int length = context.argumentLength(name);
        long consumer = consumers.find(group, address, length);
        if (consumer != 0) {
            consumers.seenMs(consumer, context.nowMs());
            return consumer;
        }
        consumers.create(group, address, length, context.nowMs());
        consumer = consumers.find(group, address, length);
        if (consumer == 0) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return 0;
        }
        context.changed();
        context.event(key, KeyEvent.XGROUP_CREATECONSUMER);
        context.effects().begin(5).word("XGROUP").word("CREATECONSUMER")
                .bytes(context.argument(key), context.argumentLength(key))
                .bytes(context.argument(groupName), context.argumentLength(groupName)).bytes(address, length).end();
        return consumer;
    }
}
