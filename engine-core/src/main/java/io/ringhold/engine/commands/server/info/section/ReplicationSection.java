package io.ringhold.engine.commands.server.info.section;

/** Replication: this server is a master without replicas. */
final class ReplicationSection implements InfoSection {
    @Override
    public String title() {
        return "Replication";
    }

    @Override
    public void write(final InfoContext context, final InfoFields text) {
        text.field("role", "master");
        text.field("connected_slaves", 0);
    }
}
