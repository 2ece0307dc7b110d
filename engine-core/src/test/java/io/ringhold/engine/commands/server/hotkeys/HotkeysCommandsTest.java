package io.ringhold.engine.commands.server.hotkeys;

import java.util.List;

import io.ringhold.engine.testing.ServerHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class HotkeysCommandsTest {
    private static final String SELECTED = "selected-slots *1 *2 :0 :16383 ";

    private final ServerHarness server = new ServerHarness("--hotkeys-sample-ratio", "0");
    private final ServerHarness.Client client = server.connect();

    @AfterEach
    void close() {
        server.close();
    }

    /** HOTKEYS GET without line ends and lengths of strings. */
    private String get() {
        return client.run("HOTKEYS GET").replaceAll("\\$\\d+\r\n", "").replace("\r\n", " ");
    }

    private long number(final String field) {
        final String found = get().replaceFirst(".*" + field + " :", "");
        return Long.parseLong(found.substring(0, found.indexOf(' ')));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            HOTKEYS START                                        ; ERR METRICS parameter is required
            HOTKEYS START METRICS                                ; ERR METRICS parameter is required
            HOTKEYS START COUNT 5 METRICS 1 CPU                  ; ERR METRICS parameter is required
            HOTKEYS START METRICS 0                              ; ERR METRICS count must be > 0 and <= 4
            HOTKEYS START METRICS -1                             ; ERR METRICS count must be > 0 and <= 4
            HOTKEYS START METRICS 5 CPU NET READS WRITES X       ; ERR METRICS count must be > 0 and <= 4
            HOTKEYS START METRICS x CPU                          ; ERR METRICS count must be > 0 and <= 4
            HOTKEYS START METRICS 2 CPU                          ; ERR METRICS count does not match number of metric types provided
            HOTKEYS START METRICS 3 CPU NET                      ; ERR METRICS count does not match number of metric types provided
            HOTKEYS START METRICS 1 CPU NET                      ; ERR syntax error
            HOTKEYS START METRICS 1 GPU                          ; ERR METRICS no valid metrics passed. Supported: CPU|NET|READS|WRITES
            HOTKEYS START METRICS 2 GPU NYET                     ; ERR METRICS no valid metrics passed. Supported: CPU|NET|READS|WRITES
            HOTKEYS START METRICS 2 CPU CPU                      ; ERR METRICS CPU defined more than once!
            HOTKEYS START METRICS 2 net NET                      ; ERR METRICS NET defined more than once!
            HOTKEYS START METRICS 1 CPU COUNT 0                  ; ERR COUNT must be between 1 and 64
            HOTKEYS START METRICS 1 CPU COUNT 65                 ; ERR COUNT must be between 1 and 64
            HOTKEYS START METRICS 1 CPU COUNT                    ; ERR syntax error
            HOTKEYS START METRICS 1 CPU DURATION 0               ; ERR DURATION must be between 1 and 1000000
            HOTKEYS START METRICS 1 CPU DURATION 1000001         ; ERR DURATION must be between 1 and 1000000
            HOTKEYS START METRICS 1 CPU SAMPLE 0                 ; ERR SAMPLE ratio must be positive
            HOTKEYS START METRICS 1 CPU SAMPLE 2147483648        ; ERR SAMPLE ratio must be positive
            HOTKEYS START METRICS 1 CPU SLOTS 2 0 5              ; ERR SLOTS parameter cannot be used in non-cluster mode
            HOTKEYS START METRICS 1 CPU FOO 1                    ; ERR syntax error
            HOTKEYS                                              ; ERR wrong number of arguments for 'hotkeys' command
            HOTKEYS GET x                                        ; ERR wrong number of arguments for 'hotkeys|get' command
            HOTKEYS STOP x                                       ; ERR wrong number of arguments for 'hotkeys|stop' command
            HOTKEYS RESET x                                      ; ERR wrong number of arguments for 'hotkeys|reset' command
            HOTKEYS FOO                                          ; ERR unknown subcommand 'FOO'. Try HOTKEYS HELP.
            """, quoteCharacter = '`')
    void shouldRefuseWhatRedisRefuses(final String command, final String error) {
        assertThat(client.run(command.strip())).isEqualTo("-" + error + "\r\n");
        assertThat(client.run("HOTKEYS GET")).isEqualTo("$-1\r\n");
    }

    @Test
    void shouldGoFromStartToReset() {
        assertThat(client.run("HOTKEYS GET")).isEqualTo("$-1\r\n");
        assertThat(client.run("HOTKEYS STOP")).isEqualTo("$-1\r\n");
        assertThat(client.run("HOTKEYS RESET")).isEqualTo("+OK\r\n");
        assertThat(client.run("hotkeys start metrics 2 gpu Net")).isEqualTo("+OK\r\n");
        assertThat(client.run("HOTKEYS START METRICS 1 NET"))
                .isEqualTo("-ERR hotkey tracking session already in progress\r\n");
        assertThat(client.run("HOTKEYS RESET"))
                .isEqualTo("-ERR hotkey tracking session in progress, stop tracking first\r\n");
        client.run("SET k v");
        assertThat(client.run("HOTKEYS STOP")).isEqualTo("+OK\r\n");
        assertThat(client.run("HOTKEYS STOP")).isEqualTo("$-1\r\n");
        assertThat(get()).contains("tracking-active :0 ").contains("by-net-bytes *2 k ");
        assertThat(client.run("HOTKEYS START METRICS 1 NET")).isEqualTo("+OK\r\n");
        assertThat(get()).contains("tracking-active :1 ").endsWith("by-net-bytes *0 ");
        client.run("HOTKEYS STOP");
        assertThat(client.run("HOTKEYS RESET")).isEqualTo("+OK\r\n");
        assertThat(client.run("HOTKEYS GET")).isEqualTo("$-1\r\n");
    }

    @Test
    void shouldGiveEachFieldInItsPlace() {
        server.commandsTake(3_000);
        server.traffic().inputBytes = 1_000;
        client.run("HOTKEYS START METRICS 4 CPU NET READS WRITES COUNT 2");
        client.run("SET a v"); // 27 bytes and 5
        client.run("SET b v");
        client.run("GET a"); // 20 and 7
        client.run("GET c"); // 20 and 5
        client.run("PING"); // 14 and 7, no key
        server.traffic().inputBytes = 1_700;
        server.traffic().outputBytes = 50;
        server.advanceMs(1_500);
        client.run("HOTKEYS STOP");
        assertThat(get().replaceAll("(total-cpu-time-(user|sys)-ms) :\\d+", "$1 :#"))
                .isEqualTo("*1 *28 tracking-active :0 sample-ratio :1 " + SELECTED
                // START's own time counts: the command ends after it has begun
                        + "all-commands-all-slots-us :18 net-bytes-all-commands-all-slots :137 "
                        + "collection-start-time-unix-ms :1700000000000 collection-duration-ms :1500 "
                        + "total-cpu-time-user-ms :# total-cpu-time-sys-ms :# total-net-bytes :750 "
                        + "by-cpu-time-us *4 a :6 b :3 by-net-bytes *4 a :59 b :32 by-reads *4 a :1 c :1 "
                        + "by-writes *4 a :1 b :1 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CPU", "NET", "READS", "WRITES"})
    void shouldGiveNothingThatWasNotAskedFor(final String metric) {
        client.run("HOTKEYS START METRICS 1 " + metric);
        assertThat(get().contains("total-cpu-time-user-ms")).isEqualTo("CPU".equals(metric));
        assertThat(get().contains("by-cpu-time-us")).isEqualTo("CPU".equals(metric));
        assertThat(get().contains("total-net-bytes")).isEqualTo("NET".equals(metric));
        assertThat(get().contains("by-net-bytes")).isEqualTo("NET".equals(metric));
        assertThat(get().contains("by-reads")).isEqualTo("READS".equals(metric));
        assertThat(get().contains("by-writes")).isEqualTo("WRITES".equals(metric));
    }

    @Test
    void shouldGiveAMapWhenTheClientSpeaksResp3() {
        client.run("HELLO 3");
        assertThat(client.run("HOTKEYS GET")).isEqualTo("_\r\n");
        client.run("HOTKEYS START METRICS 1 NET");
        client.execute("SET", "\u0000\r\n\u00ff", "v");
        assertThat(client.run("HOTKEYS GET")).startsWith("*1\r\n%9\r\n$15\r\ntracking-active\r\n:1\r\n")
                .endsWith("$12\r\nby-net-bytes\r\n*2\r\n$4\r\n\u0000\r\n\u00ff\r\n:35\r\n");
    }

    @Test
    void shouldEndByItselfWhenItsTimeIsOver() {
        client.run("HOTKEYS START METRICS 1 WRITES DURATION 2");
        client.run("SET before v");
        server.advanceMs(1_999);
        assertThat(get()).contains("tracking-active :1 ");
        server.advanceMs(501);
        client.run("SET after v");
        assertThat(get()).contains("tracking-active :0 ").contains("collection-duration-ms :2000 ")
                .endsWith("by-writes *2 before :1 ");
        assertThat(client.run("HOTKEYS START METRICS 1 CPU")).isEqualTo("+OK\r\n");
    }

    @Test
    void shouldEndWithoutAnyCommandWhenItsTimeIsOver() {
        client.run("HOTKEYS START METRICS 1 WRITES DURATION 1");
        server.advanceMs(1_000);
        server.engine().hotKeys().tick();
        server.traffic().outputBytes = 5;
        assertThat(server.engine().hotKeys().session().totals().netBytes()).isZero();
        assertThat(server.engine().hotKeys().session().isActive()).isFalse();
    }

    @Test
    void shouldTimeCommandsOfAPipelineEachForItself() {
        server.commandsTake(2_000);
        client.run("HOTKEYS START METRICS 1 CPU SAMPLE 1");
        client.pipeline(List.of("GET a", "GET a", "GET b", "GET a"));
        assertThat(get()).endsWith("by-cpu-time-us *4 a :6 b :2 ");
    }

    @Test
    void shouldCountCommandsOfATransactionOnce() {
        client.run("HOTKEYS START METRICS 3 NET READS WRITES");
        client.run("MULTI"); // 15 and 5
        client.run("SET a v");
        client.run("SET b v");
        client.run("GET a");
        client.run("EXEC"); // 14, "*3" 4 and the three replies
        assertThat(get()).contains("net-bytes-all-commands-all-slots :" + (20 + 32 + 32 + 27 + 18) + " ")
                .endsWith("by-net-bytes *4 a :59 b :32 by-reads *2 a :1 by-writes *4 a :1 b :1 ");
    }

    @Test
    void shouldKeepCountingWhenStatisticsAreReset() {
        server.commandsTake(5_000_000);
        client.run("SET k v");
        client.run("HOTKEYS START METRICS 2 CPU WRITES");
        client.run("SET k v");
        client.run("CONFIG RESETSTAT");
        client.run("SET k v");
        assertThat(get()).endsWith("by-writes *2 k :2 ");
        // START, two SET, RESETSTAT and a GET
        assertThat(number("all-commands-all-slots-us")).isBetween(20_000L, 30_000L);
    }

    @Test
    void shouldKeepNamesWhenTheDataAreFlushed() {
        client.run("HOTKEYS START METRICS 1 WRITES");
        client.run("SET k v");
        client.run("FLUSHALL");
        assertThat(get()).endsWith("by-writes *2 k :1 ");
    }

    @Test
    void shouldSampleWhenTheRatioIsMoreThanOne() {
        client.run("HOTKEYS START METRICS 1 READS SAMPLE 10");
        for (int i = 0; i < 10_000; i++) {
            client.run("GET k");
        }
        // a standard deviation is 30
        assertThat(number("by-reads \\*2 k")).isBetween(800L, 1_200L);
        assertThat(number("sample-ratio")).isEqualTo(10);
        assertThat(number("net-bytes-all-commands-all-slots")).isGreaterThan(250_000);
    }

    @Test
    void shouldNotBeShownToMonitors() {
        final ServerHarness.Client monitor = server.connect();
        monitor.run("MONITOR");
        client.run("HOTKEYS START METRICS 1 READS");
        assertThat(monitor.received()).isEmpty();
    }
}
