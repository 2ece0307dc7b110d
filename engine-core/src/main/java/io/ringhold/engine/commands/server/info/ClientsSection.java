package io.ringhold.engine.commands.server.info;

import io.ringhold.engine.command.CommandContext;

/** Connections. {@code blocked_clients} are those that wait for a key or that CLIENT PAUSE holds back. */
final class ClientsSection implements InfoSection {
    @Override
    public String title() {
        return "Clients";
    }

    @Override
    public void write(final CommandContext context, final InfoText text) {
        text.field("connected_clients", context.engine().sessions().size());
        text.field("maxclients", context.engine().settings().maxclients.value());
        text.field("blocked_clients", context.engine().pause().blockedClients() + context.engine().waiting().size());
        text.field("tracking_clients", context.engine().tracking().clients());
        text.field("pubsub_clients", context.engine().pubSub().clients());
    }
}
