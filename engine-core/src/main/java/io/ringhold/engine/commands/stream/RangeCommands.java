package io.ringhold.engine.commands.stream;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.offheap.stream.StreamIterator;
import io.ringhold.offheap.stream.index.Ids;

/** XLEN XRANGE XREVRANGE XSETID. Engine thread; allocates nothing. */
final class RangeCommands implements CommandGroupHandlers {
    private static final long NO_NUMBER = -1;

    private final IdArgument start = new IdArgument();
    private final IdArgument end = new IdArgument();
    private StreamIterator entries;

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("xlen", this::length);
        binder.bind("xrange", context -> range(context, false));
        binder.bind("xrevrange", context -> range(context, true));
        binder.bind("xsetid", this::setId);
    }

    /** XLEN key. */
    private void length(final CommandContext context) {
        final long slot = StreamSupport.findForRead(context, 1);
        if (slot != StreamSupport.WRONG) {
            context.reply()
                    .integer(slot == 0 ? 0 : context.streams().streams().length(StreamSupport.root(context, slot)));
        }
    }

    /** XRANGE key start end [COUNT count]; XREVRANGE has the ends the other way round. */
    private void range(final CommandContext context, final boolean backwards) {
        if (!start.parseStart(context, backwards ? 3 : 2) || !end.parseEnd(context, backwards ? 2 : 3)) {
            return;
        }
        long count = Long.MAX_VALUE;
        for (int at = 4; at < context.argumentCount(); at += 2) {
            if (at + 1 == context.argumentCount() || !context.is(at, "COUNT")) {
                context.reply().error(CommandContext.SYNTAX_ERROR);
                return;
            }
            if (!context.parseInteger(at + 1)) {
                return;
            }
            count = Math.max(0, context.integer());
        }
        final long slot = StreamSupport.findForRead(context, 1);
        if (slot == StreamSupport.WRONG) {
            return;
        }
        if (slot == 0) {
            context.reply().array(0);
        } else if (count == 0) {
            context.reply().nullArray();
        } else {
            reply(context, StreamSupport.root(context, slot), count, backwards);
        }
    }

    private void reply(final CommandContext context, final long root, final long count, final boolean backwards) {
        if (entries == null) {
            entries = new StreamIterator(context.streams().streams());
        }
        entries.range(root, start.ms(), start.seq(), end.ms(), end.seq(), backwards);
        final long howMany = entries.count(count);
        context.reply().array(howMany);
        entries.range(root, start.ms(), start.seq(), end.ms(), end.seq(), backwards);
        for (long i = 0; i < howMany && entries.next(); i++) {
            StreamSupport.replyEntry(context, entries);
        }
    }

    /** XSETID key last-id [ENTRIESADDED entries-added] [MAXDELETEDID max-deleted-id]. */
    private void setId(final CommandContext context) {
        if (!start.parse(context, 2)) {
            return;
        }
        end.set(0, 0);
        long entriesAdded = NO_NUMBER;
        for (int at = 3; at < context.argumentCount(); at += 2) {
            final boolean more = at + 1 < context.argumentCount();
            if (more && context.is(at, "ENTRIESADDED")) {
                if (!context.parseInteger(at + 1)) {
                    return;
                }
                entriesAdded = context.integer();
                if (entriesAdded < 0) {
                    context.reply().error("ERR entries_added must be positive");
                    return;
                }
            } else if (more && context.is(at, "MAXDELETEDID")) {
                if (!end.parse(context, at + 1)) {
                    return;
                }
                if (isBefore(start, end.ms(), end.seq())) {
                    context.reply().error(
                            "ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id");
                    return;
                }
            } else {
                context.reply().error(CommandContext.SYNTAX_ERROR);
                return;
            }
        }
        final long slot = StreamSupport.findForWrite(context, 1);
        if (slot == 0) {
            context.reply().error(CommandContext.NO_SUCH_KEY);
        } else if (slot != StreamSupport.WRONG) {
            setId(context, StreamSupport.root(context, slot), entriesAdded);
        }
    }

    private void setId(final CommandContext context, final long root, final long entriesAdded) {
        final var streams = context.streams().streams();
        if (isBefore(start, streams.maxDeletedMs(root), streams.maxDeletedSeq(root))) {
            context.reply().error("ERR The ID specified in XSETID is smaller than current max_deleted_entry_id");
            return;
        }
        if (streams.length(root) > 0) {
            if (entries == null) {
                entries = new StreamIterator(streams);
            }
            entries.range(root, 0, 0, -1, -1, true);
            entries.next();
            if (isBefore(start, entries.ms(), entries.seq())) {
                context.reply().error("ERR The ID specified in XSETID is smaller than the target stream top item");
                return;
            }
            if (entriesAdded != NO_NUMBER && streams.length(root) > entriesAdded) {
                context.reply().error(
                        "ERR The entries_added specified in XSETID is smaller than the target stream length");
                return;
            }
        }
        // deleted entries are still in their nodes, and ids that come behind them must be greater
        streams.dropDeletedAbove(root, start.ms(), start.seq());
        streams.lastId(root, start.ms(), start.seq());
        if (entriesAdded != NO_NUMBER) {
            streams.entriesAdded(root, entriesAdded);
        }
        if (end.ms() != 0 || end.seq() != 0) {
            streams.maxDeletedId(root, end.ms(), end.seq());
        }
        context.changed();
        context.event(1, KeyEvent.XSETID);
        context.reply().ok();
    }

    private static boolean isBefore(final IdArgument id, final long ms, final long seq) {
        return Ids.compare(id.ms(), id.seq(), ms, seq) < 0;
    }
}
