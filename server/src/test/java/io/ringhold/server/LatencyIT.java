package io.ringhold.server;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.ringhold.server.oracle.ServerProcess;
import io.ringhold.server.oracle.resp.RespConnection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** INFO latency of a whole server: every stage of every batch is counted, whatever thread it runs on. */
class LatencyIT {
    private static final int WRITES = 20;

    @ParameterizedTest
    @ValueSource(strings = {"shared", "dedicated"})
    void shouldCountEveryBatchInEveryStage(final String threading) {
        try (ServerProcess server = ServerProcess.ringhold("--threading", threading, "--appendonly", "yes",
                "--appendfsync", "always", "--latency-monitor-threshold", "0");
                RespConnection client = server.connect()) {
            client.call("CONFIG", "RESETSTAT");
            for (int i = 0; i < WRITES; i++) {
                assertThat(client.call("SET", "k", "v")).hasToString("OK");
            }
            final String info = client.call("INFO", "latency").text();
            assertThat(count(info, "command_set")).isEqualTo(WRITES);
            assertThat(count(info, "stage_log_hold")).isEqualTo(WRITES);
            // the batch of RESETSTAT ends after it has reset, that of INFO after it has counted
            assertThat(count(info, "stage_queue_wait")).isEqualTo(WRITES + 1);
            assertThat(count(info, "stage_execute")).isEqualTo(WRITES + 1);
            assertThat(count(info, "stage_reply_flush")).isEqualTo(WRITES + 1);
            assertThat(info).contains("engine_pause_0:usec=").containsPattern("engine_busy_usec:[1-9]");
        }
    }

    private static int count(final String info, final String field) {
        final Matcher matcher = Pattern.compile("^" + field + ":count=(\\d+),p50=", Pattern.MULTILINE).matcher(info);
        assertThat(matcher.find()).as(field).isTrue();
        return Integer.parseInt(matcher.group(1));
    }
}
