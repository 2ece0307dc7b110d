package io.ringhold.engine.commands.server.memory;

import io.ringhold.engine.Engine;
import io.ringhold.engine.process.ProcessFigures;
import io.ringhold.offheap.arena.Arena;

/**
 * The server's memory at one moment, as INFO memory and MEMORY tell of it. Figures of the arenas are exact; the process has the JVM's own memory
 * besides.
 *
 * @param used
 *            blocks in use and the allocator's own pages: {@code used_memory}.
 * @param peak
 *            the most that has been seen of it.
 * @param startup
 *            the same before there were data and clients.
 * @param dataset
 *            keys and values.
 * @param active
 *            pages that hold blocks in use, and the allocator's own.
 * @param resident
 *            what the arenas hold from the system.
 * @param processResident
 *            what the process has in RAM.
 * @param keys
 *            in all databases.
 */
public record MemoryFigures(long used, long peak, long startup, long dataset, long active, long resident,
        long processResident, long keys) {
    private static final double PERCENT = 100;

    /** The figures now. */
    public static MemoryFigures of(final Engine engine) {
        return of(engine, ProcessFigures.residentBytes());
    }

    /** The figures now, but for the process: how much that has is known. */
    public static MemoryFigures of(final Engine engine, final long processResident) {
        final Arena data = engine.keyspace().arena();
        final Arena clients = engine.clientArena();
        final long used = engine.usedMemory();
        long keys = 0;
        for (int i = 0; i < engine.keyspace().databaseCount(); i++) {
            keys += engine.keyspace().database(i).size();
        }
        return new MemoryFigures(used, Math.max(used, engine.statistics().peakMemory()),
                engine.statistics().startupMemory(), engine.keyspace().dataBytes(),
                data.metadataBytes() + data.spanBytes() + clients.metadataBytes() + clients.spanBytes(),
                data.committedBytes() + clients.committedBytes(), processResident, keys);
    }

    /** All that is not keys and values. */
    public long overhead() {
        return used - dataset;
    }

    /** What has been added since the start. */
    public long net() {
        return Math.max(0, used - startup);
    }

    /** Memory added since the start by key. */
    public long bytesPerKey() {
        return keys == 0 ? 0 : net() / keys;
    }

    /** Keys and values in percent of what was added since the start. */
    public double datasetPercent() {
        return net() == 0 ? 0 : PERCENT * dataset / net();
    }

    /** What is in use in percent of its peak. */
    public double peakPercent() {
        return PERCENT * used / peak;
    }

    /** Pages in use by what is used of them: waste inside of pages. */
    public double allocatorFragmentation() {
        return (double) active / used;
    }

    /** What arenas hold by pages in use: free pages that are not given back yet. */
    public double allocatorResidence() {
        return (double) resident / active;
    }

    /** The whole process by what arenas hold: the JVM. */
    public double processOverhead() {
        return (double) processResident / resident;
    }

    /** The whole process by what is used of it. */
    public double fragmentation() {
        return (double) processResident / used;
    }
}
