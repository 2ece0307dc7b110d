package io.ringhold.engine.commands.server;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.HelpText;
import io.ringhold.offheap.keys.Entries;
import org.agrona.concurrent.EpochMicroClock;

/** MEMORY and TIME. Engine thread. */
public final class ServerCommands implements CommandGroupHandlers {
    /** What a key takes in the key table: a reference and a tag. */
    private static final long SLOT_BYTES = Long.BYTES + 1;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final HelpText MEMORY_HELP = new HelpText("MEMORY", "USAGE <key> [SAMPLES <count>]",
            "    Give the bytes that the key and its value take. Nothing is estimated, so that",
            "    SAMPLES has no effect.");

    private final EpochMicroClock clock;

    /**
     * @param clock
     *            Unix time in us, for TIME.
     */
    public ServerCommands(final EpochMicroClock clock) {
        this.clock = clock;
    }

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("memory", null);
        binder.bind("memory-help", MEMORY_HELP::execute);
        binder.bind("memory-usage", this::memoryUsage);
        binder.bind("time", this::time);
    }

    /** MEMORY USAGE key [SAMPLES count]. */
    private void memoryUsage(final CommandContext context) {
        for (int i = 3; i < context.argumentCount(); i += 2) {
            if (!context.is(i, "SAMPLES") || i + 1 == context.argumentCount()) {
                context.reply().error(CommandContext.SYNTAX_ERROR);
                return;
            }
            if (!context.parseInteger(i + 1)) {
                return;
            }
            if (context.integer() < 0) {
                context.reply().error(CommandContext.SYNTAX_ERROR);
                return;
            }
        }
        final long slot = context.findUnannounced(2);
        if (slot == 0) {
            context.reply().nullBulk();
            return;
        }
        final long entry = context.entry(slot);
        final Entries entries = context.keyspace().entries();
        final long external = entries.isExternal(entry) ? context.keyspace().operations(entry).externalBytes(entry) : 0;
        context.reply().integer(SLOT_BYTES + entries.arena().usableSize(entry) + external);
    }

    /** TIME. */
    private void time(final CommandContext context) {
        final long micros = clock.microTime();
        context.reply().array(2);
        context.reply().bulkInteger(micros / MICROS_PER_SECOND);
        context.reply().bulkInteger(micros % MICROS_PER_SECOND);
    }
}
