package io.ringhold.bench.report;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.ringhold.bench.result.CommandResult;
import io.ringhold.bench.result.Comparison;
import io.ringhold.bench.result.Result;
import io.ringhold.bench.result.RunResult;
import io.ringhold.bench.result.Sweep;
import io.ringhold.bench.result.Target;
import org.HdrHistogram.Histogram;

/** {@link Format#TABLE}. Control characters of what others wrote are replaced, since terminals obey them. */
final class TextReport {
    private static final int LONGEST_NAME = 30;

    private final StringBuilder text = new StringBuilder();

    private TextReport() {}

    static String of(final Result result) {
        final TextReport report = new TextReport();
        switch (result) {
            case final RunResult run -> report.run(run);
            case final Comparison comparison -> report.comparison(comparison);
            case final Sweep sweep -> report.sweep(sweep);
        }
        return report.text.toString();
    }

    private void run(final RunResult run) {
        heading(run, Units.seconds(run.seconds())
                + (run.openLoop() ? ", open loop at " + Units.rate(run.rate()) : ", closed loop"));
        settings(run.settings());
        text.append('\n');
        line("throughput " + Units.rate(run.throughput()) + ", server CPU " + micros(run.serverCpuMicrosPerOperation())
                + " per operation, errors " + Units.count(run.errors()));
        generatorCpu("the load generator", run.generatorCpuMicrosPerOperation());
        text.append('\n');
        final TextTable table = new TextTable(header("command", "operations", "per second", "errors"));
        for (final CommandResult command : run.commands()) {
            table.row(commandRow(command.name(), command.operations(), run.seconds(), command.errors(),
                    command.latencies()));
        }
        if (run.commands().size() != 1) {
            table.row(commandRow("all", run.operations(), run.seconds(), run.errors(), run.latencies()));
        }
        text.append(table.text());
        commandLine(run.settings());
    }

    private void comparison(final Comparison comparison) {
        line("comparison of " + Units.plural(comparison.targets().size(), "server") + ", medians of "
                + Units.plural(comparison.rounds(), "round"));
        for (final Target target : comparison.targets()) {
            final List<RunResult> results = comparison.results(target);
            line("  " + name(target.label()) + ": "
                    + (results.isEmpty() ? "not measured" : server(results.getFirst())));
        }
        final Map<String, String> settings = Rounds.settings(comparison.results());
        settings(settings);
        text.append('\n');
        throughputs(comparison);
        text.append('\n');
        final TextTable latencies = new TextTable(header("latency"));
        for (final Target target : comparison.targets()) {
            final List<String> row = new ArrayList<>(List.of(name(target.label())));
            for (final Percentile percentile : Percentile.values()) {
                row.add(time(percentile.of(comparison, target)));
            }
            latencies.row(row);
        }
        text.append(latencies.text()).append('\n');
        commands(comparison);
        commandLine(settings);
    }

    private void throughputs(final Comparison comparison) {
        final Target first = comparison.targets().getFirst();
        final TextTable table = new TextTable(
                List.of("throughput", "median", "ratio", "lowest", "highest", "CPU/op", "CPU ratio", "errors"));
        for (final Target target : comparison.targets()) {
            final List<RunResult> results = comparison.results(target);
            final Range range = Range.of(results, RunResult::throughput);
            table.row(List.of(name(target.label()), Units.rate(comparison.medianThroughput(target)),
                    Units.ascii(Units.ratio(comparison.ratio(target, first))), Units.rate(range.lowest()),
                    Units.rate(range.highest()),
                    micros(comparison.medianServerCpu(target)),
                    Units.ascii(Units.ratio(comparison.cpuRatio(target, first))),
                    errors(results.stream().mapToLong(RunResult::errors).sum())));
        }
        text.append(table.text());
        line("ratios are to " + name(first.label()) + ", medians of those of each round");
        for (final Target target : comparison.targets()) {
            generatorCpu("the load generator of " + name(target.label()), comparison.medianGeneratorCpu(target));
        }
    }

    private void generatorCpu(final String whose, final double micros) {
        if (Double.isFinite(micros)) {
            line(whose + " took " + micros(micros) + " CPU per operation");
        }
    }

    /** All rounds of each command together. */
    private void commands(final Comparison comparison) {
        final TextTable table = new TextTable(header("all rounds", "operations", "per second", "errors"));
        for (final Target target : comparison.targets()) {
            final double seconds = comparison.results(target).stream().mapToDouble(RunResult::seconds).sum();
            for (final CommandResult command : Rounds.commands(comparison.results(target))) {
                table.row(commandRow(target.label() + " " + command.name(), command.operations(), seconds,
                        command.errors(),
                        command.latencies()));
            }
        }
        text.append(table.text());
    }

    private void sweep(final Sweep sweep) {
        if (sweep.steps().isEmpty()) {
            line("sweep of " + name(sweep.target().label()) + ": no rate was tried");
            return;
        }
        final RunResult first = sweep.steps().getFirst();
        heading(first, "sweep of " + Units.plural(sweep.steps().size(), "rate") + ", open loop");
        final Map<String, String> settings = Rounds.settings(sweep.steps());
        settings(settings);
        text.append('\n');
        final TextTable table = new TextTable(header("rate", "achieved", "CPU/op", "errors"));
        for (final RunResult step : sweep.steps()) {
            final List<String> row = new ArrayList<>(
                    List.of(Units.rate(step.rate()) + (sweep.broke(step) ? " broke" : ""),
                            Units.rate(step.throughput()),
                            micros(step.serverCpuMicrosPerOperation()), errors(step.errors())));
            addPercentiles(row, step.latencies());
            table.row(row);
        }
        text.append(table.text()).append('\n');
        line(sweep.broke()
                ? "latency broke at " + Units.rate(sweep.brokenAtRate()) + ", highest rate before it "
                        + Units.rate(sweep.highestSustainedRate())
                : "latency never broke, highest rate " + Units.rate(sweep.highestSustainedRate()));
        commandLine(settings);
    }

    private void heading(final RunResult run, final String how) {
        line(name(run.target().label()) + ": " + server(run));
        line(run.startedAt().truncatedTo(ChronoUnit.SECONDS) + ", " + how);
    }

    private static String server(final RunResult run) {
        return name(run.server().display()) + " at " + name(run.target().address());
    }

    private void settings(final Map<String, String> settings) {
        final Map<String, String> shown = new LinkedHashMap<>(settings);
        shown.remove(RunResult.COMMAND_LINE);
        String line = "";
        for (final Map.Entry<String, String> setting : shown.entrySet()) {
            final String key = name(setting.getKey()) + " ";
            final String item = key + cut(setting.getValue(), TextTable.WIDTH - key.length());
            if (!line.isEmpty() && line.length() + item.length() + 2 > TextTable.WIDTH) {
                line(line);
                line = item;
            } else {
                line += line.isEmpty() ? item : ", " + item;
            }
        }
        if (!line.isEmpty()) {
            line(line);
        }
    }

    private void commandLine(final Map<String, String> settings) {
        final String command = settings.get(RunResult.COMMAND_LINE);
        if (command != null) {
            text.append("\nrepeat with: ").append(printable(command)).append('\n');
        }
    }

    private static List<String> header(final String... first) {
        final List<String> header = new ArrayList<>(List.of(first));
        for (final Percentile percentile : Percentile.values()) {
            header.add(percentile.display());
        }
        return header;
    }

    private static List<String> commandRow(final String name, final long operations, final double seconds,
            final long errors,
            final Histogram latencies) {
        final List<String> row = new ArrayList<>(List.of(name(name), Units.count(operations),
                Units.compact(seconds > 0 ? operations / seconds : 0), errors(errors)));
        addPercentiles(row, latencies);
        return row;
    }

    private static void addPercentiles(final List<String> row, final Histogram latencies) {
        for (final Percentile percentile : Percentile.values()) {
            row.add(time(percentile.of(latencies)));
        }
    }

    private static String errors(final long errors) {
        return Units.compact((double) errors);
    }

    private static String time(final double ns) {
        return Units.ascii(Units.time(ns)).replace(" ", "");
    }

    private static String micros(final double micros) {
        return Units.ascii(Units.micros(micros)).replace(" ", "");
    }

    private static String name(final String name) {
        return cut(name, LONGEST_NAME);
    }

    private static String cut(final String text, final int length) {
        final String printable = printable(text);
        return printable.length() <= length ? printable : printable.substring(0, length - 1) + "~";
    }

    private static String printable(final String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private void line(final String line) {
        text.append(line).append('\n');
    }
}
