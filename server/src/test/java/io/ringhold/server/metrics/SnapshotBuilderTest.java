package io.ringhold.server.metrics;

import java.util.HashMap;
import java.util.Map;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.ringhold.engine.figures.EngineFigures;
import io.ringhold.engine.process.ProcessFigures.CpuTimes;
import io.ringhold.engine.process.ProcessSnapshot;
import io.ringhold.engine.testing.ServerHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SnapshotBuilderTest {
    private static final ProcessSnapshot PROCESS = new ProcessSnapshot(4096, 8192, new CpuTimes(1.25, 2.5),
            new CpuTimes(0, 0), 100, 200);

    private final ServerHarness server = new ServerHarness();
    private final ServerHarness.Client client = server.connect();

    @AfterEach
    void close() {
        server.close();
    }

    private Map<String, MetricSnapshot> metrics() {
        final Map<String, MetricSnapshot> metrics = new HashMap<>();
        SnapshotBuilder.build(new EngineFigures.Gatherer(server.engine(), () -> 0).gather(PROCESS))
                .forEach(metric -> metrics.put(metric.getMetadata().getPrometheusName(), metric));
        return metrics;
    }

    private static double gauge(final MetricSnapshot metric, final Labels labels) {
        return ((GaugeSnapshot) metric).getDataPoints().stream().filter(point -> point.getLabels().equals(labels))
                .findFirst().orElseThrow().getValue();
    }

    private static double counter(final MetricSnapshot metric, final Labels labels) {
        return ((CounterSnapshot) metric).getDataPoints().stream().filter(point -> point.getLabels().equals(labels))
                .findFirst().orElseThrow().getValue();
    }

    private static HistogramDataPointSnapshot histogram(final MetricSnapshot metric, final Labels labels) {
        return ((HistogramSnapshot) metric).getDataPoints().stream().filter(point -> point.getLabels().equals(labels))
                .findFirst().orElseThrow();
    }

    @Test
    void shouldServeGaugesAndCountersInTheirUnits() {
        client.run("SET k v");
        client.run("GET k");
        client.run("GET none");
        final Map<String, MetricSnapshot> metrics = metrics();
        assertThat(gauge(metrics.get("ringhold_connected_clients"), Labels.EMPTY)).isEqualTo(1);
        assertThat(gauge(metrics.get("ringhold_memory_used_rss_bytes"), Labels.EMPTY)).isEqualTo(4096);
        assertThat(counter(metrics.get("ringhold_keyspace_hits"), Labels.EMPTY)).isEqualTo(1);
        assertThat(counter(metrics.get("ringhold_keyspace_misses"), Labels.EMPTY)).isEqualTo(1);
        assertThat(counter(metrics.get("ringhold_cpu_user_seconds"), Labels.EMPTY)).isEqualTo(1.25);
        assertThat(gauge(metrics.get("ringhold_rdb_last_bgsave_status"), Labels.EMPTY)).isEqualTo(1);
        assertThat(gauge(metrics.get("ringhold_rdb_last_bgsave_duration_seconds"), Labels.EMPTY)).isEqualTo(-1);
    }

    @Test
    void shouldServeMillisecondsAsSeconds() {
        final MetricSnapshot metric = MetricDefinition.counter("f", "f_seconds", "Help.").ofMillis().snapshot(1_500);
        assertThat(counter(metric, Labels.EMPTY)).isEqualTo(1.5);
    }

    @Test
    void shouldServeDatabasesThatHaveKeysAndTheFirst() {
        client.run("SELECT 3");
        client.run("SET k v PX 5000");
        client.run("SET l v");
        final Map<String, MetricSnapshot> metrics = metrics();
        assertThat(((GaugeSnapshot) metrics.get("ringhold_db_keys")).getDataPoints()).hasSize(2);
        assertThat(gauge(metrics.get("ringhold_db_keys"), Labels.of("db", "db0"))).isZero();
        assertThat(gauge(metrics.get("ringhold_db_keys"), Labels.of("db", "db3"))).isEqualTo(2);
        assertThat(gauge(metrics.get("ringhold_db_keys_expiring"), Labels.of("db", "db3"))).isEqualTo(1);
        assertThat(gauge(metrics.get("ringhold_db_avg_ttl_seconds"), Labels.of("db", "db3"))).isEqualTo(5);
    }

    @Test
    void shouldServeCommandsAndErrorsByName() {
        server.commandsTake(5_000);
        client.run("SET k v");
        client.run("LPUSH k v");
        client.run("CLIENT ID");
        final Map<String, MetricSnapshot> metrics = metrics();
        assertThat(counter(metrics.get("ringhold_commands"), Labels.of("cmd", "set"))).isEqualTo(1);
        assertThat(counter(metrics.get("ringhold_commands"), Labels.of("cmd", "client|id"))).isEqualTo(1);
        assertThat(counter(metrics.get("ringhold_commands_duration_seconds"), Labels.of("cmd", "set")))
                .isEqualTo(5e-6);
        assertThat(counter(metrics.get("ringhold_commands_failed_calls"), Labels.of("cmd", "lpush"))).isEqualTo(1);
        assertThat(counter(metrics.get("ringhold_commands_rejected_calls"), Labels.of("cmd", "lpush"))).isZero();
        assertThat(counter(metrics.get("ringhold_errors"), Labels.of("err", "WRONGTYPE"))).isEqualTo(1);
        final HistogramDataPointSnapshot set = histogram(metrics.get("ringhold_command_latency_seconds"),
                Labels.of("cmd", "set"));
        assertThat(set.getCount()).isEqualTo(1);
        assertThat(set.getSum()).isEqualTo(5e-6);
        // up to 1.031, 2.063, 4.127, 8.255 us
        assertThat(set.getClassicBuckets().getUpperBound(3)).isEqualTo(8.255e-6);
        assertThat(set.getClassicBuckets().getCount(2)).isZero();
        assertThat(set.getClassicBuckets().getCount(3)).isEqualTo(1);
    }

    @Test
    void shouldServeStages() {
        server.engine().latency().stages().taken(0, 2_000);
        server.engine().latency().batchExecuted(0, 500_000_000);
        final Map<String, MetricSnapshot> metrics = metrics();
        final MetricSnapshot stages = metrics.get("ringhold_stage_latency_seconds");
        assertThat(histogram(stages, Labels.of("stage", "queue_wait")).getSum()).isEqualTo(2e-6);
        assertThat(histogram(stages, Labels.of("stage", "execute")).getSum()).isEqualTo(0.5);
        assertThat(histogram(stages, Labels.of("stage", "log_hold")).getCount()).isZero();
        assertThat(histogram(stages, Labels.of("stage", "reply_flush")).getCount()).isZero();
        assertThat(counter(metrics.get("ringhold_engine_busy_seconds"), Labels.EMPTY)).isEqualTo(0.5);
    }

    @Test
    void shouldSayWhichServerItIs() {
        final Labels labels = ((InfoSnapshot) metrics().get("ringhold_instance")).getDataPoints().getFirst()
                .getLabels();
        assertThat(labels.get("redis_version")).isEqualTo("7.2.4");
        assertThat(labels.get("role")).isEqualTo("master");
        assertThat(labels.get("maxmemory_policy")).isEqualTo("noeviction");
        assertThat(labels.get("tcp_port")).matches("\\d+");
    }
}
