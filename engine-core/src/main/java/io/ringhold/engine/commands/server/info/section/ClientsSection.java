package io.ringhold.engine.commands.server.info.section;

import io.ringhold.engine.blocking.WaitingClients;
import io.ringhold.engine.client.ClientMemory;

/** Connections. {@code blocked_clients} are those that wait for a key or that CLIENT PAUSE holds back. */
final class ClientsSection implements InfoSection {
    @Override
    public String title() {
        return "Clients";
    }

    @Override
    public void write(final InfoContext context, final InfoFields text) {
        final WaitingClients waiting = context.engine().waiting();
        final ClientMemory memory = context.engine().clientMemory();
        text.field("connected_clients", context.engine().sessions().size());
        text.field("maxclients", context.engine().settings().maxclients.value());
        text.field("client_recent_max_input_buffer", memory.recentInputPeak());
        text.field("client_recent_max_output_buffer", memory.recentOutputPeak());
        text.field("blocked_clients", context.engine().pause().blockedClients() + waiting.size());
        text.field("tracking_clients", context.engine().tracking().clients());
        text.field("pubsub_clients", context.engine().pubSub().clients());
        text.field("watching_clients", context.engine().transactions().watchingClients());
        text.field("clients_in_timeout_table", waiting.timedSize());
        text.field("total_watched_keys", context.engine().transactions().watchedKeys());
        text.field("total_blocking_keys", waiting.keyCount());
        text.field("total_blocking_keys_on_nokey", waiting.keysMissedWhenGone());
    }
}
