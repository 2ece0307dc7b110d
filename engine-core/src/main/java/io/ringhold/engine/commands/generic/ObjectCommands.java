package io.ringhold.engine.commands.generic;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.HelpText;

/**
 * OBJECT and its subcommands. REFCOUNT is 1 for every value: none is shared here, not even small integers. Engine thread.
 */
public final class ObjectCommands implements CommandGroupHandlers {
    private static final String ADVICE = " Please note that when switching between policies at runtime LRU and LFU data will"
            + " take some time to adjust.";
    private static final String NOT_LFU = "ERR An LFU maxmemory policy is not selected, access frequency not tracked."
            + ADVICE;
    private static final String NOT_LRU = "ERR An LFU maxmemory policy is selected, idle time not tracked." + ADVICE;
    private static final HelpText HELP = new HelpText("OBJECT", "ENCODING <key>",
            "    Name the encoding in which the value is kept.", "FREQ <key>",
            "    Give the logarithmic counter of how often the key is used; needs an LFU policy.", "IDLETIME <key>",
            "    Give the seconds since the key was last used; needs a policy other than LFU.", "REFCOUNT <key>",
            "    Give the number of references to the value.");

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("object", null);
        binder.bind("object-encoding", this::encoding);
        binder.bind("object-freq", this::frequency);
        binder.bind("object-help", HELP::execute);
        binder.bind("object-idletime", this::idleTime);
        binder.bind("object-refcount", this::refCount);
    }

    /** OBJECT ENCODING key. */
    private void encoding(final CommandContext context) {
        final long slot = find(context);
        if (slot != 0) {
            final long entry = context.entry(slot);
            context.reply().bulk(context.keyspace().operations(entry).encodingName(entry));
        }
    }

    /** OBJECT FREQ key. */
    private void frequency(final CommandContext context) {
        final long slot = find(context);
        if (slot == 0) {
            return;
        }
        if (!context.keyspace().access().isLfu()) {
            context.reply().error(NOT_LFU);
            return;
        }
        context.reply()
                .integer(context.keyspace().access().frequency(context.keyspace().entries(), context.entry(slot)));
    }

    /** OBJECT IDLETIME key. */
    private void idleTime(final CommandContext context) {
        final long slot = find(context);
        if (slot == 0) {
            return;
        }
        if (context.keyspace().access().isLfu()) {
            context.reply().error(NOT_LRU);
            return;
        }
        context.reply()
                .integer(context.keyspace().access().idleSeconds(context.keyspace().entries(), context.entry(slot)));
    }

    /** OBJECT REFCOUNT key. */
    private void refCount(final CommandContext context) {
        if (find(context) != 0) {
            context.reply().integer(1);
        }
    }

    /** The key's slot, or 0 when null has been sent. */
    private static long find(final CommandContext context) {
        final long slot = context.findUnannounced(2);
        if (slot == 0) {
            context.reply().nullBulk();
        }
        return slot;
    }
}
