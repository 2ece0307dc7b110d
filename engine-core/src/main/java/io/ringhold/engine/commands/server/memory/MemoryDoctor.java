package io.ringhold.engine.commands.server.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.ringhold.engine.Engine;
import io.ringhold.engine.config.option.MaxmemoryPolicy;

/** The text of MEMORY DOCTOR: what stands out in the figures of memory, and what helps. Engine thread. */
final class MemoryDoctor {
    /** Below this, ratios say nothing. */
    private static final long LEAST_BYTES = 5L << 20;
    /** Waste of less than this is no trouble, whatever its ratio. */
    private static final long LEAST_WASTE_BYTES = 10L << 20;
    /** Most memory that the JVM takes when all is well, beside the arenas. */
    private static final long JVM_BYTES = 256L << 20;
    private static final double HIGH_PEAK = 1.5;
    private static final double HIGH_FRAGMENTATION = 1.4;
    private static final double HIGH_RESIDENCE = 1.2;
    private static final long BIG_CLIENT_BYTES = 200_000;
    private static final double NEAR_LIMIT = 0.9;
    /** A cache is full at the limit, and a little above it for a moment. */
    private static final double OVER_LIMIT = 1.05;

    private MemoryDoctor() {}

    /** What is wrong now. */
    static String report(final Engine engine) {
        return report(MemoryFigures.of(engine), engine.clientMemory().totalBytes(), engine.sessions().size(),
                engine.settings().maxmemory.value(), engine.settings().maxmemoryPolicy.value());
    }

    static String report(final MemoryFigures figures, final long clientBytes, final int clients,
            final long maxmemory, final MaxmemoryPolicy policy) {
        if (figures.used() < LEAST_BYTES) {
            return "There is too little in memory to tell anything from it.\n";
        }
        final List<String> findings = new ArrayList<>();
        if (maxmemory != 0) {
            addLimit(findings, figures.used(), maxmemory, policy);
        }
        if (figures.peak() > figures.used() * HIGH_PEAK) {
            findings.add(String.format(Locale.ROOT, "Peak: %d bytes were used once, %.2f times what is used now. What"
                    + " was free since then has gone back to the system, or does in the next seconds (allocator.resident"
                    + " of MEMORY STATS tells); leave room for the next peak.",
                    figures.peak(), (double) figures.peak() / figures.used()));
        }
        if (isHigh(figures.allocatorFragmentation(), HIGH_FRAGMENTATION, figures.active() - figures.used())) {
            findings.add(String.format(Locale.ROOT, "Fragmentation: pages in use are %.2f times what is used of them."
                    + " Spans of blocks that were deleted here and there are not empty and cannot be given back; new data"
                    + " of the same sizes fill them. MEMORY MALLOC-STATS shows the sizes.",
                    figures.allocatorFragmentation()));
        }
        if (isHigh(figures.allocatorResidence(), HIGH_RESIDENCE, figures.resident() - figures.active())) {
            findings.add(String.format(Locale.ROOT, "Free memory: the arenas hold %.2f times their pages in use. The"
                    + " rest goes back in the background; while a snapshot is written it does not. MEMORY PURGE gives"
                    + " it back at once.", figures.allocatorResidence()));
        }
        if (figures.processResident() - figures.resident() > JVM_BYTES) {
            findings.add(String.format(Locale.ROOT,
                    "The process: it has %d bytes more in RAM than the arenas hold. That"
                            + " is the JVM and what the transports have read: look at java_heap_used of INFO memory, and at"
                            + " clients with long requests (qbuf of CLIENT LIST).",
                    figures.processResident()
                            - figures.resident()));
        }
        if (clients > 0 && clientBytes / clients > BIG_CLIENT_BYTES) {
            findings.add(String.format(Locale.ROOT, "Clients: each takes %d bytes on average. CLIENT LIST shows which"
                    + " (tot-mem); client-output-buffer-limit and maxmemory-clients bound them.",
                    clientBytes / clients));
        }
        return findings.isEmpty() ? "Nothing stands out.\n" : "- " + String.join("\n- ", findings) + "\n";
    }

    private static void addLimit(final List<String> findings, final long used, final long maxmemory,
            final MaxmemoryPolicy policy) {
        if (policy == MaxmemoryPolicy.NOEVICTION) {
            if (used > maxmemory * NEAR_LIMIT) {
                findings.add(String.format(Locale.ROOT, "Near the limit: %d bytes are used of maxmemory %d. Writes are"
                        + " refused above it; raise it, or delete data.", used, maxmemory));
            }
        } else if (used > maxmemory * OVER_LIMIT) {
            findings.add(String.format(Locale.ROOT, "Over the limit: %d bytes are used of maxmemory %d, though keys are"
                    + " evicted. Keys that may go%s are too few, or the limit was lowered just now: look at evicted_keys"
                    + " and current_eviction_exceeded_time of INFO stats, and at tot-mem of CLIENT LIST.", used,
                    maxmemory, policy.onlyExpiring() ? " (maxmemory-policy: those with an expiry)" : ""));
        }
    }

    private static boolean isHigh(final double ratio, final double high, final long wasteBytes) {
        return ratio > high && wasteBytes > LEAST_WASTE_BYTES;
    }
}
