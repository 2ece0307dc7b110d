package io.ringhold.engine.commands.server.info;

import io.ringhold.engine.command.CommandContext;

/** Cluster: there is none. */
final class ClusterSection implements InfoSection {
    @Override
    public String title() {
        return "Cluster";
    }

    @Override
    public void write(final CommandContext context, final InfoText text) {
        text.flag("cluster_enabled", false);
    }
}
