package io.ringhold.engine.commands.server.info.section;

/** Cluster: there is none. */
final class ClusterSection implements InfoSection {
    @Override
    public String title() {
        return "Cluster";
    }

    @Override
    public void write(final InfoContext context, final InfoFields text) {
        text.flag("cluster_enabled", false);
    }
}
