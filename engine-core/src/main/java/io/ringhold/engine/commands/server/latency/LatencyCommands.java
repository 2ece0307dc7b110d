package io.ringhold.engine.commands.server.latency;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.ringhold.engine.command.Command;
import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.command.CommandTable;
import io.ringhold.engine.commands.HelpText;
import io.ringhold.engine.latency.EventSamples;
import io.ringhold.engine.latency.LatencyEvent;
import io.ringhold.engine.latency.LatencyGraph;
import io.ringhold.engine.latency.LatencyMonitor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** LATENCY. Engine thread. */
public final class LatencyCommands implements CommandGroupHandlers {
    private static final String TEXT = "txt";
    private static final HelpText HELP = new HelpText("LATENCY", "DOCTOR",
            "    Explain what was slow, and what helps.", "GRAPH <event>", "    Draw the samples of the event.",
            "HISTORY <event>", "    Give the times and durations of the event's samples.", "LATEST",
            "    Give of each event the last sample and the longest.", "RESET [<event> ...]",
            "    Drop the samples of these events, or of all; with all, the longest pauses too.",
            "HISTOGRAM [COMMAND ...]",
            "    Give how often these commands, or all, took how long at the most.");

    private final LatencyDoctor doctor = new LatencyDoctor();

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("latency", null);
        binder.bind("latency-doctor", this::doctor);
        binder.bind("latency-graph", this::graph);
        binder.bind("latency-help", HELP::execute);
        binder.bind("latency-histogram", this::histogram);
        binder.bind("latency-history", this::history);
        binder.bind("latency-latest", this::latest);
        binder.bind("latency-reset", this::reset);
    }

    /** LATENCY DOCTOR. */
    private void doctor(final CommandContext context) {
        context.reply().verbatim(TEXT, doctor.report(context.engine()).getBytes(ISO_8859_1));
    }

    /** LATENCY GRAPH event. */
    private void graph(final CommandContext context) {
        final EventSamples samples = samples(context);
        if (samples == null) {
            context.reply().error("ERR No samples available for event '" + context.quoted(2) + "'");
            return;
        }
        final long nowSeconds = TimeUnit.MILLISECONDS.toSeconds(context.engine().latency().nowMs());
        final String graph = LatencyGraph.draw(context.text(2), samples, nowSeconds);
        context.reply().verbatim(TEXT, graph.getBytes(ISO_8859_1));
    }

    /** LATENCY HISTORY event. */
    private void history(final CommandContext context) {
        final EventSamples samples = samples(context);
        final List<EventSamples.Sample> shown = samples == null ? List.of() : samples.samples();
        context.reply().array(shown.size());
        for (final EventSamples.Sample sample : shown) {
            context.reply().array(2);
            context.reply().integer(sample.unixSeconds());
            context.reply().integer(sample.millis());
        }
    }

    /** LATENCY LATEST. */
    private void latest(final CommandContext context) {
        final LatencyMonitor monitor = monitor(context);
        context.reply().array(monitor.size());
        monitor.forEach((event, samples) -> {
            context.reply().array(4);
            context.reply().bulk(event.eventName());
            context.reply().integer(samples.latest().unixSeconds());
            context.reply().integer(samples.latest().millis());
            context.reply().integer(samples.longestMillis());
        });
    }

    /** LATENCY RESET [event ...]. */
    private void reset(final CommandContext context) {
        int reset = 0;
        if (context.argumentCount() == 2) {
            reset = monitor(context).reset();
            context.engine().latency().forgetPauses();
        }
        for (int i = 2; i < context.argumentCount(); i++) {
            reset += monitor(context).reset(LatencyEvent.named(context.text(i))) ? 1 : 0;
        }
        context.reply().integer(reset);
    }

    /** LATENCY HISTOGRAM [command ...]. A container stands for its subcommands; names that are no command are passed over. */
    private void histogram(final CommandContext context) {
        final CommandTable table = context.engine().commands();
        final List<Command> found = new ArrayList<>();
        if (context.argumentCount() == 2) {
            table.commands().forEach(command -> addWithSubcommands(command, found));
        }
        for (int i = 2; i < context.argumentCount(); i++) {
            addNamed(context.text(i), table, found);
        }
        final List<Command> shown = found.stream().filter(command -> command.latency().count() != 0).toList();
        context.reply().map(shown.size());
        shown.forEach(command -> reply(context, command));
    }

    private static void reply(final CommandContext context, final Command command) {
        final List<Long> levels = new ArrayList<>();
        command.latency().levels((micros, cumulativeCount) -> {
            levels.add(micros);
            levels.add(cumulativeCount);
        });
        context.reply().bulk(command.fullName());
        context.reply().map(2);
        context.reply().bulk("calls");
        context.reply().integer(command.latency().count());
        context.reply().bulk("histogram_usec");
        context.reply().map(levels.size() / 2);
        levels.forEach(context.reply()::integer);
    }

    private static void addNamed(final String name, final CommandTable table, final List<Command> found) {
        final int bar = name.indexOf('|');
        final Command command = table.find(bar < 0 ? name : name.substring(0, bar));
        if (command == null) {
            return;
        }
        if (bar < 0) {
            addWithSubcommands(command, found);
            return;
        }
        final Command subcommand = command.subcommands() == null
                ? null
                : command.subcommands().find(name.substring(bar + 1));
        if (subcommand != null) {
            found.add(subcommand);
        }
    }

    private static void addWithSubcommands(final Command command, final List<Command> found) {
        found.add(command);
        if (command.subcommands() != null) {
            found.addAll(command.subcommands().commands());
        }
    }

    private static EventSamples samples(final CommandContext context) {
        return monitor(context).samples(LatencyEvent.named(context.text(2)));
    }

    private static LatencyMonitor monitor(final CommandContext context) {
        return context.engine().latency().monitor();
    }
}
