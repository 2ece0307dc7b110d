package io.ringhold.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.ringhold.server.oracle.ServerProcess;
import io.ringhold.server.oracle.resp.RespConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The fields of INFO that Redis has too mean the same: both servers get the same clients and commands. */
class InfoIT {
    private static final List<String> SAME = List.of("rejected_connections", "total_net_input_bytes",
            "total_net_output_bytes", "total_writes_processed", "total_connections_received",
            "total_commands_processed",
            "total_error_replies", "keyspace_hits", "keyspace_misses", "aof_enabled",
            "aof_last_write_status", "aof_current_size", "aof_base_size", "aof_buffer_length", "aof_delayed_fsync",
            "loading");

    /** Fields that are not in 7.0. */
    private static final List<String> SINCE_7_2 = List.of("listener0", "total_blocking_keys",
            "total_blocking_keys_on_nokey", "acl_access_denied_auth", "aof_pending_rewrite");

    /** Fields that are left out and that 7.0 does not show, or only while it loads. */
    private static final List<String> LEFT_OUT_OF_7_2 = List.of("acl_access_denied_cmd", "acl_access_denied_key",
            "acl_access_denied_channel", "eventloop_cycles", "eventloop_duration_sum", "eventloop_duration_cmd_sum",
            "instantaneous_eventloop_cycles_per_sec", "instantaneous_eventloop_duration_usec", "loading_rdb_used_mem");

    @ParameterizedTest
    @ValueSource(strings = {"shared", "dedicated"})
    void shouldCountAsRedisDoes(final String threading) {
        final String[] log = {"--appendonly", "yes", "--appendfsync", "always", "--maxclients", "5"};
        final List<String> program = new ArrayList<>(ServerProcess.ringholdProgram());
        program.addAll(List.of("--threading", threading));
        try (ServerProcess redis = ServerProcess.redis(log);
                ServerProcess ringhold = ServerProcess.start("ringhold", program, log)) {
            final Map<String, String> expected = figures(redis);
            final Map<String, String> actual = figures(ringhold);
            assertThat(Integer.parseInt(actual.get("rejected_connections"))).isEqualTo(2);
            assertThat(Long.parseLong(actual.get("total_net_input_bytes"))).isGreaterThan(50_000);
            assertThat(Long.parseLong(actual.get("total_net_output_bytes"))).isGreaterThan(1_000_000);
            assertThat(actual).isEqualTo(expected);
        }
    }

    @Test
    void shouldShowWhatTheLogHadWhenItWasOpened() {
        try (ServerProcess server = ServerProcess.ringhold("--appendonly", "yes")) {
            try (RespConnection connection = server.connect()) {
                connection.call("SET", "a", "1");
                connection.call("SET", "b", "x".repeat(1_000));
            }
            server.terminate();
            server.restart();
            try (RespConnection connection = server.connect()) {
                final long before = Long.parseLong(info(connection, "persistence").get("aof_current_size"));
                assertThat(before).isBetween(1_000L, 1_200L);
                connection.call("INCR", "a");
                final Map<String, String> info = info(connection, "persistence");
                assertThat(info).containsEntry("aof_base_size", "0");
                // SELECT 0 and INCR a
                assertThat(Long.parseLong(info.get("aof_current_size"))).isEqualTo(before + 23 + 21);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no"})
    void shouldWriteEveryFieldAsRedisDoes(final String appendonly) {
        try (ServerProcess redis = ServerProcess.redis("--appendonly", appendonly);
                ServerProcess ringhold = ServerProcess.ringhold("--appendonly", appendonly);
                RespConnection toRedis = redis.connect();
                RespConnection toRinghold = ringhold.connect()) {
            final Map<String, String> theirs = info(toRedis, "everything");
            final Map<String, String> ours = info(toRinghold, "everything");
            ours.keySet().retainAll(theirs.keySet());
            assertThat(ours).hasSizeGreaterThan(40);
            ours.forEach((name, value) -> assertThat(shape(value)).as(name).isEqualTo(shape(theirs.get(name))));
        }
    }

    @Test
    void shouldTellHowManyKeysTheDumpHad() {
        final List<String> loaded = new ArrayList<>();
        for (final ServerProcess server : List.of(ServerProcess.redis(), ServerProcess.ringhold())) {
            try (server) {
                try (RespConnection connection = server.connect()) {
                    connection.call("MSET", "a", "1", "b", "2");
                    connection.call("SET", "d", "3", "EX", "1000");
                    connection.call("SAVE");
                }
                server.kill();
                server.restart();
                server.awaitOutput("Ready to accept connections");
                try (RespConnection connection = server.connect()) {
                    loaded.add(info(connection, "persistence").get("rdb_last_load_keys_loaded"));
                }
            }
        }
        assertThat(loaded.get(1)).isEqualTo(loaded.get(0)).isEqualTo("3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no"})
    void shouldLeaveOutOnlyFieldsThatThePageExplains(final String appendonly) throws IOException {
        final Set<String> missing;
        try (ServerProcess redis = ServerProcess.redis("--appendonly", appendonly);
                ServerProcess ringhold = ServerProcess.ringhold("--appendonly", appendonly);
                RespConnection toRedis = redis.connect();
                RespConnection toRinghold = ringhold.connect()) {
            missing = new TreeSet<>(info(toRedis, "everything").keySet());
            final Set<String> ours = info(toRinghold, "everything").keySet();
            if (appendonly.equals("yes")) {
                assertThat(ours).as("fields of 7.2").containsAll(SINCE_7_2);
            }
            missing.removeAll(ours);
        }
        missing.addAll(LEFT_OUT_OF_7_2);
        missing.removeIf(name -> name.matches("(cmdstat|errorstat|latency_percentiles)_.*"));
        final String page = Files.readString(Path.of("..", "docs", "compatibility.md"));
        final String table = page.substring(page.indexOf("## Fields of INFO that are left out"),
                page.indexOf("The section `modules`"));
        final Set<String> explained = Pattern.compile("`(\\w+)`").matcher(table.replaceAll("\\|[^|]*\\|\n", "|\n"))
                .results().map(name -> name.group(1)).collect(Collectors.toCollection(TreeSet::new));
        assertThat(missing).isEqualTo(explained);
    }

    private static Map<String, String> figures(final ServerProcess server) {
        final List<RespConnection> clients = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            clients.add(server.connect());
            assertThat(clients.get(i).call("PING").text()).isEqualTo("PONG");
        }
        for (int i = 0; i < 2; i++) {
            try (RespConnection refused = server.connect()) {
                assertThat(refused.read().text()).isEqualTo("ERR max number of clients reached");
            }
        }
        final RespConnection client = clients.getFirst();
        client.call("SET", "big", "x".repeat(50_000));
        for (int i = 0; i < 20; i++) {
            assertThat(client.call("GET", "big").text()).hasSize(50_000);
        }
        client.call("GET", "none");
        client.call("INCR", "big");
        final Map<String, String> info = info(clients.get(1), "everything");
        clients.forEach(RespConnection::close);
        info.keySet().retainAll(SAME);
        return info;
    }

    private static Map<String, String> info(final RespConnection connection, final String section) {
        final Map<String, String> fields = new LinkedHashMap<>();
        connection.call("INFO", section).text().lines().filter(line -> line.indexOf(':') > 0)
                .forEach(line -> fields.put(line.substring(0, line.indexOf(':')),
                        line.substring(line.indexOf(':') + 1)));
        return fields;
    }

    /** Numbers without their size, but with the places behind their point; words as they are by kind. */
    private static String shape(final String value) {
        if (value.matches("-?\\d+")) {
            return "number";
        }
        final String decimal = value.replaceFirst("^-?\\d+(\\.\\d+)", "$1");
        return decimal.matches("\\.\\d+[A-Z%]?") ? decimal.replaceAll("\\d", "9").replaceAll("[A-Z]", "") : "text";
    }
}
