package io.ringhold.engine.commands.server.info;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;

import io.ringhold.engine.Engine;
import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;

/**
 * Memory. {@code used_memory} is what data, tables and clients take off-heap, exactly; the Java heap, which holds no data, and
 * all else that the process has are in {@code used_memory_rss}.
 */
final class MemorySection implements InfoSection {
    @Override
    public String title() {
        return "Memory";
    }

    @Override
    public void write(final CommandContext context, final InfoText text) {
        final Engine engine = context.engine();
        final Keyspace keyspace = context.keyspace();
        final long used = engine.usedMemory();
        final long peak = Math.max(used, engine.statistics().peakMemory());
        final long rss = ProcessFigures.residentBytes();
        final long data = keyspace.dataBytes();
        text.bytes("used_memory", used);
        text.bytes("used_memory_rss", rss);
        text.bytes("used_memory_peak", peak);
        text.decimal("used_memory_peak_perc", "%.2f%%", 100.0 * used / peak);
        text.field("used_memory_overhead", used - data);
        text.field("used_memory_dataset", data);
        text.decimal("used_memory_dataset_perc", "%.2f%%", 100.0 * data / used);
        writeAllocator(text, keyspace.arena(), engine.clientArena());
        writeHeap(text);
        text.bytes("total_system_memory", ProcessFigures.systemMemoryBytes());
        final long limit = engine.settings().maxmemory.value();
        text.bytes("maxmemory", limit);
        text.field("maxmemory_policy", engine.settings().maxmemoryPolicy.format());
        text.decimal("mem_fragmentation_ratio", "%.2f", (double) rss / used);
        text.field("mem_fragmentation_bytes", rss - used);
        text.field("mem_clients_normal", engine.clientArena().usedBytes(MemoryTag.CLIENT_OUTPUT)
                + engine.clientArena().usedBytes(MemoryTag.CLIENT_INPUT)
                + engine.clientArena().usedBytes(MemoryTag.SUBSCRIPTIONS));
        text.field("mem_allocator", "ringhold-arena");
        text.field("active_defrag_running", engine.defragmenter().runningPercent());
        text.field("lazyfree_pending_objects", keyspace.lazyFreePending());
    }

    private static void writeAllocator(final InfoText text, final Arena data, final Arena clients) {
        text.field("allocator_allocated", data.usedBytes() + clients.usedBytes());
        final long allocated = data.usedBytes() + clients.usedBytes();
        final long active = data.committedBytes() - data.dirtyFreeBytes() + clients.committedBytes()
                - clients.dirtyFreeBytes();
        final long resident = data.committedBytes() + clients.committedBytes();
        final long rss = ProcessFigures.residentBytes();
        text.field("allocator_active", active);
        text.field("allocator_resident", resident);
        writeRatio(text, "allocator_frag", active, allocated);
        writeRatio(text, "allocator_rss", resident, active);
        writeRatio(text, "rss_overhead", rss, resident);
    }

    private static void writeRatio(final InfoText text, final String name, final long bytes, final long ofBytes) {
        text.decimal(name + "_ratio", "%.2f", (double) bytes / ofBytes);
        text.field(name + "_bytes", bytes - ofBytes);
    }

    private static void writeHeap(final InfoText text) {
        final MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        text.bytes("java_heap_used", heap.getUsed());
        text.bytes("java_heap_committed", heap.getCommitted());
    }
}
