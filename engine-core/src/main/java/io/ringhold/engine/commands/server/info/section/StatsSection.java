package io.ringhold.engine.commands.server.info.section;

import java.util.concurrent.TimeUnit;

import io.ringhold.engine.defrag.Defragmenter;
import io.ringhold.engine.eviction.ExceededTime;
import io.ringhold.engine.keyspace.KeyspaceStatistics;
import io.ringhold.engine.pubsub.PubSub;
import io.ringhold.engine.pubsub.TopicKind;
import io.ringhold.engine.stats.ServerStatistics;
import io.ringhold.engine.stats.TrafficStatistics;
import io.ringhold.engine.tracking.ClientTracking;

/** Counters since start, or since CONFIG RESETSTAT. */
final class StatsSection implements InfoSection {
    private static final double KIB = 1024;

    @Override
    public String title() {
        return "Stats";
    }

    @Override
    public void write(final InfoContext context, final InfoFields text) {
        final ServerStatistics server = context.engine().statistics();
        final KeyspaceStatistics keyspace = context.keyspace().statistics();
        text.field("total_connections_received", server.connections());
        text.field("total_commands_processed", server.commands());
        text.field("instantaneous_ops_per_sec", server.commandsPerSecond());
        final TrafficStatistics traffic = context.engine().traffic();
        text.field("total_net_input_bytes", traffic.inputBytes());
        text.field("total_net_output_bytes", traffic.outputBytes());
        text.decimal("instantaneous_input_kbps", traffic.inputBytesPerSecond() / KIB, 2);
        text.decimal("instantaneous_output_kbps", traffic.outputBytesPerSecond() / KIB, 2);
        text.field("rejected_connections", traffic.rejectedConnections());
        text.field("expired_subkeys", keyspace.expiredFields());
        text.field("expired_keys", keyspace.expired());
        text.field("expire_cycle_cpu_milliseconds", TimeUnit.NANOSECONDS.toMillis(keyspace.expiryNs()));
        text.field("evicted_clients", server.evictedClients());
        text.field("evicted_keys", keyspace.evicted());
        final ExceededTime exceeded = context.engine().eviction().exceeded();
        text.field("total_eviction_exceeded_time", exceeded.totalMs());
        text.field("current_eviction_exceeded_time", exceeded.currentMs());
        text.field("keyspace_hits", keyspace.hits());
        text.field("keyspace_misses", keyspace.misses());
        final PubSub pubSub = context.engine().pubSub();
        text.field("pubsub_channels", pubSub.topics(TopicKind.CHANNEL).count());
        text.field("pubsub_patterns", pubSub.topics(TopicKind.PATTERN).count());
        text.field("pubsubshard_channels", pubSub.topics(TopicKind.SHARD_CHANNEL).count());
        text.field("migrate_cached_sockets", context.engine().peers().kept());
        final ClientTracking tracking = context.engine().tracking();
        text.field("tracking_total_keys", tracking.keys());
        text.field("tracking_total_items", tracking.items());
        text.field("tracking_total_prefixes", tracking.prefixes());
        writeDefrag(context.engine().defragmenter(), text);
        text.field("total_error_replies", server.errorReplies());
        text.field("total_reads_processed", traffic.reads());
        text.field("total_writes_processed", traffic.writes());
        final boolean threaded = !"shared".equals(context.engine().control().threading());
        text.field("io_threaded_reads_processed", threaded ? traffic.reads() : 0);
        text.field("io_threaded_writes_processed", threaded ? traffic.writes() : 0);
        text.field("acl_access_denied_auth", server.deniedAuthentications());
        text.field("client_output_buffer_limit_disconnections", server.outputLimitDisconnections());
    }

    private static void writeDefrag(final Defragmenter defragmenter, final InfoFields text) {
        text.field("active_defrag_hits", defragmenter.hits());
        text.field("active_defrag_misses", defragmenter.misses());
        text.field("active_defrag_key_hits", defragmenter.keyHits());
        text.field("active_defrag_key_misses", defragmenter.keyMisses());
        text.field("total_active_defrag_time", defragmenter.totalMs());
        text.field("current_active_defrag_time", defragmenter.currentMs());
    }
}
