package io.ringhold.engine.commands.server.info;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.ringhold.engine.command.Command;

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
        text.field("cmdstat_" + command.fullName(), String.format(Locale.ROOT,
                "calls=%d,usec=%d,usec_per_call=%.2f,rejected_calls=%d,failed_calls=%d", calls,
                TimeUnit.NANOSECONDS.toMicros(command.nanoseconds()), perCall, command.rejectedCalls(),
                command.failedCalls()));
    }
}
