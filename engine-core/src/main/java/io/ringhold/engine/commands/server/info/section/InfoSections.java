package io.ringhold.engine.commands.server.info.section;

import java.util.List;

import org.agrona.concurrent.EpochMicroClock;

/** The sections of INFO. */
public final class InfoSections {
    private InfoSections() {}

    /**
     * All sections in their order, new ones, for use on the engine thread.
     *
     * @param clock
     *            Unix time in us.
     */
    public static List<InfoSection> all(final EpochMicroClock clock) {
        return List.of(new ServerSection(clock), new ClientsSection(), new MemorySection(), new PersistenceSection(),
                new StatsSection(), new ReplicationSection(), new CpuSection(), new CommandStatsSection(),
                new ErrorStatsSection(), new LatencyStatsSection(), new LatencySection(), new HotKeysSection(),
                new ClusterSection(),
                new KeyspaceSection());
    }
}
