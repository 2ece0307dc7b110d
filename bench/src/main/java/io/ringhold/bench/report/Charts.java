package io.ringhold.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

import io.ringhold.bench.report.Chart.Line;
import io.ringhold.bench.report.Chart.Mark;
import io.ringhold.bench.report.Chart.Point;
import io.ringhold.bench.report.Scale.Tick;
import io.ringhold.bench.result.Interval;
import io.ringhold.bench.result.RunResult;
import io.ringhold.bench.result.Sweep;
import org.HdrHistogram.Histogram;

/** Makes charts of results; none where there is nothing to be seen. */
final class Charts {
    private static final double HIGHEST_NINES = 5;
    private static final double LOWEST_NINES = Scale.nines(50);
    private static final double POINTS_PER_NINE = 40;
    private static final double ALMOST = 1e-9;
    private static final int MOST_MARKERS = 12;
    private static final int LINES_OF_TIME = 6;
    private static final int LINES_OF_RATE = 5;
    private static final double NS_PER_S = 1e9;

    /**
     * Latencies with a name.
     *
     * @param style
     *            of its line.
     * @param label
     *            for the legend.
     * @param histogram
     *            in ns.
     */
    record Latency(int style, String label, Histogram histogram) {}

    /**
     * Runs of one server, one after the other.
     *
     * @param style
     *            of its line.
     * @param label
     *            for the legend.
     * @param rounds
     *            in their order.
     */
    record Course(int style, String label, List<RunResult> rounds) {}

    private Charts() {}

    /** Latency over percentiles, one line for each histogram that has anything. */
    static Optional<Chart> percentiles(final List<Latency> latencies) {
        final List<Line> lines = latencies.stream().filter(latency -> latency.histogram().getTotalCount() > 0)
                .map(Charts::percentiles)
                .toList();
        final String figures = latencies.stream().map(latency -> latency.label() + ": " + figures(latency.histogram()))
                .collect(Collectors.joining("; "));
        return logarithmic(lines, Units::time).map(y -> new Chart("Latency by percentile", figures,
                "percentile of requests", "latency", Scale.percentiles(), y, lines,
                List.of()));
    }

    /** Operations per second over time, one line for each course. */
    static Optional<Chart> throughput(final List<Course> courses) {
        final List<Line> lines = courses.stream()
                .map(course -> overTime(course.style(), course.label(), course.rounds(), Interval::throughput))
                .toList();
        final double highest = values(lines).max().orElse(0);
        if (highest == 0) {
            return Optional.empty();
        }
        final String figures = courses.stream().map(course -> course.label() + ": " + course.rounds().stream()
                .map(round -> Units.rate(round.throughput())).collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
        return Optional.of(new Chart("Throughput over time", "Operations per second, mean of each run. " + figures,
                timeLabel(courses.getFirst()), "operations per second", time(courses),
                Scale.linear(0, highest, LINES_OF_RATE, Units::compact),
                lines, partings(courses.getFirst())));
    }

    /** Median, 99th percentile and maximum of each second of one course; all courses have the same axes. */
    static Optional<Chart> latency(final Course course, final List<Course> all) {
        final Function<Course, List<Line>> linesOf = each -> List.of(
                overTime(0, "p50", each.rounds(), interval -> latency(interval.p50())),
                overTime(1, "p99", each.rounds(), interval -> latency(interval.p99())),
                overTime(2, "max", each.rounds(), interval -> latency(interval.max())));
        final List<Line> lines = linesOf.apply(course);
        if (values(lines).findAny().isEmpty()) {
            return Optional.empty();
        }
        return logarithmic(all.stream().flatMap(each -> linesOf.apply(each).stream()).toList(), Units::time)
                .map(y -> new Chart("Latency over time: " + course.label(),
                        "Median, 99th percentile and longest latency of each second. Highest: " + lines.stream()
                                .map(line -> line.label() + " "
                                        + Units.time(values(List.of(line)).max().orElse(Double.NaN)))
                                .collect(Collectors.joining(", ")),
                        timeLabel(course), "latency", time(all), y, lines, partings(course)));
    }

    /** Latency over the rate of a sweep. */
    static Optional<Chart> latencyByRate(final Sweep sweep) {
        final List<Line> lines = new ArrayList<>();
        for (final Percentile percentile : List.of(Percentile.P50, Percentile.P99, Percentile.P99_9, Percentile.MAX)) {
            lines.add(overRate(lines.size(), percentile.display(), sweep, step -> percentile.of(step.latencies())));
        }
        final String figures = sweep.steps().stream()
                .map(step -> Units.rate(step.rate()) + ": " + figures(step.latencies()))
                .collect(Collectors.joining("; "));
        return logarithmic(lines, Units::time)
                .map(y -> new Chart("Latency by rate", figures, "intended operations per second", "latency",
                        rates(sweep), y, lines, breaks(sweep)));
    }

    /** What was achieved of the rates of a sweep. */
    static Optional<Chart> achievedByRate(final Sweep sweep) {
        if (sweep.steps().isEmpty()) {
            return Optional.empty();
        }
        final List<Line> lines = List.of(overRate(0, "achieved", sweep, RunResult::throughput),
                overRate(1, "intended", sweep, RunResult::rate));
        final String figures = sweep.steps().stream()
                .map(step -> "of " + Units.rate(step.rate()) + " " + Units.rate(step.throughput()))
                .collect(Collectors.joining("; "));
        return Optional.of(new Chart("Achieved throughput by rate", "Achieved " + figures,
                "intended operations per second",
                "operations per second", rates(sweep),
                Scale.linear(0, values(lines).max().orElse(1), LINES_OF_RATE, Units::compact), lines, breaks(sweep)));
    }

    /** A few percentiles in words. */
    static String figures(final Histogram latencies) {
        return List.of(Percentile.P50, Percentile.P99, Percentile.P99_9, Percentile.MAX).stream()
                .map(percentile -> percentile.display() + " " + Units.time(percentile.of(latencies)))
                .collect(Collectors.joining(", "));
    }

    /** Up to the percentile beyond which the maximum is all there is. */
    private static Line percentiles(final Latency latency) {
        final Histogram histogram = latency.histogram();
        final double last = Math.clamp(Math.log10((double) histogram.getTotalCount()), LOWEST_NINES, HIGHEST_NINES);
        final List<Point> points = new ArrayList<>();
        for (double nines = LOWEST_NINES; nines < last - ALMOST; nines += 1 / POINTS_PER_NINE) {
            points.add(point(histogram, nines));
        }
        points.add(point(histogram, last));
        final List<Point> markers = new ArrayList<>(List.of(point(histogram, LOWEST_NINES)));
        for (int nines = 1; nines <= last + ALMOST; nines++) {
            markers.add(point(histogram, nines));
        }
        return new Line(latency.style(), latency.label(), points, markers);
    }

    private static Point point(final Histogram histogram, final double nines) {
        final double percentile = Scale.percentile(nines);
        return new Point(percentile, Math.max(1, histogram.getValueAtPercentile(percentile)));
    }

    /** At the middle of each interval, with a gap between rounds. */
    private static Line overTime(final int style, final String label, final List<RunResult> rounds,
            final ToDoubleFunction<Interval> figure) {
        final List<Point> points = new ArrayList<>();
        double start = 0;
        for (final RunResult round : rounds) {
            for (final Interval interval : round.intervals()) {
                points.add(new Point(start + interval.startSeconds() + interval.seconds() / 2,
                        figure.applyAsDouble(interval)));
            }
            start += length(round);
            points.add(new Point(start, Double.NaN));
        }
        return withMarkers(style, label, points);
    }

    private static Line overRate(final int style, final String label, final Sweep sweep,
            final ToDoubleFunction<RunResult> figure) {
        return withMarkers(style, label,
                sweep.steps().stream().map(step -> new Point(step.rate(), figure.applyAsDouble(step))).toList());
    }

    private static Line withMarkers(final int style, final String label, final List<Point> points) {
        final List<Point> known = points.stream().filter(point -> Double.isFinite(point.y())).toList();
        final int each = Math.max(1, known.size() / MOST_MARKERS);
        final List<Point> markers = new ArrayList<>();
        for (int i = 0; i < known.size(); i += each) {
            markers.add(known.get(i));
        }
        return new Line(style, label, points, markers);
    }

    /** The run's duration, or the end of its last interval where that is later. */
    private static double length(final RunResult run) {
        return run.intervals().stream().mapToDouble(interval -> interval.startSeconds() + interval.seconds()).max()
                .stream()
                .map(end -> Math.max(end, run.seconds())).findFirst().orElse(run.seconds());
    }

    private static double length(final Course course) {
        return course.rounds().stream().mapToDouble(Charts::length).sum();
    }

    private static Scale time(final List<Course> courses) {
        final double seconds = courses.stream().mapToDouble(Charts::length).max().orElse(1);
        return Scale.linear(0, Math.max(seconds, 1 / NS_PER_S), LINES_OF_TIME,
                value -> Scale.plain(Math.round(value * 1000) / 1000.0));
    }

    private static String timeLabel(final Course course) {
        return course.rounds().size() > 1 ? "seconds measured, one round after the other" : "seconds";
    }

    private static List<Mark> partings(final Course course) {
        final List<Mark> marks = new ArrayList<>();
        double start = 0;
        for (final RunResult round : course.rounds()) {
            if (start > 0) {
                marks.add(new Mark(start, "", false));
            }
            start += length(round);
        }
        return marks;
    }

    private static Scale rates(final Sweep sweep) {
        final double[] rates = DoubleStream
                .concat(sweep.steps().stream().mapToDouble(RunResult::rate), DoubleStream.of(sweep.brokenAtRate()))
                .filter(Double::isFinite).sorted().toArray();
        final double highest = rates[rates.length - 1];
        final double lowest = rates[0] < highest ? rates[0] : 0;
        final Scale scale = Scale.linear(lowest, highest, LINES_OF_TIME, Units::compact);
        final boolean distinct = scale.ticks().stream().map(Tick::label).distinct().count() == scale.ticks().size();
        return distinct ? scale : Scale.linear(lowest, highest, LINES_OF_TIME, rate -> Units.count(Math.round(rate)));
    }

    private static List<Mark> breaks(final Sweep sweep) {
        return sweep.broke()
                ? List.of(new Mark(sweep.brokenAtRate(), "broke at " + Units.rate(sweep.brokenAtRate()), true))
                : List.of();
    }

    private static double latency(final long ns) {
        return ns > 0 ? ns : Double.NaN;
    }

    private static Optional<Scale> logarithmic(final List<Line> lines, final DoubleFunction<String> label) {
        final double[] sorted = values(lines).sorted().toArray();
        return sorted.length == 0
                ? Optional.empty()
                : Optional.of(Scale.logarithmic(sorted[0], sorted[sorted.length - 1], label));
    }

    private static DoubleStream values(final List<Line> lines) {
        return lines.stream().flatMap(line -> line.points().stream()).mapToDouble(Point::y).filter(Double::isFinite);
    }
}
