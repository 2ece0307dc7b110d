package io.ringhold.bench.report;

import java.util.List;

import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import io.ringhold.bench.result.CommandResult;
import io.ringhold.bench.result.Comparison;
import io.ringhold.bench.result.Interval;
import io.ringhold.bench.result.Result;
import io.ringhold.bench.result.RunResult;
import io.ringhold.bench.result.Sweep;
import io.ringhold.bench.result.Target;
import org.HdrHistogram.Histogram;

/** {@link Format#JSON}. What is not known is null. */
final class JsonReport {
    private static final String FORMAT = "ringhold-bench";
    private static final int VERSION = 1;
    private static final double MILLIONTHS = 1e6;

    private final JsonStringWriter json = JsonWriter.indent("  ").string();

    private JsonReport() {}

    static String of(final Result result) {
        return new JsonReport().write(result);
    }

    private String write(final Result result) {
        json.object().value("format", FORMAT).value("format_version", VERSION);
        switch (result) {
            case final RunResult run -> {
                json.value("kind", "run");
                run(run);
            }
            case final Comparison comparison -> {
                json.value("kind", "comparison");
                comparison(comparison);
            }
            case final Sweep sweep -> {
                json.value("kind", "sweep");
                sweep(sweep);
            }
        }
        return json.end().done() + "\n";
    }

    private void run(final RunResult run) {
        target(run.target());
        json.object("server").value("product", run.server().product()).value("version", run.server().version()).end();
        json.object("settings");
        run.settings().forEach(json::value);
        json.end();
        json.value("started_at", run.startedAt().toString());
        number("duration_seconds", run.seconds());
        json.value("loop", run.openLoop() ? "open" : "closed");
        number("intended_rate_per_second", run.openLoop() ? run.rate() : Double.NaN);
        json.value("operations", run.operations()).value("errors", run.errors());
        number("throughput_per_second", run.throughput());
        number("server_cpu_us_per_operation", run.serverCpuMicrosPerOperation());
        number("generator_cpu_us_per_operation", run.generatorCpuMicrosPerOperation());
        latencies(run.latencies());
        json.array("commands");
        for (final CommandResult command : run.commands()) {
            json.object().value("name", command.name()).value("operations", command.operations()).value("errors",
                    command.errors());
            number("throughput_per_second", run.seconds() > 0 ? command.operations() / run.seconds() : 0);
            latencies(command.latencies());
            json.end();
        }
        json.end().array("intervals");
        run.intervals().forEach(this::interval);
        json.end();
    }

    private void interval(final Interval interval) {
        json.object();
        number("start_seconds", interval.startSeconds());
        number("duration_seconds", interval.seconds());
        json.value("operations", interval.operations()).value("errors", interval.errors());
        number("throughput_per_second", interval.throughput());
        json.object("latency_ns");
        whole(Percentile.P50.field(), orNaN(interval.p50()));
        whole(Percentile.P99.field(), orNaN(interval.p99()));
        whole(Percentile.P99_9.field(), orNaN(interval.p999()));
        whole(Percentile.MAX.field(), orNaN(interval.max()));
        json.end().end();
    }

    private void comparison(final Comparison comparison) {
        final Target first = comparison.targets().getFirst();
        json.value("rounds", comparison.rounds()).array("targets");
        for (final Target target : comparison.targets()) {
            final List<RunResult> results = comparison.results(target);
            json.object();
            target(target);
            json.value("rounds", results.size());
            number("median_throughput_per_second", comparison.medianThroughput(target));
            final Range range = Range.of(results, RunResult::throughput);
            number("lowest_throughput_per_second", range.lowest());
            number("highest_throughput_per_second", range.highest());
            number("throughput_ratio_to_first", comparison.ratio(target, first));
            number("median_server_cpu_us_per_operation", comparison.medianServerCpu(target));
            number("median_generator_cpu_us_per_operation", comparison.medianGeneratorCpu(target));
            number("server_cpu_ratio_to_first", comparison.cpuRatio(target, first));
            json.object("median_latency_ns");
            for (final Percentile percentile : Percentile.values()) {
                whole(percentile.field(), percentile.of(comparison, target));
            }
            json.end().end();
        }
        json.end().array("results");
        for (final Target target : comparison.targets()) {
            int round = 1;
            for (final RunResult result : comparison.results(target)) {
                json.object().value("round", round++);
                run(result);
                json.end();
            }
        }
        json.end();
    }

    private void sweep(final Sweep sweep) {
        target(sweep.target());
        number("broken_at_rate_per_second", sweep.brokenAtRate());
        number("highest_sustained_rate_per_second", sweep.highestSustainedRate());
        json.array("steps");
        for (final RunResult step : sweep.steps()) {
            json.object().value("broke", sweep.broke(step));
            run(step);
            json.end();
        }
        json.end();
    }

    private void target(final Target target) {
        json.object("target").value("label", target.label()).value("host", target.host()).value("port", target.port())
                .end();
    }

    private void latencies(final Histogram latencies) {
        final boolean known = latencies.getTotalCount() > 0;
        json.object("latency_ns");
        whole("min", known ? latencies.getMinValue() : Double.NaN);
        whole("mean", known ? latencies.getMean() : Double.NaN);
        for (final Percentile percentile : Percentile.values()) {
            whole(percentile.field(), percentile.of(latencies));
        }
        json.end();
    }

    private static double orNaN(final long ns) {
        return ns > 0 ? ns : Double.NaN;
    }

    private void whole(final String name, final double value) {
        if (Double.isFinite(value)) {
            json.value(name, Math.round(value));
        } else {
            json.nul(name);
        }
    }

    /** Rounded to millionths, so that no binary fractions show. */
    private void number(final String name, final double value) {
        if (!Double.isFinite(value)) {
            json.nul(name);
        } else if (value == Math.rint(value)) {
            json.value(name, Math.round(value));
        } else {
            json.value(name, Math.round(value * MILLIONTHS) / MILLIONTHS);
        }
    }
}
