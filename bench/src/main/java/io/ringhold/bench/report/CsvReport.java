package io.ringhold.bench.report;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.bench.result.CommandResult;
import io.ringhold.bench.result.Comparison;
import io.ringhold.bench.result.Interval;
import io.ringhold.bench.result.Result;
import io.ringhold.bench.result.RunResult;
import io.ringhold.bench.result.Sweep;
import io.ringhold.bench.result.Target;
import org.HdrHistogram.Histogram;

/** {@link Format#CSV}, RFC 4180: a header, lines that end with CR LF, empty fields for what is not known. */
final class CsvReport {
    private static final List<String> HEADER = List.of("row", "target", "host", "port", "product", "version",
            "started_at", "round",
            "intended_rate_per_second", "broke", "command", "start_seconds", "duration_seconds", "operations", "errors",
            "throughput_per_second", "server_cpu_us_per_operation", "p50_ns", "p90_ns", "p99_ns", "p99_9_ns",
            "p99_99_ns", "max_ns");
    private static final double MILLIONTHS = 1e6;
    private static final long LARGEST_EXACT = 1L << 53;

    private final StringBuilder csv = new StringBuilder();

    private CsvReport() {}

    static String of(final Result result) {
        final CsvReport report = new CsvReport();
        report.line(HEADER);
        switch (result) {
            case final RunResult run -> report.run(run, 1, "");
            case final Comparison comparison -> report.comparison(comparison);
            case final Sweep sweep -> report.sweep(sweep);
        }
        return report.csv.toString();
    }

    private void comparison(final Comparison comparison) {
        for (final Target target : comparison.targets()) {
            int round = 1;
            for (final RunResult result : comparison.results(target)) {
                run(result, round++, "");
            }
        }
    }

    private void sweep(final Sweep sweep) {
        int round = 1;
        for (final RunResult step : sweep.steps()) {
            run(step, round++, Boolean.toString(sweep.broke(step)));
        }
    }

    private void run(final RunResult run, final int round, final String broke) {
        final List<String> whole = start("run", run, round, broke);
        whole.addAll(
                List.of("", "0", number(run.seconds()), Long.toString(run.operations()), Long.toString(run.errors()),
                        number(run.throughput()), number(run.serverCpuMicrosPerOperation())));
        line(with(whole, run.latencies()));
        for (final CommandResult command : run.commands()) {
            final List<String> row = start("command", run, round, broke);
            row.addAll(List.of(command.name(), "0", number(run.seconds()), Long.toString(command.operations()),
                    Long.toString(command.errors()),
                    number(run.seconds() > 0 ? command.operations() / run.seconds() : 0), ""));
            line(with(row, command.latencies()));
        }
        for (final Interval interval : run.intervals()) {
            final List<String> row = start("interval", run, round, broke);
            row.addAll(List.of("", number(interval.startSeconds()), number(interval.seconds()),
                    Long.toString(interval.operations()),
                    Long.toString(interval.errors()), number(interval.throughput()), ""));
            row.addAll(
                    List.of(wholeNs(interval.p50()), "", wholeNs(interval.p99()), wholeNs(interval.p999()), "",
                            wholeNs(interval.max())));
            line(row);
        }
    }

    private static List<String> start(final String kind, final RunResult run, final int round, final String broke) {
        return new ArrayList<>(List.of(kind, run.target().label(), run.target().host(),
                Integer.toString(run.target().port()),
                run.server().product(), run.server().version(), run.startedAt().toString(), Integer.toString(round),
                run.openLoop() ? number(run.rate()) : "", broke));
    }

    private static List<String> with(final List<String> row, final Histogram latencies) {
        for (final Percentile percentile : Percentile.values()) {
            row.add(ns(percentile.of(latencies)));
        }
        return row;
    }

    private static String ns(final double ns) {
        return ns > 0 ? wholeNs(Math.round(ns)) : "";
    }

    private static String wholeNs(final long ns) {
        return ns > 0 ? Long.toString(ns) : "";
    }

    private static String number(final double value) {
        if (!Double.isFinite(value)) {
            return "";
        }
        if (value == Math.rint(value) && Math.abs(value) < LARGEST_EXACT) {
            return Long.toString(Math.round(value));
        }
        return Double.toString(Math.round(value * MILLIONTHS) / MILLIONTHS);
    }

    private void line(final List<String> fields) {
        for (int i = 0; i < fields.size(); i++) {
            csv.append(i == 0 ? "" : ",").append(quoted(fields.get(i)));
        }
        csv.append("\r\n");
    }

    private static String quoted(final String field) {
        final boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }
}
