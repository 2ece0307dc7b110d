package io.ringhold.engine.commands.server.info;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.server.info.section.InfoContext;
import io.ringhold.engine.commands.server.info.section.InfoSection;
import io.ringhold.engine.commands.server.info.section.InfoSections;
import org.agrona.concurrent.EpochMicroClock;

/** INFO: the sections asked for, in their fixed order; names that are no section are passed over. Engine thread. */
public final class InfoCommand implements CommandGroupHandlers {
    private final List<InfoSection> sections;
    private final InfoText text = new InfoText();

    /**
     * @param clock
     *            Unix time in us.
     */
    public InfoCommand(final EpochMicroClock clock) {
        sections = InfoSections.all(clock);
    }

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("info", this::info);
    }

    /** INFO [section ...]. */
    private void info(final CommandContext context) {
        final List<String> wanted = new ArrayList<>(context.argumentCount());
        for (int i = 1; i < context.argumentCount(); i++) {
            wanted.add(context.text(i));
        }
        final boolean all = contains(wanted, "all") || contains(wanted, "everything");
        final boolean defaults = wanted.isEmpty() || contains(wanted, "default");
        final InfoContext source = new InfoContext(context.engine(), null);
        text.clear();
        for (final InfoSection section : sections) {
            if (all || defaults && section.isDefault() || contains(wanted, section.title())) {
                text.title(section.title());
                section.write(source, text);
            }
        }
        text.writeTo(context.reply());
    }

    private static boolean contains(final List<String> names, final String name) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }
}
