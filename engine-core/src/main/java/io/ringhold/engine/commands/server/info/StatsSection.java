package io.ringhold.engine.commands.server.info;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.keyspace.KeyspaceStatistics;
import io.ringhold.engine.stats.ServerStatistics;

/** Counters since start, or since CONFIG RESETSTAT. */
final class StatsSection implements InfoSection {
    @Override
    public String title() {
        return "Stats";
    }

    @Override
    public void write(final CommandContext context, final InfoText text) {
        final ServerStatistics server = context.engine().statistics();
        final KeyspaceStatistics keyspace = context.keyspace().statistics();
        text.field("total_connections_received", server.connections());
        text.field("total_commands_processed", server.commands());
        text.field("instantaneous_ops_per_sec", server.commandsPerSecond());
        text.field("expired_keys", keyspace.expired());
        text.field("keyspace_hits", keyspace.hits());
        text.field("keyspace_misses", keyspace.misses());
        text.field("total_error_replies", server.errorReplies());
    }
}
