package io.ringhold.engine.commands.server.info.section;

import java.util.List;

import io.ringhold.engine.command.Command;
import io.ringhold.engine.config.Settings;
import io.ringhold.engine.latency.Durations;
import io.ringhold.engine.util.Words;

/** Percentiles of each command that was called, in us, unless tracking is off. */
final class LatencyStatsSection implements InfoSection {
    @Override
    public String title() {
        return "Latencystats";
    }

    @Override
    public boolean isDefault() {
        return false;
    }

    @Override
    public void write(final InfoContext context, final InfoFields text) {
        final Settings settings = context.engine().settings();
        if (!settings.latencyTracking.value()) {
            return;
        }
        final List<Double> percentiles = settings.latencyTrackingInfoPercentiles.value();
        final List<String> names = Words.splitAtSpaces(settings.latencyTrackingInfoPercentiles.format());
        for (final Command command : context.engine().commands().commands()) {
            write(command, percentiles, names, text);
            if (command.subcommands() != null) {
                command.subcommands().commands()
                        .forEach(subcommand -> write(subcommand, percentiles, names, text));
            }
        }
    }

    private static void write(final Command command, final List<Double> percentiles, final List<String> names,
            final InfoFields text) {
        if (command.latency().count() == 0) {
            return;
        }
        final StringBuilder values = new StringBuilder();
        for (int i = 0; i < percentiles.size(); i++) {
            values.append(i == 0 ? "p" : ",p").append(names.get(i)).append('=');
            Durations.appendMicros(values, command.latency().percentileNs(percentiles.get(i)));
        }
        text.field("latency_percentiles_usec_" + command.fullName(), values.toString());
    }
}
