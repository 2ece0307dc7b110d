package io.ringhold.engine.commands.server.info.section;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.ringhold.engine.command.Command;
import io.ringhold.engine.latency.Durations;
import io.ringhold.engine.latency.EngineLatency;
import io.ringhold.engine.latency.LatencyHistogram;
import io.ringhold.engine.latency.LongestPauses;

/** Where the engine's time goes: Ringhold's own section. */
final class LatencySection implements InfoSection {
    private static final double[] PERCENTILES = {50, 99, 99.9, 99.99};
    private static final String[] LABELS = {",p50=", ",p99=", ",p99.9=", ",p99.99="};

    @Override
    public String title() {
        return "Latency";
    }

    @Override
    public boolean isDefault() {
        return false;
    }

    @Override
    public void write(final InfoContext context, final InfoFields text) {
        final EngineLatency latency = context.engine().latency();
        text.field("engine_busy_usec", TimeUnit.NANOSECONDS.toMicros(latency.busyNs()));
        distribution(text, "stage_queue_wait", latency.stages().queueWait());
        distribution(text, "stage_execute", latency.stages().execute());
        distribution(text, "stage_log_hold", latency.stages().logHold());
        distribution(text, "stage_reply_flush", latency.stages().replyFlush());
        for (final Command command : context.engine().commands().commands()) {
            distribution(text, command);
            if (command.subcommands() != null) {
                command.subcommands().commands().forEach(subcommand -> distribution(text, subcommand));
            }
        }
        pauses(context, text);
    }

    private static void distribution(final InfoFields text, final Command command) {
        if (command.latency().count() != 0) {
            distribution(text, "command_" + command.fullName(), command.latency());
        }
    }

    /** A line about what a histogram holds. */
    private static void distribution(final InfoFields text, final String name, final LatencyHistogram histogram) {
        final StringBuilder values = new StringBuilder("count=").append(histogram.count());
        for (int i = 0; i < PERCENTILES.length; i++) {
            Durations.appendMicros(values.append(LABELS[i]), histogram.percentileNs(PERCENTILES[i]));
        }
        Durations.appendMicros(values.append(",max="), histogram.maxNs());
        text.field(name, values.toString());
    }

    private static void pauses(final InfoContext context, final InfoFields text) {
        final List<LongestPauses.Pause> pauses = context.engine().latency().pauses().longest();
        for (int i = 0; i < pauses.size(); i++) {
            final LongestPauses.Pause pause = pauses.get(i);
            final StringBuilder values = new StringBuilder("usec=");
            Durations.appendMicros(values, pause.elapsedNs()).append(",cause=").append(pause.event().eventName());
            if (!pause.command().isEmpty()) {
                values.append(",command=").append(pause.command());
            }
            text.field("engine_pause_" + i, values.append(",ended_at_ms=").append(pause.endedAtMs()).toString());
        }
    }
}
