package io.ringhold.server.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.ringhold.server.oracle.ServerProcess;
import io.ringhold.server.oracle.resp.Reply;
import io.ringhold.server.oracle.resp.RespConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

/** Scrapes a whole server; INFO and LATENCY HISTOGRAM of the same server say what is right. */
class MetricsIT {
    /** Change without anybody's doing. */
    private static final Set<String> UNSTEADY = Set.of("used_memory_rss", "java_heap_used", "rss_overhead_ratio",
            "rss_overhead_bytes", "allocator_frag_ratio", "mem_fragmentation_ratio", "mem_fragmentation_bytes");

    /** What the request and the reply of INFO may take, which it counts as well. */
    private static final double INFO_BYTES = 256 * 1024;

    @ParameterizedTest
    @ValueSource(strings = {"shared", "dedicated"})
    void shouldServeTheFiguresOfInfo(final String threading) throws Exception {
        final int port = MetricsClient.freePort();
        try (ServerProcess server = ServerProcess.ringhold("--metrics-port", Integer.toString(port), "--threading",
                threading, "--appendonly", "yes", "--appendfsync", "always");
                RespConnection client = server.connect();
                MetricsClient metrics = new MetricsClient(port)) {
            load(client);
            final Map<String, String> before = info(client);
            final PrometheusText scraped = metrics.scrape();
            final Map<String, String> after = info(client);
            final Set<String> left = numericFields(after);
            for (final MetricDefinition metric : InfoMetrics.all()) {
                final boolean counter = metric.kind() == MetricDefinition.Kind.COUNTER;
                final String name = metric.metadata().getPrometheusName() + (counter ? "_total" : "");
                if (after.containsKey(metric.field())) {
                    assertThat(scraped.type(name)).as(name).isEqualTo(counter ? "counter" : "gauge");
                    assertSame(metric.field(), scraped.value(name) * metric.divisor(), before, after);
                    left.remove(metric.field());
                } else {
                    assertThat(scraped.has(name)).as(name).isFalse();
                }
            }
            left.removeAll(InfoMetrics.LEFT_OUT);
            left.removeIf(field -> field.startsWith("hotkeys_")); // a report of single keys, no figures of the server
            assertThat(left).as("fields of INFO that are not served").isEmpty();
            assertParts(scraped, after);
            assertThat(scraped.samples("ringhold_instance_info").keySet()).singleElement().asString()
                    .contains("redis_version=\"7.2.4\"", "threading=\"" + threading + "\"", "role=\"master\"",
                            "tcp_port=\"" + server.port() + "\"");
        }
    }

    @Test
    void shouldServeTheDistributionsOfLatencyHistogram() throws Exception {
        final int port = MetricsClient.freePort();
        try (ServerProcess server = ServerProcess.ringhold("--metrics-port", Integer.toString(port));
                RespConnection client = server.connect();
                MetricsClient metrics = new MetricsClient(port)) {
            for (int i = 0; i < 200; i++) {
                load(client);
            }
            client.call("DEBUG", "SLEEP", "0.01");
            final PrometheusText scraped = metrics.scrape();
            final List<Reply> told = items(client.call("LATENCY", "HISTOGRAM"));
            final Set<String> commands = new HashSet<>();
            for (int i = 0; i < told.size(); i += 2) {
                final String labels = "{cmd=\"" + told.get(i).text() + "\"}";
                commands.add(told.get(i).text());
                final List<Reply> parts = items(told.get(i + 1));
                final double calls = Long.parseLong(parts.get(1).text());
                assertThat(scraped.value("ringhold_command_latency_seconds_count" + labels)).isEqualTo(calls);
                assertThat(scraped.value("ringhold_commands_total" + labels)).isEqualTo(calls);
                assertThat(scraped.value("ringhold_command_latency_seconds_sum" + labels))
                        .isEqualTo(scraped.value("ringhold_commands_duration_seconds_total" + labels));
                final Map<Long, Double> byMicros = new TreeMap<>();
                scraped.buckets("ringhold_command_latency_seconds", labels)
                        .forEach((bound, count) -> byMicros.put((long) (bound * 1e6), count));
                final List<Reply> levels = items(parts.get(3));
                for (int j = 0; j < levels.size(); j += 2) {
                    assertThat(byMicros).as(labels).containsEntry(Long.parseLong(levels.get(j).text()),
                            Double.parseDouble(levels.get(j + 1).text()));
                }
            }
            assertThat(commands).contains("set", "get", "lpush", "client|id", "debug");
            assertThat(scraped.samples("ringhold_command_latency_seconds_count")).hasSize(commands.size());
        }
    }

    @Test
    void shouldServeTheStagesOfInfoLatency() throws Exception {
        final int port = MetricsClient.freePort();
        try (ServerProcess server = ServerProcess.ringhold("--metrics-port", Integer.toString(port), "--appendonly",
                "yes", "--appendfsync", "always");
                RespConnection client = server.connect();
                MetricsClient metrics = new MetricsClient(port)) {
            load(client);
            final Map<String, String> before = info(client);
            final PrometheusText scraped = metrics.scrape();
            final Map<String, String> after = info(client);
            assertThat(scraped.samples("ringhold_stage_latency_seconds_count")).hasSize(4);
            scraped.samples("ringhold_stage_latency_seconds_count").forEach((labels, count) -> {
                final String field = "stage_" + labels.substring(labels.indexOf('"') + 1, labels.lastIndexOf('"'));
                assertThat(count).as(field).isPositive().isBetween(part(before.get(field), "count"),
                        part(after.get(field), "count"));
            });
            assertThat(scraped.value("ringhold_engine_busy_seconds_total") * 1e6).isBetween(
                    Double.parseDouble(before.get("engine_busy_usec")),
                    Double.parseDouble(after.get("engine_busy_usec")));
            assertThat(after.toString()).contains("cause=metrics-scrape");
        }
    }

    @Test
    void shouldSpeakWhatTheClientPrefers() throws Exception {
        final int port = MetricsClient.freePort();
        try (ServerProcess server = ServerProcess.ringhold("--metrics-port", Integer.toString(port));
                RespConnection client = server.connect();
                MetricsClient metrics = new MetricsClient(port)) {
            final var open = metrics.get("/metrics", "Accept", "application/openmetrics-text; version=1.0.0");
            assertThat(open.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("application/openmetrics-text");
            assertThat(open.body()).endsWith("# EOF\n");
            assertThat(metrics.get("/metrics", "Accept-Encoding", "gzip").headers().firstValue("Content-Encoding"))
                    .contains("gzip");
            // without the library of the protobuf format it is text, whatever Prometheus would rather have
            assertThat(metrics.get("/metrics", "Accept", "application/vnd.google.protobuf;"
                    + "proto=io.prometheus.client.MetricFamily;encoding=delimited,text/plain;version=0.0.4;q=0.3")
                    .headers()
                    .firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
            assertThat(metrics.get("/").body()).contains("/metrics");
            assertThat(metrics.get("/metricsx").statusCode()).isEqualTo(404);
            assertThat(metrics.get("/metrics/").statusCode()).isEqualTo(404);
            assertThat(metrics.post("/metrics").statusCode()).isEqualTo(405);
            assertThat(client.call("CONFIG", "SET", "metrics-port", "0").text()).contains("can't set immutable config");
            assertThat(client.call("PING").text()).isEqualTo("PONG");
        }
    }

    @Test
    void shouldOpenNothingAndLoadNothingByDefault() throws Exception {
        final Path classes = Files.createTempFile("ringhold-classes", ".log");
        final List<String> program = new ArrayList<>(ServerProcess.ringholdProgram());
        program.add(1, "-Xlog:class+load:file=" + classes);
        try (ServerProcess server = ServerProcess.start("ringhold", program);
                RespConnection client = server.connect()) {
            load(client);
            assertThat(listeningSockets(server.pid())).hasSize(1);
            assertThat(Files.readString(classes)).contains("io.ringhold.server.boot.ServerProcess ")
                    .doesNotContain("io.prometheus", "httpserver", "io.ringhold.server.metrics",
                            "io.ringhold.engine.figures");
        } finally {
            Files.delete(classes);
        }
    }

    @Test
    void shouldListenOnLoopbackOnlyUnlessToldOtherwise() throws Exception {
        final int port = MetricsClient.freePort();
        try (ServerProcess server = ServerProcess.ringhold("--metrics-port", Integer.toString(port))) {
            // addresses are hexadecimal, the bytes of each word of the system in reverse
            assertThat(listeningSockets(server.pid())).hasSize(2)
                    .anyMatch(address -> address.endsWith("0100007F:%04X".formatted(port)));
        }
        try (ServerProcess server = ServerProcess.ringhold("--metrics-port", Integer.toString(port), "--metrics-bind",
                "*")) {
            assertThat(listeningSockets(server.pid()))
                    .anyMatch(address -> address.matches("0+:%04X".formatted(port)));
        }
    }

    private static void load(final RespConnection client) {
        client.call("SET", "k", "v");
        client.call("SET", "t", "v", "EX", "1000");
        client.call("GET", "k");
        client.call("GET", "none");
        client.call("LPUSH", "k", "v");
        client.call("LPUSH", "l", "v");
        client.call("CLIENT", "ID");
    }

    private static List<Reply> items(final Reply reply) {
        return ((Reply.Aggregate) reply).items();
    }

    private static Map<String, String> info(final RespConnection client) {
        final Map<String, String> fields = new LinkedHashMap<>();
        for (final String section : List.of("everything", "latency")) {
            client.call("INFO", section).text().lines().filter(line -> line.indexOf(':') > 0)
                    .forEach(line -> fields.put(line.substring(0, line.indexOf(':')),
                            line.substring(line.indexOf(':') + 1)));
        }
        return fields;
    }

    private static Set<String> numericFields(final Map<String, String> info) {
        final Set<String> fields = new HashSet<>();
        info.forEach((name, value) -> {
            if (value.matches("-?\\d+(\\.\\d+)?%?|ok|err")) {
                fields.add(name);
            }
        });
        fields.removeIf(name -> name.equals("engine_busy_usec") || name.matches("\\w+_version"));
        return fields;
    }

    private static void assertSame(final String field, final double served, final Map<String, String> before,
            final Map<String, String> after) {
        final double first = number(before.get(field));
        final double second = number(after.get(field));
        if (UNSTEADY.contains(field)) {
            assertThat(served).as(field).isPositive();
        } else if (field.matches("used_memory.*|allocator_.*|mem_clients.*|client_recent.*")) {
            assertThat(served).as(field).isCloseTo(second, within(INFO_BYTES));
        } else {
            // the text of INFO ends after two digits
            assertThat(served).as(field).isBetween(first - 0.01, second + 0.01);
        }
    }

    private static void assertParts(final PrometheusText scraped, final Map<String, String> info) {
        assertThat(scraped.samples("ringhold_db_keys")).containsOnlyKeys("{db=\"db0\"}");
        assertThat(scraped.value("ringhold_db_keys{db=\"db0\"}")).isEqualTo(part(info.get("db0"), "keys"))
                .isEqualTo(3);
        assertThat(scraped.value("ringhold_db_keys_expiring{db=\"db0\"}")).isEqualTo(part(info.get("db0"), "expires"))
                .isEqualTo(1);
        assertThat(scraped.value("ringhold_db_avg_ttl_seconds{db=\"db0\"}") * 1000)
                .isCloseTo(part(info.get("db0"), "avg_ttl"), withPercentage(10));
        assertThat(scraped.samples("ringhold_errors_total")).containsOnlyKeys("{err=\"WRONGTYPE\"}");
        assertThat(scraped.value("ringhold_errors_total{err=\"WRONGTYPE\"}"))
                .isEqualTo(part(info.get("errorstat_WRONGTYPE"), "count"));
        for (final String command : List.of("set", "get", "lpush", "client|id")) {
            final String labels = "{cmd=\"" + command + "\"}";
            final String stats = info.get("cmdstat_" + command);
            assertThat(scraped.value("ringhold_commands_total" + labels)).isEqualTo(part(stats, "calls"));
            assertThat(Math.floor(scraped.value("ringhold_commands_duration_seconds_total" + labels) * 1e6 + 1e-6))
                    .isEqualTo(part(stats, "usec"));
            assertThat(scraped.value("ringhold_commands_failed_calls_total" + labels))
                    .isEqualTo(part(stats, "failed_calls"));
            assertThat(scraped.value("ringhold_commands_rejected_calls_total" + labels))
                    .isEqualTo(part(stats, "rejected_calls"));
        }
    }

    private static double number(final String text) {
        return switch (text) {
            case "ok" -> 1;
            case "err" -> 0;
            default -> Double.parseDouble(text.replace("%", ""));
        };
    }

    private static double part(final String parts, final String name) {
        return Stream.of(parts.split(",", -1)).filter(part -> part.startsWith(name + "="))
                .mapToDouble(part -> Double.parseDouble(part.substring(name.length() + 1))).findFirst().orElseThrow();
    }

    /** Local addresses of the TCP sockets on which a process listens, as in proc(5). */
    private static List<String> listeningSockets(final long pid) throws IOException {
        final Set<String> sockets = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (final Path descriptor : descriptors.toList()) {
                if (Files.isSymbolicLink(descriptor)) {
                    sockets.add(Files.readSymbolicLink(descriptor).toString().replaceAll("socket:\\[(\\d+)\\]", "$1"));
                }
            }
        }
        final List<String> listening = new ArrayList<>();
        for (final String table : List.of("tcp", "tcp6")) {
            for (final String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "net", table))) {
                final String[] columns = line.strip().split("\\s+", -1);
                if ("0A".equals(columns[3]) && sockets.contains(columns[9])) {
                    listening.add(columns[1]);
                }
            }
        }
        return listening;
    }
}
