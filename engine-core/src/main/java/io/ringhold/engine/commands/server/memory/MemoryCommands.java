package io.ringhold.engine.commands.server.memory;

import io.ringhold.engine.Engine;
import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.HelpText;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.keys.Entries;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** MEMORY. Engine thread. */
public final class MemoryCommands implements CommandGroupHandlers {
    /** What a key takes in the key table: a reference and a tag. */
    private static final long SLOT_BYTES = Long.BYTES + 1;
    private static final String TEXT = "txt";
    private static final HelpText HELP = new HelpText("MEMORY", "DOCTOR", "    Explain what is wrong, and what helps.",
            "MALLOC-STATS", "    Give the allocator's own figures: tags, sizes of blocks, free pages.", "PURGE",
            "    Give free memory back to the system now.", "STATS", "    Give the figures of the server's memory.",
            "USAGE <key> [SAMPLES <count>]",
            "    Give the bytes that the key and its value take. Nothing is estimated, so that",
            "    SAMPLES has no effect.");

    private final MemoryStats stats = new MemoryStats();

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("memory", null);
        binder.bind("memory-doctor", this::doctor);
        binder.bind("memory-help", HELP::execute);
        binder.bind("memory-malloc-stats", this::mallocStats);
        binder.bind("memory-purge", this::purge);
        binder.bind("memory-stats", this::stats);
        binder.bind("memory-usage", this::usage);
    }

    /** MEMORY DOCTOR. */
    private void doctor(final CommandContext context) {
        context.reply().verbatim(TEXT, MemoryDoctor.report(context.engine()).getBytes(ISO_8859_1));
    }

    /** MEMORY MALLOC-STATS. */
    private void mallocStats(final CommandContext context) {
        final StringBuilder text = new StringBuilder();
        AllocatorReport.append(text, context.keyspace().arena());
        AllocatorReport.append(text.append('\n'), context.engine().clientArena());
        context.reply().verbatim(TEXT, text.toString().getBytes(ISO_8859_1));
    }

    /** MEMORY PURGE. */
    private void purge(final CommandContext context) {
        final Engine engine = context.engine();
        engine.chunks().trim();
        giveBack(engine.keyspace().arena());
        giveBack(engine.clientArena());
        context.reply().ok();
    }

    private static void giveBack(final Arena arena) {
        while (arena.decommit(Long.MAX_VALUE) > 0) {
            // what was given back may have made room for more
        }
    }

    /** MEMORY STATS. */
    private void stats(final CommandContext context) {
        stats.reply(context);
    }

    /** MEMORY USAGE key [SAMPLES count]. */
    private void usage(final CommandContext context) {
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
        final long slot = context.findEvenExpired(2);
        if (slot == 0) {
            context.reply().nullBulk();
            return;
        }
        final long entry = context.entry(slot);
        final Entries entries = context.keyspace().entries();
        final long external = entries.isExternal(entry) ? context.keyspace().operations(entry).externalBytes(entry) : 0;
        context.reply().integer(SLOT_BYTES + entries.arena().usableSize(entry) + external);
    }
}
