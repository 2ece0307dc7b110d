package io.ringhold.server.metrics;

import java.util.HashSet;
import java.util.Set;

import io.ringhold.engine.figures.EngineFigures;
import io.ringhold.engine.process.ProcessSnapshot;
import io.ringhold.engine.testing.ServerHarness;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InfoMetricsTest {
    private static final String NAME = "ringhold_[a-z][a-z0-9_]*[a-z0-9]";

    @Test
    void shouldServeOrLeaveOutEveryFigureOfInfo() {
        try (ServerHarness server = new ServerHarness()) {
            final Set<String> figures = new HashSet<>(new EngineFigures.Gatherer(server.engine(), () -> 0)
                    .gather(ProcessSnapshot.now()).info().numbers().keySet());
            InfoMetrics.all().forEach(metric -> figures.remove(metric.field()));
            figures.removeAll(InfoMetrics.LEFT_OUT);
            assertThat(figures).as("a new field of INFO: name it in InfoMetrics, or say there why not").isEmpty();
        }
    }

    @Test
    void shouldServeEachFieldUnderOneName() {
        final Set<String> fields = new HashSet<>();
        final Set<String> names = new HashSet<>();
        for (final MetricDefinition metric : InfoMetrics.all()) {
            assertThat(fields.add(metric.field())).as(metric.field()).isTrue();
            assertThat(names.add(metric.metadata().getName())).as(metric.field()).isTrue();
        }
        assertThat(fields).doesNotContainAnyElementsOf(InfoMetrics.LEFT_OUT);
    }

    @Test
    void shouldNameMetricsByConvention() {
        for (final MetricDefinition metric : InfoMetrics.all()) {
            assertThat(metric.metadata().getName()).matches(NAME).doesNotEndWith("_total")
                    .doesNotMatch(".*_(ms|msec|milliseconds|usec|sec|kb|kbps|perc)(_.*)?");
            assertThat(metric.metadata().getHelp()).as(metric.field()).matches("\\S.*\\.");
        }
    }
}
