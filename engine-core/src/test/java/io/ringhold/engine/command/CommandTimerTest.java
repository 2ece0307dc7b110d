package io.ringhold.engine.command;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import io.ringhold.engine.testing.ServerHarness;
import io.ringhold.engine.testing.ServerHarness.Client;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The harness' clock goes on by a step with each reading, so that times tell how often it was read. */
class CommandTimerTest {
    private static final int STEP_NS = 1600;

    private final ServerHarness server = new ServerHarness("--slowlog-log-slower-than", "10000");
    private final Client client = server.connect();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldReadTheClockOnceForARunOfEqualBriefCommands() {
        server.commandsTake(STEP_NS);

        client.pipeline(Collections.nCopies(CommandTimer.MAX_RUN, "GET key"));

        final Command get = command("GET");
        assertThat(get.calls()).isEqualTo(CommandTimer.MAX_RUN);
        assertThat(get.nanoseconds()).isEqualTo(STEP_NS);
        assertThat(get.latency().count()).isEqualTo(CommandTimer.MAX_RUN);
        assertThat(get.latency().maxNs()).isEqualTo(STEP_NS / CommandTimer.MAX_RUN);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 16, 17, 31, 32, 33, 64, 65, 200})
    void shouldCountEveryCommandOfAPipeline(final int length) {
        client.pipeline(Collections.nCopies(length, "GET key"));

        assertThat(command("GET").calls()).isEqualTo(length);
        assertThat(command("GET").latency().count()).isEqualTo(length);
        final int lookedAhead = 64;
        final int runs = length / lookedAhead * (lookedAhead / CommandTimer.MAX_RUN)
                + (length % lookedAhead + CommandTimer.MAX_RUN - 1) / CommandTimer.MAX_RUN;
        assertThat(command("GET").nanoseconds()).isEqualTo(runs * 1000L);
    }

    @Test
    void shouldTimeCommandsThatAreNotBriefOneByOne() {
        client.pipeline(Collections.nCopies(5, "KEYS none"));

        assertThat(command("KEYS").nanoseconds()).isEqualTo(5 * 1000);
    }

    @Test
    void shouldTimeBriefCommandsWithManyBytesOneByOne() {
        client.execute("SET", "long", "x".repeat(2000));
        final long before = command("GET").nanoseconds();

        client.pipeline(Collections.nCopies(5, "GET long"));
        client.pipeline(Collections.nCopies(5, "SET long " + "y".repeat(2000)));

        assertThat(command("GET").nanoseconds() - before).isEqualTo(5 * 1000);
        assertThat(command("SET").nanoseconds()).isEqualTo(6 * 1000);
    }

    @Test
    void shouldChargeEachCommandOfAMixedPipelineWithItsOwnTime() {
        client.pipeline(Stream.of("GET a", "GET b", "SET a 1", "INCR a", "INCR a", "GET a").toList());

        assertThat(command("GET").calls()).isEqualTo(3);
        assertThat(command("GET").nanoseconds()).isEqualTo(2 * 1000);
        assertThat(command("SET").nanoseconds()).isEqualTo(1000);
        assertThat(command("INCR").calls()).isEqualTo(2);
        assertThat(command("INCR").nanoseconds()).isEqualTo(1000);
    }

    @Test
    void shouldNotChargeACommandWithTheTimeOfARefusedOne() {
        client.pipeline(List.of("GET", "GET a", "GET b c", "GET c"));

        assertThat(command("GET").calls()).isEqualTo(2);
        assertThat(command("GET").rejectedCalls()).isEqualTo(2);
        assertThat(command("GET").nanoseconds()).isEqualTo(2 * 1000);
        assertThat(command("GET").latency().count()).isEqualTo(2);
    }

    @Test
    void shouldKeepSubcommandsOfOneContainerApart() {
        client.pipeline(List.of("CLIENT ID", "CLIENT GETNAME", "CLIENT ID"));

        final CommandTable subcommands = command("CLIENT").subcommands();
        assertThat(subcommands.find("ID").calls()).isEqualTo(2);
        assertThat(subcommands.find("GETNAME").calls()).isEqualTo(1);
    }

    @Test
    void shouldTakeARunThatTookLongForOneInterruptedCommand() {
        client.pipeline(Collections.nCopies(10, "GET a"));
        final long usualNs = command("GET").nanoseconds() / 10;
        server.commandsTake(20_000_000);

        client.pipeline(Collections.nCopies(10, "GET b"));

        final Command get = command("GET");
        assertThat(get.nanoseconds()).isEqualTo(10 * usualNs + 20_000_000);
        assertThat(get.latency().count()).isEqualTo(20);
        assertThat(get.latency().percentileNs(95)).isEqualTo(usualNs);
        assertThat(get.latency().maxNs()).isGreaterThan(19_000_000);
        assertThat(client.run("SLOWLOG LEN")).isEqualTo(":1\r\n");
        assertThat(client.run("SLOWLOG GET")).contains("GET", "b");
    }

    @ParameterizedTest
    @CsvSource({"0, 16", "1, 16", "2, 0", "-1, 0"})
    void shouldLetTheSlowLogSeeEachCommandOfARun(final int thresholdMicros, final int entries) {
        client.run("CONFIG SET slowlog-log-slower-than " + thresholdMicros);
        client.run("SLOWLOG RESET");
        server.commandsTake(STEP_NS);

        client.pipeline(Collections.nCopies(CommandTimer.MAX_RUN, "GET key"));

        assertThat(server.engine().latency().slowLog().newest(100))
                .filteredOn(entry -> entry.arguments().getFirst().equals("GET")).hasSize(entries);
        assertThat(command("GET").calls()).isEqualTo(CommandTimer.MAX_RUN);
    }

    @Test
    void shouldTimeTogetherWhatCannotHideASlowCommand() {
        client.run("CONFIG SET slowlog-log-slower-than " + CommandTimer.LONG_RUN_NS / 1000);
        client.pipeline(Collections.nCopies(CommandTimer.MAX_RUN, "GET key"));
        assertThat(command("GET").nanoseconds()).isEqualTo(CommandTimer.MAX_RUN * 1000);

        client.run("CONFIG SET slowlog-log-slower-than " + (CommandTimer.LONG_RUN_NS / 1000 + 1));
        client.pipeline(Collections.nCopies(CommandTimer.MAX_RUN, "GET key"));
        assertThat(command("GET").nanoseconds()).isEqualTo((CommandTimer.MAX_RUN + 1) * 1000);
    }

    @Test
    void shouldAccountForARunThatAPauseInterrupts() {
        client.pipeline(List.of("GET a", "GET a", "CLIENT PAUSE 1000 ALL", "GET a", "GET a"));

        assertThat(command("GET").calls()).isEqualTo(2);
        assertThat(command("GET").latency().count()).isEqualTo(2);
    }

    private Command command(final String name) {
        return server.engine().commands().find(name);
    }
}
