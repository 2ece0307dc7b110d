package io.ringhold.engine.commands.server.memory;

import java.util.LinkedHashMap;
import java.util.Map;

import io.ringhold.engine.Engine;
import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.keyspace.Database;
import io.ringhold.engine.resp.ReplyWriter;

/**
 * The reply to MEMORY STATS: Redis' names in its order, but for those of features that are not there (replicas, cluster, scripts).
 * Engine thread; allocates.
 */
final class MemoryStats {
    /** Replies with the figures. */
    void reply(final CommandContext context) {
        final Engine engine = context.engine();
        final MemoryFigures figures = MemoryFigures.of(engine);
        final Map<String, Object> stats = new LinkedHashMap<>();
        stats.put("peak.allocated", figures.peak());
        stats.put("total.allocated", figures.used());
        stats.put("startup.allocated", figures.startup());
        stats.put("clients.normal", engine.clientMemory().totalBytes());
        stats.put("aof.buffer", engine.log().figures().bufferedBytes());
        for (int i = 0; i < context.keyspace().databaseCount(); i++) {
            if (context.keyspace().database(i).size() > 0) {
                stats.put("db." + i, context.keyspace().database(i));
            }
        }
        stats.put("overhead.total", figures.overhead());
        stats.put("keys.count", figures.keys());
        stats.put("keys.bytes-per-key", figures.bytesPerKey());
        stats.put("dataset.bytes", figures.dataset());
        stats.put("dataset.percentage", figures.datasetPercent());
        stats.put("peak.percentage", figures.peakPercent());
        stats.put("allocator.allocated", figures.used());
        stats.put("allocator.active", figures.active());
        stats.put("allocator.resident", figures.resident());
        stats.put("allocator-fragmentation.ratio", figures.allocatorFragmentation());
        stats.put("allocator-fragmentation.bytes", figures.active() - figures.used());
        stats.put("allocator-rss.ratio", figures.allocatorResidence());
        stats.put("allocator-rss.bytes", figures.resident() - figures.active());
        stats.put("rss-overhead.ratio", figures.processOverhead());
        stats.put("rss-overhead.bytes", figures.processResident() - figures.resident());
        stats.put("fragmentation", figures.fragmentation());
        stats.put("fragmentation.bytes", figures.processResident() - figures.used());
        context.reply().map(stats.size());
        stats.forEach((name, value) -> reply(context.reply(), name, value));
    }

    private static void reply(final ReplyWriter reply, final String name, final Object value) {
        reply.bulk(name);
        switch (value) {
            case final Long number -> reply.integer(number);
            case final Double number -> reply.doubleNumber(number);
            case final Database database -> {
                reply.map(2);
                reply.bulk("overhead.hashtable.main");
                reply.integer(database.table().bucketBytes());
                reply.bulk("overhead.hashtable.expires");
                reply.integer(database.table().expiryBytes());
            }
            default -> throw new IllegalStateException("no kind of figure: " + value);
        }
    }
}
