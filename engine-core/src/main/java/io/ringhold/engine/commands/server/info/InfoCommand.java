package io.ringhold.engine.commands.server.info;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import org.agrona.concurrent.EpochMicroClock;

/** INFO: the sections asked for, in their fixed order; names that are no section are passed over. Engine thread. */
public final class InfoCommand implements CommandGroupHandlers {
    private final List<InfoSection> sections;

    /**
     * @param clock
     *            Unix time in us.
     */
    public InfoCommand(final EpochMicroClock clock) {
        sections = sections(clock);
    }

    /** All sections in their order. */
    static List<InfoSection> sections(final EpochMicroClock clock) {
        return List.of(new ServerSection(clock), new ClientsSection(), new MemorySection(), new PersistenceSection(),
                new StatsSection(), new ReplicationSection(), new CpuSection(), new CommandStatsSection(),
                new ErrorStatsSection(), new LatencyStatsSection(), new LatencySection(), new HotKeysSection(),
                new ClusterSection(),
                new KeyspaceSection());
    }

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("info", this::info);
    }

    /** INFO [section ...]. */
    private void info(final CommandContext context) {
        final Set<String> wanted = new HashSet<>();
        for (int i = 1; i < context.argumentCount(); i++) {
            wanted.add(context.text(i).toLowerCase(Locale.ROOT));
        }
        final boolean all = wanted.contains("all") || wanted.contains("everything");
        final boolean defaults = wanted.isEmpty() || wanted.contains("default");
        final InfoContext source = new InfoContext(context.engine(), null);
        final InfoText text = new InfoText();
        for (final InfoSection section : sections) {
            if (all || defaults && section.isDefault() || wanted.contains(section.title().toLowerCase(Locale.ROOT))) {
                text.title(section.title());
                section.write(source, text);
            }
        }
        context.reply().verbatim("txt", text.toBytes());
    }
}
