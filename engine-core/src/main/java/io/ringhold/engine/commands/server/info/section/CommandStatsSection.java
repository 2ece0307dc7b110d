package io.ringhold.engine.commands.server.info.section;

import java.util.concurrent.TimeUnit;

import io.ringhold.engine.command.Command;
import io.ringhold.engine.util.FixedPoint;

/** Calls, time and failures of each command that was called. */
final class CommandStatsSection implements InfoSection {
    private static final double NS_PER_US = 1000.0;

    @Override
    public String title() {
        return "Commandstats";
    }

    @Override
    public boolean isDefault() {
        return false;
    }

    @Override
    public void write(final InfoContext context, final InfoFields text) {
        for (final Command command : context.engine().commands().commands()) {
            write(command, text);
            if (command.subcommands() != null) {
                command.subcommands().commands().forEach(subcommand -> write(subcommand, text));
            }
        }
    }

    private static void write(final Command command, final InfoFields text) {
        final long calls = command.calls();
        if (calls == 0 && command.rejectedCalls() == 0 && command.failedCalls() == 0) {
            return;
        }
        final double perCall = calls == 0 ? 0 : command.nanoseconds() / NS_PER_US / calls;
        final StringBuilder values = new StringBuilder("calls=").append(calls).append(",usec=")
                .append(TimeUnit.NANOSECONDS.toMicros(command.nanoseconds())).append(",usec_per_call=");
        FixedPoint.append(values, perCall, 2).append(",rejected_calls=").append(command.rejectedCalls())
                .append(",failed_calls=").append(command.failedCalls());
        text.field("cmdstat_" + command.fullName(), values.toString());
    }
}
