package io.ringhold.engine.commands.server;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import org.agrona.concurrent.EpochMicroClock;

/** MONITOR. Engine thread. */
public final class MonitorCommand implements CommandGroupHandlers {
    private final EpochMicroClock clock;

    /**
     * @param clock
     *            Unix time in us, for the lines.
     */
    public MonitorCommand(final EpochMicroClock clock) {
        this.clock = clock;
    }

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("monitor", this::monitor);
    }

    /** MONITOR; a second one has no reply, as in Redis. */
    private void monitor(final CommandContext context) {
        if (context.session().isMonitor()) {
            return;
        }
        if (context.engine().monitors().add(context.session(), clock)) {
            context.reply().ok();
        } else {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        }
    }
}
