package io.ringhold.server.metrics;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import static io.ringhold.server.metrics.MetricDefinition.counter;
import static io.ringhold.server.metrics.MetricDefinition.gauge;

/**
 * Which fields of INFO are served under which names: those of redis_exporter behind the prefix where they follow Prometheus' conventions, and
 * otherwise what these make of them.
 */
final class InfoMetrics {
    /** Figures that are not served: settings, identities, and what a query makes better of what is served. */
    static final Set<String> LEFT_OUT = Set.of(
            // what the server is, which does not change; the port is a label of instance_info
            "arch_bits", "process_id", "tcp_port", "hz", "configured_hz",
            // clocks; uptime in another unit
            "server_time_usec", "lru_clock", "uptime_in_days",
            // rates, which rate() makes of the counters for any span of time
            "instantaneous_ops_per_sec", "instantaneous_input_kbps", "instantaneous_output_kbps",
            // percentages of two figures that are served
            "used_memory_peak_perc", "used_memory_dataset_perc", "current_fork_perc", "loading_loaded_perc");

    private static final List<MetricDefinition> SERVER = List.of(
            gauge("uptime_in_seconds", "uptime_in_seconds", "Seconds since the server was started."),
            gauge("transport_threads", "transport_threads", "Threads that read from and write to sockets."),
            gauge("io_threads_active", "io_threads_active", "Whether sockets have threads of their own."),
            gauge("connected_slaves", "connected_slaves", "Replicas that are connected."),
            gauge("cluster_enabled", "cluster_enabled", "Whether the server is part of a cluster."));

    private static final List<MetricDefinition> CLIENTS = List.of(
            gauge("connected_clients", "connected_clients", "Clients that are connected."),
            gauge("maxclients", "max_clients", "Clients that may be connected at once."),
            gauge("client_recent_max_input_buffer", "client_recent_max_input_buffer_bytes",
                    "Most bytes of requests that one client had waiting lately."),
            gauge("client_recent_max_output_buffer", "client_recent_max_output_buffer_bytes",
                    "Most bytes of replies that one client had waiting lately."),
            gauge("blocked_clients", "blocked_clients",
                    "Clients that wait for a key or that CLIENT PAUSE holds back."),
            gauge("tracking_clients", "tracking_clients", "Clients with CLIENT TRACKING."),
            gauge("pubsub_clients", "pubsub_clients", "Clients with subscriptions."),
            gauge("watching_clients", "watching_clients", "Clients that watch keys."),
            gauge("clients_in_timeout_table", "clients_in_timeout_table",
                    "Blocked clients that wait for a limited time."),
            gauge("total_watched_keys", "watched_keys", "Keys that are watched."),
            gauge("total_blocking_keys", "blocking_keys", "Keys that clients wait for."),
            gauge("total_blocking_keys_on_nokey", "blocking_keys_on_nokey",
                    "Keys whose deletion clients wait for too."));

    private static final List<MetricDefinition> MEMORY = List.of(
            gauge("used_memory", "memory_used_bytes", "Memory of data, tables and clients, outside of the Java heap."),
            gauge("used_memory_rss", "memory_used_rss_bytes", "Memory that the process has from the system."),
            gauge("used_memory_peak", "memory_used_peak_bytes", "The most of memory_used_bytes so far."),
            gauge("used_memory_overhead", "memory_used_overhead_bytes", "Part of memory_used_bytes that is not data."),
            gauge("used_memory_startup", "memory_used_startup_bytes", "memory_used_bytes of an empty server."),
            gauge("used_memory_dataset", "memory_used_dataset_bytes", "Part of memory_used_bytes that is data."),
            gauge("allocator_allocated", "allocator_allocated_bytes", "Bytes that the arenas have given out."),
            gauge("allocator_active", "allocator_active_bytes", "Pages of the arenas in which something is in use."),
            gauge("allocator_resident", "allocator_resident_bytes", "Pages that the arenas have from the system."),
            gauge("java_heap_used", "java_heap_used_bytes", "Java heap in use, garbage included."),
            gauge("java_heap_committed", "java_heap_committed_bytes", "Java heap that is there."),
            gauge("total_system_memory", "total_system_memory_bytes", "Memory of the machine."),
            gauge("maxmemory", "memory_max_bytes", "The setting maxmemory; 0 is no limit."),
            gauge("allocator_frag_ratio", "allocator_frag_ratio",
                    "allocator_active_bytes by allocator_allocated_bytes."),
            gauge("allocator_frag_bytes", "allocator_frag_bytes", "Unused bytes between data."),
            gauge("allocator_rss_ratio", "allocator_rss_ratio", "allocator_resident_bytes by allocator_active_bytes."),
            gauge("allocator_rss_bytes", "allocator_rss_bytes", "Pages that the arenas could give back."),
            gauge("rss_overhead_ratio", "rss_overhead_ratio", "memory_used_rss_bytes by allocator_resident_bytes."),
            gauge("rss_overhead_bytes", "rss_overhead_bytes", "Memory of the process outside of the arenas."),
            gauge("mem_fragmentation_ratio", "mem_fragmentation_ratio", "memory_used_rss_bytes by memory_used_bytes."),
            gauge("mem_fragmentation_bytes", "mem_fragmentation_bytes",
                    "memory_used_rss_bytes less memory_used_bytes."),
            gauge("mem_not_counted_for_evict", "mem_not_counted_for_eviction_bytes",
                    "Part of memory_used_bytes that maxmemory does not count."),
            gauge("mem_clients_normal", "mem_clients_normal_bytes", "Requests and replies of clients."),
            gauge("mem_aof_buffer", "mem_aof_buffer_bytes", "What waits to be written to the log."),
            gauge("active_defrag_running", "active_defrag_running",
                    "Percent of the engine's time that moving data together takes."),
            gauge("lazyfree_pending_objects", "lazyfree_pending_objects", "Values that wait to be freed."),
            counter("lazyfreed_objects", "lazyfreed_objects", "Values that were freed in the background."));

    private static final List<MetricDefinition> SNAPSHOTS = List.of(
            gauge("loading", "loading_dump_file", "Whether the data of an earlier run are being loaded."),
            gauge("loading_start_time", "loading_start_timestamp_seconds", "When loading began."),
            gauge("loading_total_bytes", "loading_total_bytes", "Bytes to load."),
            gauge("loading_loaded_bytes", "loading_loaded_bytes", "Bytes loaded so far."),
            gauge("loading_eta_seconds", "loading_eta_seconds", "How long loading may still take."),
            gauge("current_cow_peak", "current_cow_peak_bytes",
                    "Most memory that copies of changed pages took during this snapshot."),
            gauge("current_cow_size", "current_cow_size_bytes", "Memory that copies of changed pages take."),
            gauge("current_save_keys_processed", "current_save_keys_processed", "Keys that the snapshot has written."),
            gauge("current_save_keys_total", "current_save_keys", "Keys that the snapshot is to write."),
            gauge("current_save_bytes", "current_save_bytes", "Bytes that the snapshot has written."),
            gauge("rdb_changes_since_last_save", "rdb_changes_since_last_save", "Changes that no dump has."),
            gauge("rdb_bgsave_in_progress", "rdb_bgsave_in_progress", "Whether a dump is being written."),
            gauge("rdb_last_save_time", "rdb_last_save_timestamp_seconds", "When the last dump was written."),
            gauge("rdb_last_bgsave_status", "rdb_last_bgsave_status", "1 when the last dump succeeded, else 0."),
            gauge("rdb_last_bgsave_time_sec", "rdb_last_bgsave_duration_seconds",
                    "How long the last dump took; -1 when there was none."),
            gauge("rdb_current_bgsave_time_sec", "rdb_current_bgsave_duration_seconds",
                    "How long the dump has taken so far; -1 when there is none."),
            counter("rdb_saves", "rdb_saves", "Dumps that were begun."),
            gauge("rdb_last_cow_size", "rdb_last_cow_size_bytes", "Copies of changed pages during the last dump."),
            gauge("rdb_last_load_keys_expired", "rdb_last_load_keys_expired",
                    "Keys that had expired when they were loaded."),
            gauge("rdb_last_load_keys_loaded", "rdb_last_load_keys_loaded", "Keys that were loaded."));

    private static final List<MetricDefinition> LOG = List.of(
            gauge("aof_enabled", "aof_enabled", "Whether the append-only log is on."),
            gauge("aof_rewrite_in_progress", "aof_rewrite_in_progress", "Whether the log is being rewritten."),
            gauge("aof_rewrite_scheduled", "aof_rewrite_scheduled", "Whether a rewrite waits."),
            gauge("aof_pending_rewrite", "aof_pending_rewrite", "Whether a rewrite waits, as newer servers call it."),
            gauge("aof_last_rewrite_time_sec", "aof_last_rewrite_duration_seconds",
                    "How long the last rewrite took; -1 when there was none."),
            gauge("aof_current_rewrite_time_sec", "aof_current_rewrite_duration_seconds",
                    "How long the rewrite has taken so far; -1 when there is none."),
            gauge("aof_last_bgrewrite_status", "aof_last_bgrewrite_status",
                    "1 when the last rewrite succeeded, else 0."),
            counter("aof_rewrites", "aof_rewrites", "Rewrites that were begun."),
            gauge("aof_rewrites_consecutive_failures", "aof_rewrites_consecutive_failures",
                    "Rewrites that failed since the last one that succeeded."),
            gauge("aof_last_cow_size", "aof_last_cow_size_bytes", "Copies of changed pages during the last rewrite."),
            gauge("aof_last_write_status", "aof_last_write_status", "1 when writing the log succeeds, else 0."),
            gauge("aof_current_size", "aof_current_size_bytes", "Size of the log's files."),
            gauge("aof_base_size", "aof_base_size_bytes", "The same after the last rewrite, or at start."),
            gauge("aof_buffer_length", "aof_buffer_length_bytes", "What waits to be written to the log."),
            gauge("aof_pending_bio_fsync", "aof_pending_bio_fsync", "Whether something is not on the disk yet."),
            counter("aof_delayed_fsync", "aof_delayed_fsync", "Forces of the log that came late."),
            counter("aof_appended_bytes", "aof_appended_bytes", "Bytes appended to the log."),
            counter("aof_durable_bytes", "aof_durable_bytes", "Bytes of these that are on the disk."),
            gauge("aof_unforced_bytes", "aof_unforced_bytes", "Bytes written to the log and not forced."));

    private static final List<MetricDefinition> STATS = List.of(
            counter("total_connections_received", "connections_received", "Connections that were accepted."),
            counter("rejected_connections", "rejected_connections",
                    "Connections refused for maxclients or protected-mode."),
            counter("total_commands_processed", "commands_processed", "Commands that were executed."),
            counter("total_net_input_bytes", "net_input_bytes", "Bytes of requests."),
            counter("total_net_output_bytes", "net_output_bytes", "Bytes of replies and messages."),
            counter("expired_subkeys", "expired_subkeys", "Fields of hashes that expired."),
            counter("expired_keys", "expired_keys", "Keys that expired."),
            counter("expire_cycle_cpu_milliseconds", "expire_cycle_cpu_seconds",
                    "Time spent on removing expired keys.").ofMillis(),
            counter("evicted_clients", "evicted_clients", "Clients closed for maxmemory-clients."),
            counter("evicted_keys", "evicted_keys", "Keys that went for maxmemory."),
            counter("total_eviction_exceeded_time", "eviction_exceeded_seconds",
                    "Time above maxmemory.").ofMillis(),
            gauge("current_eviction_exceeded_time", "current_eviction_exceeded_seconds",
                    "Time above maxmemory since it was last passed.").ofMillis(),
            counter("keyspace_hits", "keyspace_hits", "Keys that were looked up and found."),
            counter("keyspace_misses", "keyspace_misses", "Keys that were looked up and not found."),
            gauge("pubsub_channels", "pubsub_channels", "Channels with subscribers."),
            gauge("pubsub_patterns", "pubsub_patterns", "Patterns with subscribers."),
            gauge("pubsubshard_channels", "pubsubshard_channels", "Shard channels with subscribers."),
            gauge("migrate_cached_sockets", "migrate_cached_sockets",
                    "Connections to other servers that are kept for the next MIGRATE."),
            gauge("tracking_total_keys", "tracking_keys", "Keys remembered for client-side caching."),
            gauge("tracking_total_items", "tracking_items", "Readers remembered of these keys."),
            gauge("tracking_total_prefixes", "tracking_prefixes", "Prefixes that clients follow."),
            counter("active_defrag_hits", "defrag_hits", "Blocks that were moved."),
            counter("active_defrag_misses", "defrag_misses", "Blocks that were looked at and stayed."),
            counter("active_defrag_key_hits", "defrag_key_hits", "Keys of which something was moved."),
            counter("active_defrag_key_misses", "defrag_key_misses", "Keys that were looked at and stayed."),
            counter("total_active_defrag_time", "active_defrag_seconds",
                    "Time in which there was something to move.").ofMillis(),
            gauge("current_active_defrag_time", "current_active_defrag_seconds",
                    "The same since it last began.").ofMillis(),
            counter("total_error_replies", "error_replies", "Replies that were errors."),
            counter("total_reads_processed", "reads_processed", "Reads of sockets."),
            counter("total_writes_processed", "writes_processed", "Writes to sockets."),
            counter("io_threaded_reads_processed", "io_threaded_reads_processed",
                    "Reads by threads of their own."),
            counter("io_threaded_writes_processed", "io_threaded_writes_processed",
                    "Writes by threads of their own."),
            counter("acl_access_denied_auth", "acl_access_denied_auth", "Passwords that were wrong."),
            counter("client_output_buffer_limit_disconnections", "client_output_buffer_limit_disconnections",
                    "Clients closed for client-output-buffer-limit."));

    private static final List<MetricDefinition> CPU = List.of(
            counter("used_cpu_sys", "cpu_sys_seconds", "Processor time in the system."),
            counter("used_cpu_user", "cpu_user_seconds", "Processor time of the process."),
            counter("used_cpu_sys_children", "cpu_sys_children_seconds",
                    "Processor time of ended children in the system."),
            counter("used_cpu_user_children", "cpu_user_children_seconds", "Processor time of ended children."),
            counter("used_cpu_sys_main_thread", "cpu_sys_main_thread_seconds",
                    "Processor time of the engine's thread in the system."),
            counter("used_cpu_user_main_thread", "cpu_user_main_thread_seconds",
                    "Processor time of the engine's thread."));

    private static final List<MetricDefinition> ALL = Stream
            .of(SERVER, CLIENTS, MEMORY, SNAPSHOTS, LOG, STATS, CPU).flatMap(List::stream).toList();

    private InfoMetrics() {}

    /** Every field that is served. */
    static List<MetricDefinition> all() {
        return ALL;
    }
}
