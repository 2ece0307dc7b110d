package io.ringhold.server.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.ringhold.engine.commands.server.info.InfoFigures;
import io.ringhold.engine.figures.CommandFigures;
import io.ringhold.engine.figures.EngineFigures;
import io.ringhold.engine.latency.Distribution;
import io.ringhold.engine.latency.LatencyHistogram;

import static io.ringhold.server.metrics.MetricDefinition.metadata;

/** Makes Prometheus' metrics of the engine's figures. Any thread. */
final class SnapshotBuilder {
    private static final double NS_PER_SECOND = 1e9;
    private static final double MS_PER_SECOND = 1e3;
    private static final String COMMAND = "cmd";
    private static final String DATABASE = "db";
    private static final String FIRST_DATABASE = "db0";
    private static final String ERROR_PREFIX = "errorstat_";

    /** Words of INFO that are labels of {@code ringhold_instance_info}. */
    private static final List<String> LABELS = List.of("redis_version", "ringhold_version", "redis_mode", "role", "os",
            "java_version", "threading", "maxmemory_policy", "run_id");
    private static final String PORT_LABEL = "tcp_port";

    private static final double[] BOUNDS = bounds();

    private final EngineFigures figures;
    private final MetricSnapshots.Builder metrics = MetricSnapshots.builder();

    private SnapshotBuilder(final EngineFigures figures) {
        this.figures = figures;
    }

    /** Everything that is served. */
    static MetricSnapshots build(final EngineFigures figures) {
        final SnapshotBuilder builder = new SnapshotBuilder(figures);
        builder.addInfo();
        builder.addDatabases();
        builder.addErrors();
        builder.addCommands();
        builder.addEngine();
        return builder.metrics.build();
    }

    private static double[] bounds() {
        final double[] bounds = new double[LatencyHistogram.levels() + 1];
        for (int level = 0; level < LatencyHistogram.levels(); level++) {
            bounds[level] = LatencyHistogram.levelNs(level) / NS_PER_SECOND;
        }
        bounds[LatencyHistogram.levels()] = Double.POSITIVE_INFINITY;
        return bounds;
    }

    private void addInfo() {
        final InfoFigures info = figures.info();
        final List<String> labels = new ArrayList<>();
        for (final String name : LABELS) {
            if (info.texts().containsKey(name)) {
                labels.addAll(List.of(name, info.texts().get(name)));
            }
        }
        labels.addAll(List.of(PORT_LABEL, Long.toString(info.numbers().get(PORT_LABEL).longValue())));
        metrics.metricSnapshot(new InfoSnapshot(metadata("instance", "Which server this is."),
                List.of(new InfoDataPointSnapshot(Labels.of(labels.toArray(String[]::new))))));
        for (final MetricDefinition definition : InfoMetrics.all()) {
            final Double value = info.numbers().get(definition.field());
            if (value != null) {
                metrics.metricSnapshot(definition.snapshot(value));
            }
        }
    }

    /** Those that have keys, as in INFO; the first always, so that there is a figure when all is empty. */
    private void addDatabases() {
        final Map<String, Map<String, Long>> databases = new HashMap<>(Map.of(FIRST_DATABASE, Map.of()));
        figures.info().parts().forEach((name, parts) -> {
            if (name.startsWith(DATABASE)) {
                databases.put(name, parts);
            }
        });
        addDatabases(metadata("db_keys", "Keys of a database."), databases, "keys", 1);
        addDatabases(metadata("db_keys_expiring", "Keys that have an expiry."), databases, "expires", 1);
        addDatabases(metadata("db_avg_ttl_seconds", "How long these live on average; an estimate by some of them."),
                databases, "avg_ttl", MS_PER_SECOND);
    }

    private void addDatabases(final MetricMetadata metadata, final Map<String, Map<String, Long>> databases,
            final String part, final double divisor) {
        metrics.metricSnapshot(new GaugeSnapshot(metadata, databases.entrySet().stream()
                .map(database -> new GaugeDataPointSnapshot(database.getValue().getOrDefault(part, 0L) / divisor,
                        Labels.of(DATABASE, database.getKey()), null))
                .toList()));
    }

    private void addErrors() {
        final List<CounterDataPointSnapshot> points = new ArrayList<>();
        figures.info().parts().forEach((name, parts) -> {
            if (name.startsWith(ERROR_PREFIX)) {
                points.add(point(parts.get("count"), Labels.of("err", name.substring(ERROR_PREFIX.length()))));
            }
        });
        metrics.metricSnapshot(
                new CounterSnapshot(metadata("errors", "Replies that were errors, by their first word."), points));
    }

    private void addCommands() {
        addCommands(metadata("commands", "Calls of a command."), CommandFigures::calls);
        addCommands(metadata("commands_duration_seconds", "Time spent on executing a command."),
                command -> command.nanoseconds() / NS_PER_SECOND);
        addCommands(metadata("commands_rejected_calls", "Calls that were refused before they were executed."),
                CommandFigures::rejectedCalls);
        addCommands(metadata("commands_failed_calls", "Calls that were answered with an error."),
                CommandFigures::failedCalls);
        metrics.metricSnapshot(new HistogramSnapshot(
                metadata("command_latency_seconds", "How long calls of a command took to execute."),
                figures.commands().stream().filter(command -> command.latency().count() != 0)
                        .map(command -> point(command.latency(), Labels.of(COMMAND, command.name()))).toList()));
    }

    private void addCommands(final MetricMetadata metadata, final ToDoubleFunction<CommandFigures> figure) {
        metrics.metricSnapshot(new CounterSnapshot(metadata, figures.commands().stream()
                .map(command -> point(figure.applyAsDouble(command), Labels.of(COMMAND, command.name()))).toList()));
    }

    private void addEngine() {
        metrics.metricSnapshot(new HistogramSnapshot(
                metadata("stage_latency_seconds", "How long batches of requests spent in a stage of their way."),
                figures.stages().entrySet().stream()
                        .map(stage -> point(stage.getValue(), Labels.of("stage", stage.getKey()))).toList()));
        metrics.metricSnapshot(new CounterSnapshot(
                metadata("engine_busy_seconds", "Time that the engine's thread has worked."),
                List.of(point(figures.busyNs() / NS_PER_SECOND, Labels.EMPTY))));
        metrics.metricSnapshot(new GaugeSnapshot(
                metadata("engine_longest_pause_seconds",
                        "The longest step of the engine's thread since the start or CONFIG RESETSTAT."),
                List.of(new GaugeDataPointSnapshot(figures.longestPauseNs() / NS_PER_SECOND, Labels.EMPTY, null))));
    }

    private static CounterDataPointSnapshot point(final double value, final Labels labels) {
        return new CounterDataPointSnapshot(value, labels, null, 0);
    }

    private static HistogramDataPointSnapshot point(final Distribution distribution, final Labels labels) {
        return new HistogramDataPointSnapshot(ClassicHistogramBuckets.of(BOUNDS, distribution.counts()),
                distribution.sumNs() / NS_PER_SECOND, labels, Exemplars.EMPTY, 0);
    }
}
