package io.ringhold.engine.commands.server.latency;

import io.ringhold.engine.testing.ServerHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LatencyCommandsTest {
    private static final long MS = 1_000_000;

    private final ServerHarness server = new ServerHarness("--latency-monitor-threshold", "10",
            "--slowlog-log-slower-than", "-1");
    private final ServerHarness.Client client = server.connect();

    @AfterEach
    void close() {
        server.close();
    }

    private void takes(final long milliseconds, final String command) {
        server.commandsTake(milliseconds * MS);
        client.run(command);
        server.commandsTake(1000);
    }

    private String onOneLine(final String command) {
        return client.run(command).replace("\r\n", " ");
    }

    @Test
    void shouldKeepTheLongestOfASecondWhenSampled() {
        takes(9, "KEYS *");
        assertThat(client.run("LATENCY LATEST")).isEqualTo("*0\r\n");
        takes(10, "KEYS *");
        takes(30, "KEYS *");
        takes(20, "KEYS *");
        server.advanceMs(1000);
        takes(15, "KEYS *");
        takes(12, "GET k");
        assertThat(client.run("LATENCY HISTORY command"))
                .isEqualTo("*2\r\n*2\r\n:1700000000\r\n:30\r\n*2\r\n:1700000001\r\n:15\r\n");
        assertThat(onOneLine("LATENCY LATEST"))
                .isEqualTo("*2 *4 $7 command :1700000001 :15 :30 *4 $12 fast-command :1700000001 :12 :12 ");
        assertThat(client.run("LATENCY RESET command nosuch")).isEqualTo(":1\r\n");
        assertThat(client.run("LATENCY RESET")).isEqualTo(":1\r\n");
        assertThat(client.run("LATENCY HISTORY command")).isEqualTo("*0\r\n");
    }

    @Test
    void shouldSampleRepliesThatWaitForTheLog() {
        server.engine().latency().held(9 * MS);
        assertThat(client.run("LATENCY LATEST")).isEqualTo("*0\r\n");
        server.engine().latency().held(15 * MS);
        assertThat(onOneLine("LATENCY LATEST")).isEqualTo("*1 *4 $16 aof-fsync-always :1700000000 :15 :15 ");
        assertThat(client.run("LATENCY DOCTOR")).contains("writers waited for the disk");
        assertThat(client.run("INFO latency")).contains("stage_log_hold:count=2,").doesNotContain("cause=aof");
    }

    @Test
    void shouldDrawAColumnForEachSample() {
        for (final long milliseconds : new long[] {10, 17, 42, 87, 12}) {
            takes(milliseconds, "KEYS *");
            server.advanceMs(1000);
        }
        assertThat(client.run("LATENCY GRAPH command").lines()).containsSubsequence(
                "command - high 87 ms, low 10 ms (all time high 87 ms)", "-".repeat(80), "   # ", "   | ", "  o| ",
                "_o||_", "     ", "54321", "sssss");
    }

    @Test
    void shouldCountDurationsByPowersOfTwo() {
        server.commandsTake(900);
        client.run("SET k v");
        server.commandsTake(1024);
        client.run("SET k v");
        server.commandsTake(5_000);
        client.run("SET k v");
        server.commandsTake(16 * MS);
        client.run("SET k v");
        assertThat(onOneLine("LATENCY HISTOGRAM SET"))
                .isEqualTo("*2 $3 set *4 $5 calls :4 $14 histogram_usec *6 :1 :2 :8 :3 :16908 :4 ");
        client.run("HELLO 3");
        assertThat(client.run("LATENCY HISTOGRAM set nosuch")).startsWith("%1\r\n$3\r\nset\r\n%2\r\n$5\r\ncalls\r\n")
                .contains("%3\r\n:1\r\n:2\r\n");
        client.run("CONFIG RESETSTAT");
        assertThat(client.run("LATENCY HISTOGRAM set")).isEqualTo("%0\r\n");
        assertThat(client.run("LATENCY HISTOGRAM config|resetstat config|x x|y"))
                .startsWith("%1\r\n$16\r\nconfig|resetstat\r\n");
    }

    @Test
    void shouldShowPercentilesInInfo() {
        server.commandsTake(5_000);
        client.run("SET k v");
        assertThat(client.execute("CONFIG", "SET", "latency-tracking-info-percentiles", "0 50 99.95")).contains("OK");
        assertThat(client.run("INFO latencystats")).contains("# Latencystats\r\n")
                .contains("latency_percentiles_usec_set:p0=4.992,p50=5.023,p99.95=5.023\r\n");
        client.run("CONFIG SET latency-tracking no");
        assertThat(client.run("INFO latencystats")).doesNotContain("percentiles");
    }

    @Test
    void shouldShowTheLongestPausesAndAdviseOnThem() {
        takes(5, "GET k");
        takes(50, "CLIENT LIST");
        assertThat(client.run("INFO latency")).contains("# Latency\r\n").contains("command_get:count=1,p50=5")
                .contains(
                        "engine_pause_0:usec=50000.000,cause=command,command=client|list,ended_at_ms=1700000000000\r\n")
                .contains("engine_pause_1:usec=5000.000,cause=fast-command,command=get,");
        assertThat(client.run("LATENCY DOCTOR")).contains("- command: in 1 seconds, 50 ms on average")
                .contains("- 50.000 ms: command client list\n").contains("What helps:").contains("the slow log is off");
        client.run("LATENCY RESET");
        assertThat(client.run("INFO latency")).doesNotContain("client|list,ended");
        client.run("CONFIG SET latency-monitor-threshold 0");
        assertThat(client.run("LATENCY DOCTOR")).contains("Sampling is off.", "No event has samples.")
                .doesNotContain("What helps");
    }
}
