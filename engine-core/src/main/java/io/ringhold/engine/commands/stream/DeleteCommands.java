package io.ringhold.engine.commands.stream;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.command.EffectWriter;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.offheap.stream.PendingEntries;
import io.ringhold.offheap.stream.index.Outcome;

/** XDEL XDELEX XTRIM XACK XACKDEL. Engine thread; allocates nothing. */
final class DeleteCommands implements CommandGroupHandlers {
    /** What XDELEX and XACKDEL reply for an id that there is not. */
    private static final int ABSENT = -1;
    /** What they reply for an entry that was deleted. */
    private static final int DELETED = 1;
    /** What they reply for an entry that a group still needs. */
    private static final int REFERENCED = 2;

    private final IdArgument id = new IdArgument();
    private final IdList ids = new IdList();
    private final Trim trim = new Trim();
    private References references;

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("xdel", ids.ending(this::delete));
        binder.bind("xdelex", ids.ending(this::deleteEx));
        binder.bindUnit("xtrim", this::trim);
        binder.bind("xack", ids.ending(this::acknowledge));
        binder.bind("xackdel", ids.ending(this::acknowledgeAndDelete));
    }

    /** XDEL key id [id ...]. */
    private void delete(final CommandContext context) {
        final long slot = StreamSupport.findForWrite(context, 1);
        if (slot == StreamSupport.WRONG) {
            return;
        }
        if (slot == 0) {
            context.reply().integer(0);
            return;
        }
        if (!parseIds(context, 2, context.argumentCount())) {
            return;
        }
        final long root = StreamSupport.root(context, slot);
        int deleted = 0;
        for (int i = 0; i < ids.size(); i++) {
            final Outcome outcome = context.streams().streams().delete(root, ids.ms(i), ids.seq(i));
            if (outcome == Outcome.NO_MEMORY) {
                context.reply().error(CommandContext.OUT_OF_MEMORY);
                context.modified(1, KeyEvent.XDEL, deleted);
                logFirst(context, i);
                return;
            }
            deleted += outcome == Outcome.DONE ? 1 : 0;
        }
        context.modified(1, KeyEvent.XDEL, deleted);
        context.reply().integer(deleted);
    }

    private void logFirst(final CommandContext context, final int count) {
        if (count > 0) {
            final EffectWriter effects = context.effects().begin(2 + count).word("XDEL")
                    .bytes(context.argument(1), context.argumentLength(1));
            for (int i = 2; i < 2 + count; i++) {
                effects.bytes(context.argument(i), context.argumentLength(i));
            }
            effects.end();
        }
    }

    /** XTRIM key (MAXLEN | MINID) [= | ~] threshold [LIMIT count] [KEEPREF | DELREF | ACKED]. */
    private void trim(final CommandContext context) {
        if (trim.parse(context, false, id) == 0) {
            return;
        }
        final long slot = StreamSupport.findForWrite(context, 1);
        if (slot == StreamSupport.WRONG) {
            return;
        }
        final long root = slot == 0 ? 0 : StreamSupport.root(context, slot);
        final long deleted = slot == 0 ? 0 : trim.execute(context, root);
        if (deleted > 0) {
            trim.log(context, root);
            context.touched(1, KeyEvent.XTRIM);
        }
        context.reply().integer(deleted);
    }

    /** XACK key group id [id ...]. */
    private void acknowledge(final CommandContext context) {
        final long slot = StreamSupport.findForRead(context, 1);
        if (slot == StreamSupport.WRONG) {
            return;
        }
        final long group = StreamSupport.findGroup(context, slot, 2);
        if (group == 0) {
            context.reply().integer(0);
            return;
        }
        if (!parseIds(context, 3, context.argumentCount())) {
            return;
        }
        final PendingEntries pending = context.streams().pending();
        int acknowledged = 0;
        for (int i = 0; i < ids.size(); i++) {
            acknowledged += pending.acknowledge(group, ids.ms(i), ids.seq(i)) ? 1 : 0;
        }
        context.changed(acknowledged);
        context.reply().integer(acknowledged);
    }

    /** XDELEX key [KEEPREF | DELREF | ACKED] IDS numids id [id ...]. */
    private void deleteEx(final CommandContext context) {
        if (!parseOptions(context, 2)) {
            return;
        }
        final long slot = StreamSupport.findForWrite(context, 1);
        if (slot == StreamSupport.WRONG) {
            return;
        }
        context.reply().array(ids.size());
        final long root = slot == 0 ? 0 : StreamSupport.root(context, slot);
        final long length = length(context, root);
        for (int i = 0; i < ids.size(); i++) {
            context.reply().integer(slot == 0 ? ABSENT : deleteOne(context, root, ids.ms(i), ids.seq(i)));
        }
        tellDeleted(context, root, length);
    }

    private static long length(final CommandContext context, final long root) {
        return root == 0 ? 0 : context.streams().streams().length(root);
    }

    /** Without entries gone, only what groups keep of them has changed, of which nobody is told. */
    private static void tellDeleted(final CommandContext context, final long root, final long lengthBefore) {
        if (length(context, root) != lengthBefore) {
            context.touched(1, KeyEvent.XDEL);
        }
    }

    private int deleteOne(final CommandContext context, final long root, final long ms, final long seq) {
        if (references == References.ACKNOWLEDGED && References.isReferenced(context, root, ms, seq)) {
            return context.streams().streams().isThere(root, ms, seq) ? REFERENCED : ABSENT;
        }
        // without memory to mark it, it stays
        final boolean deleted = context.streams().streams().delete(root, ms, seq) == Outcome.DONE;
        final boolean dropped = references == References.DELETE && References.drop(context, root, ms, seq);
        if (deleted || dropped) {
            context.changed();
        }
        return deleted ? DELETED : ABSENT;
    }

    /** XACKDEL key group [KEEPREF | DELREF | ACKED] IDS numids id [id ...]. */
    private void acknowledgeAndDelete(final CommandContext context) {
        if (!parseOptions(context, 3)) {
            return;
        }
        final long slot = StreamSupport.findForWrite(context, 1);
        if (slot == StreamSupport.WRONG) {
            return;
        }
        final long group = StreamSupport.findGroup(context, slot, 2);
        context.reply().array(ids.size());
        final long root = slot == 0 ? 0 : StreamSupport.root(context, slot);
        final long length = length(context, root);
        for (int i = 0; i < ids.size(); i++) {
            final long ms = ids.ms(i);
            final long seq = ids.seq(i);
            if (group == 0 || !context.streams().pending().acknowledge(group, ms, seq)) {
                context.reply().integer(ABSENT);
                continue;
            }
            context.changed();
            final int result = deleteOne(context, root, ms, seq);
            context.reply().integer(result == ABSENT ? DELETED : result);
        }
        tellDeleted(context, root, length);
    }

    private boolean parseOptions(final CommandContext context, final int first) {
        references = null;
        boolean hasIds = false;
        int at = first;
        while (at < context.argumentCount()) {
            final References option = References.of(context, at);
            if (option != null && references == null) {
                references = option;
                at++;
            } else if (!hasIds && at + 1 < context.argumentCount() && context.is(at, "IDS")) {
                if (!parseCount(context, at + 1)
                        || !parseIds(context, at + 2, at + 2 + (int) context.integer())) {
                    return false;
                }
                hasIds = true;
                at += 2 + ids.size();
            } else {
                context.reply().error(CommandContext.SYNTAX_ERROR);
                return false;
            }
        }
        if (!hasIds) {
            context.reply().error("ERR IDS option is required");
        }
        return hasIds;
    }

    private static boolean parseCount(final CommandContext context, final int argument) {
        if (!context.isInteger(argument) || context.integer() < 1) {
            context.reply().error("ERR Number of IDs must be a positive integer");
            return false;
        }
        if (context.integer() > context.argumentCount() - argument - 1) {
            context.reply().error("ERR The `numids` parameter must match the number of arguments");
            return false;
        }
        return true;
    }

    private boolean parseIds(final CommandContext context, final int first, final int end) {
        ids.begin(context.engine().clientArena());
        for (int i = first; i < end; i++) {
            if (!id.parse(context, i)) {
                return false;
            }
            if (!ids.add(id.ms(), id.seq())) {
                context.reply().error(CommandContext.OUT_OF_MEMORY);
                return false;
            }
        }
        return true;
    }
}
