package io.ringhold.server.metrics;

import java.util.List;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

/**
 * How a field of INFO is served.
 *
 * @param field
 *            its name in INFO.
 * @param kind
 *            whether it only grows, but for CONFIG RESETSTAT.
 * @param metadata
 *            name, without the {@code _total} of a counter, and meaning.
 * @param divisor
 *            units of INFO in one of the metric: 1000 for milliseconds that become seconds.
 */
record MetricDefinition(String field, Kind kind, MetricMetadata metadata, double divisor) {
    /** Of every metric's name. */
    static final String PREFIX = "ringhold_";

    /** What Prometheus must know of a figure to use it well. */
    enum Kind {
        COUNTER, GAUGE
    }

    /** A figure that goes up and down. */
    static MetricDefinition gauge(final String field, final String name, final String help) {
        return new MetricDefinition(field, Kind.GAUGE, metadata(name, help), 1);
    }

    /** A figure that only grows; the name is without {@code _total}. */
    static MetricDefinition counter(final String field, final String name, final String help) {
        return new MetricDefinition(field, Kind.COUNTER, metadata(name, help), 1);
    }

    /** The same of a field in milliseconds, which is served in seconds. */
    MetricDefinition ofMillis() {
        return new MetricDefinition(field, kind, metadata, 1000);
    }

    static MetricMetadata metadata(final String name, final String help) {
        return new MetricMetadata(PREFIX + name, help);
    }

    /** The metric with this value of the field. */
    MetricSnapshot snapshot(final double value) {
        final double served = value / divisor;
        return switch (kind) {
            case COUNTER -> new CounterSnapshot(metadata,
                    List.of(new CounterDataPointSnapshot(served, Labels.EMPTY, null, 0)));
            case GAUGE -> new GaugeSnapshot(metadata,
                    List.of(new GaugeDataPointSnapshot(served, Labels.EMPTY, null)));
        };
    }
}
