package io.ringhold.engine.commands.server.info.section;

import io.ringhold.engine.Engine;
import io.ringhold.engine.commands.server.memory.MemoryFigures;

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
    public void write(final InfoContext context, final InfoFields text) {
        final Engine engine = context.engine();
        final MemoryFigures figures = MemoryFigures.of(engine, context.process().residentBytes());
        writeUsed(text, figures);
        text.field("allocator_allocated", figures.used());
        text.field("allocator_active", figures.active());
        text.field("allocator_resident", figures.resident());
        text.bytes("java_heap_used", context.process().heapUsedBytes());
        text.bytes("java_heap_committed", context.process().heapCommittedBytes());
        text.bytes("total_system_memory", context.process().systemMemoryBytes());
        text.bytes("maxmemory", engine.settings().maxmemory.value());
        text.field("maxmemory_policy", engine.settings().maxmemoryPolicy.format());
        writeRatios(text, figures);
        text.field("mem_not_counted_for_evict", engine.eviction().uncountedBytes());
        text.field("mem_clients_normal", engine.clientMemory().totalBytes());
        text.field("mem_aof_buffer", engine.log().figures().bufferedBytes());
        text.field("mem_allocator", "ringhold-arena");
        text.field("active_defrag_running", engine.defragmenter().runningPercent());
        text.field("lazyfree_pending_objects", context.keyspace().lazyFreePending());
        text.field("lazyfreed_objects", context.keyspace().statistics().lazyFreed());
    }

    private static void writeUsed(final InfoFields text, final MemoryFigures figures) {
        text.bytes("used_memory", figures.used());
        text.bytes("used_memory_rss", figures.processResident());
        text.bytes("used_memory_peak", figures.peak());
        text.percent("used_memory_peak_perc", figures.peakPercent());
        text.field("used_memory_overhead", figures.overhead());
        text.field("used_memory_startup", figures.startup());
        text.field("used_memory_dataset", figures.dataset());
        text.percent("used_memory_dataset_perc", figures.datasetPercent());
    }

    private static void writeRatios(final InfoFields text, final MemoryFigures figures) {
        text.decimal("allocator_frag_ratio", figures.allocatorFragmentation(), 2);
        text.field("allocator_frag_bytes", figures.active() - figures.used());
        text.decimal("allocator_rss_ratio", figures.allocatorResidence(), 2);
        text.field("allocator_rss_bytes", figures.resident() - figures.active());
        text.decimal("rss_overhead_ratio", figures.processOverhead(), 2);
        text.field("rss_overhead_bytes", figures.processResident() - figures.resident());
        text.decimal("mem_fragmentation_ratio", figures.fragmentation(), 2);
        text.field("mem_fragmentation_bytes", figures.processResident() - figures.used());
    }
}
