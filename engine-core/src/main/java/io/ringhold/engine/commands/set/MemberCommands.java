package io.ringhold.engine.commands.set;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.engine.keyspace.set.SetValues;
import org.agrona.collections.IntArrayList;

/** SADD SREM SMOVE. Engine thread. */
final class MemberCommands implements CommandGroupHandlers {
    private static final int FIRST_MEMBER = 2;

    /** Arguments that the running SADD has added, to be taken back when there is no memory for all. */
    private final IntArrayList added = new IntArrayList();

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("sadd", this::sadd);
        binder.bind("srem", MemberCommands::srem);
        binder.bind("smove", MemberCommands::smove);
    }

    private void sadd(final CommandContext context) {
        long slot = context.findForWrite(1);
        if (slot != 0 && !context.requireType(slot, ValueType.SET)) {
            return;
        }
        if (slot == 0) {
            slot = context.sets().create(context.database(), context.hash(1), context.argument(1),
                    context.argumentLength(1));
        }
        if (slot == 0 || !addAll(context, context.entry(slot))) {
            if (slot != 0) {
                settle(context, 1, slot);
            }
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        context.modified(1, KeyEvent.SADD, added.size());
        context.reply().integer(added.size());
    }

    /** All or, when there is no memory, none. */
    private boolean addAll(final CommandContext context, final long entry) {
        final SetValues sets = context.sets();
        added.clear();
        for (int i = FIRST_MEMBER; i < context.argumentCount(); i++) {
            final int outcome = sets.add(entry, context.argument(i), context.argumentLength(i));
            if (outcome == SetValues.NO_MEMORY) {
                for (int k = 0; k < added.size(); k++) {
                    final int argument = added.getInt(k);
                    sets.remove(entry, context.argument(argument), context.argumentLength(argument));
                }
                return false;
            }
            if (outcome == SetValues.ADDED) {
                added.addInt(i);
            }
        }
        return true;
    }

    private static void srem(final CommandContext context) {
        final long slot = context.findForWrite(1);
        if (slot == 0) {
            context.reply().integer(0);
            return;
        }
        if (!context.requireType(slot, ValueType.SET)) {
            return;
        }
        final long entry = context.entry(slot);
        long removed = 0;
        for (int i = FIRST_MEMBER; i < context.argumentCount() && context.sets().size(entry) > 0; i++) {
            if (context.sets().remove(entry, context.argument(i), context.argumentLength(i))) {
                removed++;
            }
        }
        context.modified(1, KeyEvent.SREM, removed);
        settle(context, 1, slot);
        context.reply().integer(removed);
    }

    /** SMOVE source destination member. */
    private static void smove(final CommandContext context) {
        final long source = context.findForWrite(1);
        final long target = context.findForWrite(2);
        if (source == 0) {
            context.reply().integer(0);
            return;
        }
        if (!context.requireType(source, ValueType.SET)
                || target != 0 && !context.requireType(target, ValueType.SET)) {
            return;
        }
        final long address = context.argument(3);
        final int length = context.argumentLength(3);
        final long sourceEntry = context.entry(source);
        if (!context.sets().contains(sourceEntry, address, length)) {
            context.reply().integer(0);
            return;
        }
        if (source == target) {
            context.reply().integer(1);
            return;
        }
        final int outcome = target == 0
                ? moveToNew(context, address, length)
                : context.sets().add(context.entry(target), address, length);
        if (outcome == SetValues.NO_MEMORY) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        context.sets().remove(sourceEntry, address, length);
        context.modified(1, KeyEvent.SREM);
        settle(context, 1, context.findForWrite(1)); // the table may have been resized
        if (target == 0) {
            context.keyspace().added(context.database(), context.entry(context.findForWrite(2)));
        }
        if (outcome == SetValues.ADDED) {
            context.touched(2, KeyEvent.SADD);
        }
        context.reply().integer(1);
    }

    /** Makes the destination of SMOVE, without telling: what is told of the source comes first. */
    private static int moveToNew(final CommandContext context, final long address, final int length) {
        final SetValues sets = context.sets();
        final long entry = sets.createEntry(context.argument(2), context.argumentLength(2));
        if (entry == 0) {
            return SetValues.NO_MEMORY;
        }
        final int outcome = sets.add(entry, address, length);
        if (outcome == SetValues.NO_MEMORY) {
            sets.discard(entry);
            return outcome;
        }
        return context.database().insertUnannounced(context.hash(2), entry) == 0 ? SetValues.NO_MEMORY : outcome;
    }

    /** An empty set's key goes. */
    private static void settle(final CommandContext context, final int key, final long slot) {
        if (context.sets().size(context.entry(slot)) == 0) {
            context.database().delete(slot);
            context.event(key, KeyEvent.DEL);
        }
    }
}
