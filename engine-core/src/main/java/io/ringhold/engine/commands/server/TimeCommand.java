package io.ringhold.engine.commands.server;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import org.agrona.concurrent.EpochMicroClock;

/** TIME. Engine thread. */
public final class TimeCommand implements CommandGroupHandlers {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final EpochMicroClock clock;

    /**
     * @param clock
     *            Unix time in us, for TIME.
     */
    public TimeCommand(final EpochMicroClock clock) {
        this.clock = clock;
    }

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("time", this::time);
    }

    /** TIME. */
    private void time(final CommandContext context) {
        final long micros = clock.microTime();
        context.reply().array(2);
        context.reply().bulkInteger(micros / MICROS_PER_SECOND);
        context.reply().bulkInteger(micros % MICROS_PER_SECOND);
    }
}
