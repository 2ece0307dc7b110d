package io.ringhold.engine.commands.server.memory;

import java.util.Locale;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaCensus;
import io.ringhold.offheap.arena.MemoryTag;

/** The text of MEMORY MALLOC-STATS about an arena: totals, what blocks are for, sizes of blocks, free pages. Engine thread. */
final class AllocatorReport {
    private static final double PERCENT = 100;

    private AllocatorReport() {}

    /** Adds the arena's part. */
    static void append(final StringBuilder text, final Arena arena) {
        final ArenaCensus census = ArenaCensus.of(arena);
        text.append("___ Arena ").append(arena.name()).append(" ___\n");
        line(text, String.format(Locale.ROOT,
                "used: %d, committed: %d, most used: %d, limit: %d, reserved: %d, huge pages: %s", arena.usedBytes(),
                arena.committedBytes(), arena.highWaterBytes(), arena.limitBytes(), arena.reservedBytes(),
                arena.hugePages() ? "yes" : "no"));
        line(text,
                String.format(Locale.ROOT,
                        "metadata: %d, spans and large blocks: %d, free and not given back: %d, unused in spans: %d",
                        arena.metadataBytes(), arena.spanBytes(), arena.dirtyFreeBytes(), census.freeInSpans()));
        tags(text, arena);
        classes(text, census);
        line(text, String.format(Locale.ROOT, "large blocks: %d, bytes: %d", census.large().blocks(),
                census.large().bytes()));
        freeRuns(text, "free runs not given back", census.dirty());
        freeRuns(text, "free runs given back", census.clean());
    }

    private static void tags(final StringBuilder text, final Arena arena) {
        line(text, String.format(Locale.ROOT, "%-14s %16s %12s", "tag", "bytes", "blocks"));
        for (final MemoryTag tag : MemoryTag.values()) {
            if (arena.usedBytes(tag) != 0) {
                line(text,
                        String.format(Locale.ROOT, "%-14s %16d %12d",
                                tag.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                                arena.usedBytes(tag), arena.blockCount(tag)));
            }
        }
    }

    private static void classes(final StringBuilder text, final ArenaCensus census) {
        line(text,
                String.format(Locale.ROOT, "%10s %10s %14s %12s %14s %8s", "block size", "spans", "span bytes",
                        "live blocks", "unused bytes",
                        "in use"));
        for (final ArenaCensus.SizeClass size : census.classes()) {
            line(text,
                    String.format(Locale.ROOT, "%10d %10d %14d %12d %14d %7.2f%%", size.blockBytes(), size.spans(),
                            size.bytes(),
                            size.liveBlocks(), size.freeBytes(), PERCENT * size.liveBytes() / size.bytes()));
        }
    }

    private static void freeRuns(final StringBuilder text, final String name, final ArenaCensus.FreeRuns free) {
        line(text, String.format(Locale.ROOT, "%s: %d, bytes: %d, largest: %d", name, free.runs(), free.bytes(),
                free.largestBytes()));
    }

    private static void line(final StringBuilder text, final String line) {
        text.append(line).append('\n');
    }
}
