package io.ringhold.bench.report;

import io.ringhold.bench.result.Comparison;
import io.ringhold.bench.result.Target;
import org.HdrHistogram.Histogram;

/** The points of a distribution that every report tells. */
enum Percentile {
    P50(50, "p50", "p50"), P90(90, "p90", "p90"), P99(99, "p99", "p99"), P99_9(99.9, "p99.9", "p99_9"), P99_99(99.99,
            "p99.99", "p99_99"), MAX(100, "max", "max");

    private final double percent;
    private final String display;
    private final String field;

    Percentile(final double percent, final String display, final String field) {
        this.percent = percent;
        this.display = display;
        this.field = field;
    }

    /** For people. */
    String display() {
        return display;
    }

    /** For the names of fields, without a dot. */
    String field() {
        return field;
    }

    /** In ns; NaN when nothing was recorded. */
    double of(final Histogram latencies) {
        return latencies.getTotalCount() == 0 ? Double.NaN : latencies.getValueAtPercentile(percent);
    }

    /** Median of the rounds, in ns; NaN when nothing was recorded. */
    double of(final Comparison comparison, final Target target) {
        return comparison.medianOfPercentile(target, percent);
    }
}
