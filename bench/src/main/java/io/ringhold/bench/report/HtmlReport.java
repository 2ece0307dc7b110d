package io.ringhold.bench.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.ringhold.bench.report.Charts.Course;
import io.ringhold.bench.report.Charts.Latency;
import io.ringhold.bench.report.HtmlPage.Size;
import io.ringhold.bench.result.CommandResult;
import io.ringhold.bench.result.Comparison;
import io.ringhold.bench.result.Latencies;
import io.ringhold.bench.result.Result;
import io.ringhold.bench.result.RunResult;
import io.ringhold.bench.result.Sweep;
import io.ringhold.bench.result.Target;
import org.HdrHistogram.Histogram;

/** {@link Format#HTML}: headline figures first, then charts, tables, settings and how to repeat it. */
final class HtmlReport {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String CLOSED = "Closed loop: a connection sends its next requests when it has the replies to the last. Latency is from"
            + " sending a request to its reply; while a server stalls nothing more is asked of it, so stalls weigh little in the percentiles.";
    private static final String OPEN = "Open loop: requests are due at a fixed rate, whatever the server does. Latency is from the time a request"
            + " was due to its reply, so that a stall counts for every request that had to wait.";
    private static final String MERGED = "All rounds together. A line ends where a single request is all that is left.";
    private static final String SINGLE = "The line ends where a single request is all that is left.";

    private HtmlReport() {}

    static String of(final Result result) {
        return switch (result) {
            case final RunResult run -> run(run);
            case final Comparison comparison -> comparison(comparison);
            case final Sweep sweep -> sweep(sweep);
        };
    }

    private static String run(final RunResult run) {
        final HtmlPage page = new HtmlPage("run", run.target().label(),
                join(server(run), time(run.startedAt()), Units.seconds(run.seconds()),
                        run.openLoop() ? "open loop at " + Units.rate(run.rate()) : "closed loop"));
        page.cards(List.of(
                List.of("Throughput", Units.compactRate(run.throughput()),
                        Units.count(run.operations()) + " operations"),
                card("Median latency", Percentile.P50, run.latencies()), card("p99", Percentile.P99, run.latencies()),
                card("p99.9", Percentile.P99_9, run.latencies()), card("Longest", Percentile.MAX, run.latencies()),
                List.of("Server CPU", Units.micros(run.serverCpuMicrosPerOperation()), "per operation"),
                List.of("Errors", Units.count(run.errors()), "")));
        page.section("Latency by percentile");
        final List<Latency> latencies = new ArrayList<>();
        if (run.commands().size() > SvgChart.STYLES) {
            latencies.add(new Latency(0, "all commands", run.latencies()));
        } else {
            run.commands().forEach(
                    command -> latencies.add(new Latency(latencies.size(), command.name(), command.latencies())));
        }
        page.figure(Charts.percentiles(latencies), Size.FULL, SINGLE);
        page.end();
        overTime(page, List.of(new Course(0, run.target().label(), List.of(run))));
        page.section("Figures");
        final List<List<String>> rows = new ArrayList<>();
        run.commands().forEach(command -> rows.add(row(command.name(), command, run.seconds())));
        rows.add(row("all", new CommandResult("all", run.operations(), run.errors(), run.latencies()), run.seconds()));
        page.table("Latency of each command", header("Command", "Operations", "Per second", "Errors"), rows, List.of());
        page.end();
        page.settings(run.settings(), run.openLoop() ? OPEN : CLOSED);
        return page.done();
    }

    private static String comparison(final Comparison comparison) {
        final List<Target> targets = comparison.targets();
        final String title = targets.stream().map(Target::label)
                .collect(Collectors.joining(targets.size() == 2 ? " and " : ", "));
        final List<RunResult> results = comparison.results();
        final HtmlPage page = new HtmlPage("comparison", title,
                join("medians of " + Units.plural(comparison.rounds(), "round") + ", servers in turn",
                        results.isEmpty() ? "" : time(results.getFirst().startedAt()),
                        results.isEmpty() ? "" : Units.seconds(results.getFirst().seconds()) + " each"));
        targetCards(page, comparison);
        page.section("Latency by percentile");
        final List<Latency> latencies = new ArrayList<>();
        final List<Course> courses = new ArrayList<>();
        for (final Target target : targets) {
            latencies.add(new Latency(latencies.size(), target.label(), comparison.latencies(target)));
            courses.add(new Course(courses.size(), target.label(), comparison.results(target)));
        }
        page.figure(Charts.percentiles(latencies), Size.FULL, MERGED);
        page.end();
        overTime(page, courses.stream().filter(course -> !course.rounds().isEmpty()).toList());
        comparisonTables(page, comparison);
        page.settings(Rounds.settings(results),
                (results.isEmpty() || !results.getFirst().openLoop() ? CLOSED : OPEN)
                        + " A ratio is the median of the ratios within each round.");
        return page.done();
    }

    private static void targetCards(final HtmlPage page, final Comparison comparison) {
        final Target first = comparison.targets().getFirst();
        page.html().open("div", "class", "cards wide");
        int line = 0;
        for (final Target target : comparison.targets()) {
            final List<RunResult> results = comparison.results(target);
            final Html html = page.html().open("div", "class", "card").open("p", "class", "name");
            SvgChart.swatch(html, line++);
            html.element("span", target.label()).close();
            if (results.isEmpty()) {
                html.element("p", "not measured", "class", "small").close();
                continue;
            }
            html.element("p", server(results.getFirst()), "class", "small");
            html.element("p", Units.rate(comparison.medianThroughput(target)), "class", "big");
            if (!target.equals(first)) {
                html.element("p",
                        ratios(comparison.ratio(target, first), comparison.cpuRatio(target, first), first.label()));
            }
            html.element("p",
                    join("p50 " + Units.time(Percentile.P50.of(comparison, target)),
                            "p99 " + Units.time(Percentile.P99.of(comparison, target)),
                            "p99.9 " + Units.time(Percentile.P99_9.of(comparison, target)),
                            "CPU " + Units.micros(comparison.medianServerCpu(target)) + " per operation"),
                    "class", "small").close();
        }
        page.html().closeLine();
    }

    private static String ratios(final double throughput, final double cpu, final String other) {
        final String first = Units.ratio(throughput) + " the throughput of " + other;
        return Double.isFinite(cpu) ? first + ", " + Units.ratio(cpu) + " its server CPU per operation" : first;
    }

    private static void comparisonTables(final HtmlPage page, final Comparison comparison) {
        final Target first = comparison.targets().getFirst();
        page.section("Medians of the rounds");
        final List<List<String>> medians = new ArrayList<>();
        final List<List<String>> latencies = new ArrayList<>();
        for (final Target target : comparison.targets()) {
            final List<RunResult> results = comparison.results(target);
            final Range range = Range.of(results, RunResult::throughput);
            medians.add(List.of(target.label(), Units.rate(comparison.medianThroughput(target)),
                    Units.ratio(comparison.ratio(target, first)),
                    Units.rate(range.lowest()), Units.rate(range.highest()),
                    Units.micros(comparison.medianServerCpu(target)),
                    Units.ratio(comparison.cpuRatio(target, first)),
                    Units.count(results.stream().mapToLong(RunResult::errors).sum())));
            final List<String> row = new ArrayList<>(List.of(target.label()));
            for (final Percentile percentile : Percentile.values()) {
                row.add(Units.time(percentile.of(comparison, target)));
            }
            latencies.add(row);
        }
        page.table("Throughput; ratios are to " + first.label(),
                List.of("Server", "Median", "Ratio", "Lowest", "Highest", "CPU per operation", "CPU ratio", "Errors"),
                medians, List.of());
        page.table("Latency", header("Server"), latencies, List.of());
        page.end();
        page.section("Figures");
        final List<List<String>> rows = new ArrayList<>();
        for (final Target target : comparison.targets()) {
            final double seconds = comparison.results(target).stream().mapToDouble(RunResult::seconds).sum();
            Rounds.commands(comparison.results(target))
                    .forEach(command -> rows.add(row(target.label() + " \u00b7 " + command.name(), command, seconds)));
        }
        page.table("Latency of each command, all rounds together",
                header("Command", "Operations", "Per second", "Errors"), rows, List.of());
        page.end();
    }

    private static String sweep(final Sweep sweep) {
        final List<RunResult> steps = sweep.steps();
        final HtmlPage page = new HtmlPage("sweep", sweep.target().label(),
                steps.isEmpty()
                        ? "no rate was tried"
                        : join(server(steps.getFirst()), time(steps.getFirst().startedAt()),
                                Units.plural(steps.size(), "rate") + ", " + Units.seconds(steps.getFirst().seconds())
                                        + " each"));
        final List<RunResult> sustained = steps.stream().filter(step -> !sweep.broke(step)).toList();
        final Histogram best = sustained.isEmpty() ? Latencies.newHistogram() : sustained.getLast().latencies();
        page.cards(List.of(List.of("Highest rate sustained", Units.compactRate(sweep.highestSustainedRate()), ""),
                List.of("p50 at that rate", Units.time(Percentile.P50.of(best)), ""),
                List.of("p99 at that rate", Units.time(Percentile.P99.of(best)), ""),
                List.of("p99.9 at that rate", Units.time(Percentile.P99_9.of(best)), ""),
                List.of("Latency broke at", sweep.broke() ? Units.compactRate(sweep.brokenAtRate()) : "never", "")));
        page.section("Latency by rate");
        page.figure(Charts.latencyByRate(sweep), Size.FULL,
                sweep.broke() ? "The shaded rates are those from the break on." : "");
        page.end();
        page.html().open("div", "class", "pair two");
        page.section("Achieved throughput");
        page.figure(Charts.achievedByRate(sweep), Size.HALF, "");
        page.end();
        page.section("Latency by percentile");
        final List<Latency> latencies = new ArrayList<>();
        if (!sustained.isEmpty()) {
            latencies.add(new Latency(0, Units.rate(sustained.getLast().rate()) + " (sustained)", best));
        }
        steps.stream().filter(sweep::broke).findFirst()
                .ifPresent(
                        step -> latencies.add(new Latency(1, Units.rate(step.rate()) + " (broke)", step.latencies())));
        page.figure(Charts.percentiles(latencies), Size.HALF, "");
        page.end();
        page.html().closeLine();
        sweepTable(page, sweep);
        page.settings(Rounds.settings(steps), OPEN);
        return page.done();
    }

    private static void sweepTable(final HtmlPage page, final Sweep sweep) {
        page.section("Figures");
        final List<List<String>> rows = new ArrayList<>();
        for (final RunResult step : sweep.steps()) {
            final List<String> row = new ArrayList<>(
                    List.of(Units.rate(step.rate()) + (sweep.broke(step) ? " (broke)" : ""),
                            Units.rate(step.throughput()),
                            Units.micros(step.serverCpuMicrosPerOperation()), Units.count(step.errors())));
            for (final Percentile percentile : Percentile.values()) {
                row.add(Units.time(percentile.of(step.latencies())));
            }
            rows.add(row);
        }
        final List<Integer> broke = IntStream.range(0, rows.size()).filter(i -> sweep.broke(sweep.steps().get(i)))
                .boxed().toList();
        page.table("Each rate", header("Intended rate", "Achieved", "CPU per operation", "Errors"), rows, broke);
        page.end();
    }

    private static void overTime(final HtmlPage page, final List<Course> courses) {
        final boolean alone = courses.size() % 2 == 0;
        page.html().open("div", "class", alone ? "pair" : "pair two");
        page.section("Throughput over time");
        page.figure(Charts.throughput(courses), alone ? Size.FULL : Size.HALF, "");
        page.end();
        if (alone) {
            page.html().closeLine().open("div", "class", "pair two");
        }
        for (final Course course : courses) {
            page.section(courses.size() > 1 ? "Latency over time: " + course.label() : "Latency over time");
            page.figure(Charts.latency(course, courses), Size.HALF, "");
            page.end();
        }
        page.html().closeLine();
    }

    private static List<String> header(final String... first) {
        final List<String> header = new ArrayList<>(List.of(first));
        for (final Percentile percentile : Percentile.values()) {
            header.add(percentile.display());
        }
        return header;
    }

    private static List<String> row(final String name, final CommandResult command, final double seconds) {
        final List<String> row = new ArrayList<>(List.of(name, Units.count(command.operations()),
                Units.rate(seconds > 0 ? command.operations() / seconds : 0), Units.count(command.errors())));
        for (final Percentile percentile : Percentile.values()) {
            row.add(Units.time(percentile.of(command.latencies())));
        }
        return row;
    }

    private static List<String> card(final String name, final Percentile percentile, final Histogram latencies) {
        return List.of(name, Units.time(percentile.of(latencies)), "");
    }

    private static String server(final RunResult run) {
        return run.server().display() + " at " + run.target().address();
    }

    private static String time(final Instant instant) {
        return TIME.format(instant);
    }

    private static String join(final String... parts) {
        return List.of(parts).stream().filter(part -> !part.isEmpty()).collect(Collectors.joining(" \u00b7 "));
    }
}
