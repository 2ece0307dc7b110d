package io.ringhold.engine.pipeline;

import io.ringhold.engine.pipeline.EngineFixture.Client;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ClientPauseTest {
    private final EngineFixture fixture = new EngineFixture();
    private Client admin;
    private Client client;

    @BeforeEach
    void connect() {
        admin = fixture.connect();
        client = fixture.connect();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SET k v", "XGROUP CREATE s g 0 MKSTREAM", "PFCOUNT k", "SORT k"})
    void shouldHoldBackWhateverMayWrite(final String command) {
        run(admin, "CLIENT PAUSE 1000 WRITE");
        assertThat(run(client, command)).isEmpty();
        assertThat(run(admin, "INFO clients")).contains("blocked_clients:1\r\n");
        fixture.nowMs += 1000;
        fixture.turn();
        assertThat(client.received()).isNotEmpty();
        assertThat(fixture.engine.pause().isActive()).isFalse();
    }

    @Test
    void shouldReadWhileWritesArePaused() {
        run(admin, "CLIENT PAUSE 1000 WRITE");
        assertThat(run(client, "GET k\nXINFO HELP\nSORT_RO k\n")).startsWith("$-1\r\n*").endsWith("*0\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OBJECT ENCODING k", "GET k", "EXISTS k"})
    void shouldKeepWhatHasExpired(final String command) {
        run(admin, "SET k v PX 10");
        run(admin, "CLIENT PAUSE 1000 WRITE");
        fixture.nowMs += 20;
        fixture.log.appended.clear();
        assertThat(run(client, command)).isIn("$-1\r\n", ":0\r\n");
        assertThat(run(client, "DBSIZE")).isEqualTo(":1\r\n");
        assertThat(fixture.log.appended).isEmpty();
    }

    @Test
    void shouldRefuseAtOnceWhatWouldNotBeExecuted() {
        run(admin, "CLIENT PAUSE 1000 ALL");
        assertThat(run(client, "NOSUCH\nGET\nCLIENT NOSUCH\n")).startsWith("-ERR unknown command 'NOSUCH'")
                .contains("-ERR wrong number of arguments for 'get' command\r\n-ERR unknown subcommand 'NOSUCH'");
        assertThat(run(client, "PING")).isEmpty();
    }

    @Test
    void shouldNotHoldBackMonitors() {
        run(client, "MONITOR");
        run(admin, "CLIENT PAUSE 1000 ALL");
        assertThat(run(client, "ECHO a")).startsWith("$1\r\na\r\n");
    }

    @Test
    void shouldKeepExpiredKeysFromReadersWithoutRemovingThem() {
        run(admin, "SET k v PX 100\nHSET h f v g w\nHPEXPIRE h 100 FIELDS 1 f\nSET stays v\nCLIENT PAUSE 10000 WRITE");
        fixture.nowMs += 1000;
        for (int i = 0; i < 10; i++) {
            fixture.turn();
        }
        assertThat(run(client, "GET k\nEXISTS k\nHLEN h\nSCAN 0 MATCH k\nKEYS k\nDBSIZE\n"))
                .isEqualTo("$-1\r\n:0\r\n:1\r\n*2\r\n$1\r\n0\r\n*0\r\n*0\r\n:3\r\n");
        assertThat(run(client, "INFO stats")).contains("\r\nexpired_keys:0\r\n", "\r\nexpired_subkeys:0\r\n");
        run(admin, "CLIENT UNPAUSE");
        fixture.nowMs += 1000;
        fixture.turn();
        assertThat(run(client, "DBSIZE")).isEqualTo(":2\r\n");
        assertThat(run(client, "INFO stats")).contains("\r\nexpired_keys:1\r\n", "\r\nexpired_subkeys:1\r\n");
    }

    @Test
    void shouldFindNoRandomKeyWhenAllHaveExpired() {
        run(admin, "SET k v PX 100\nCLIENT PAUSE 10000 WRITE");
        fixture.nowMs += 1000;
        assertThat(run(client, "RANDOMKEY")).isEqualTo("$-1\r\n");
        assertThat(run(client, "DBSIZE")).isEqualTo(":1\r\n");
    }

    @Test
    void shouldRemoveExpiredKeysAgainWhenTheTimeIsUp() {
        run(admin, "SET k v PX 100\nCLIENT PAUSE 10000 WRITE");
        fixture.nowMs += 9999;
        fixture.turn();
        assertThat(run(client, "DBSIZE")).isEqualTo(":1\r\n");
        fixture.nowMs += 1;
        fixture.turn();
        fixture.nowMs += 1000;
        fixture.turn();
        assertThat(run(client, "DBSIZE")).isEqualTo(":0\r\n");
    }

    @Test
    void shouldHoldBackCommandsDuringAPauseAndGoOnWhenItEnds() {
        client.send("SET a 1\nCLIENT PAUSE 100 WRITE\nGET a\nSET a 2\nGET a\n");
        fixture.turn();
        assertThat(client.received()).isEqualTo("+OK\r\n+OK\r\n$1\r\n1\r\n");
        assertThat(client.takeBack()).isFalse();
        assertThat(fixture.engine.pause().blockedClients()).isEqualTo(1);
        assertThat(fixture.agent.nextWorkDelayNs()).isBetween(1L, 100_000_000L);
        fixture.nowMs += 99;
        fixture.turn();
        assertThat(client.received()).isEmpty();
        fixture.nowMs += 1;
        fixture.turn();
        assertThat(client.received()).isEqualTo("+OK\r\n$1\r\n2\r\n");
        assertThat(client.takeBack()).isTrue();
        assertThat(fixture.engine.pause().blockedClients()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {9_223_372_036_855L, 10_000_000_000_000L, 9_223_370_336_854_775_807L})
    void shouldSleepUntilTheNextTickHoweverLongThePause(final long pauseMs) {
        assertThat(run(admin, "CLIENT PAUSE " + pauseMs)).isEqualTo("+OK\r\n");
        assertThat(run(client, "PING")).isEmpty();
        assertThat(fixture.agent.nextWorkDelayNs()).isBetween(1L, 100_000_000L);
    }

    @Test
    void shouldGoOnInTheOrderOfArrivalWhenAPauseIsEnded() {
        final Client first = fixture.connect();
        final Client second = fixture.connect();
        admin.send("CLIENT PAUSE 100000 WRITE\n");
        fixture.turn();
        first.send("SET a 1\n");
        second.send("SET a 2\n");
        fixture.turn();
        assertThat(first.received() + second.received()).isEmpty();
        assertThat(fixture.engine.pause().blockedClients()).isEqualTo(2);
        admin.received();
        admin.send("CLIENT UNPAUSE\nGET a\n");
        fixture.turn();
        assertThat(admin.received()).isEqualTo("+OK\r\n$-1\r\n");
        assertThat(first.received() + second.received()).isEqualTo("+OK\r\n+OK\r\n");
        admin.send("GET a\n");
        fixture.turn();
        assertThat(admin.received()).isEqualTo("$1\r\n2\r\n");
    }

    @Test
    void shouldAcknowledgeNothingThatIsNotDurableWhenABatchStopsAtAPause() {
        fixture.log.holdsReplies = true;
        client.send("SET a 1\nCLIENT PAUSE 100 WRITE\nSET a 2\n");
        fixture.turn();
        assertThat(client.received()).isEmpty();
        fixture.nowMs += 100;
        fixture.turn();
        assertThat(client.received()).as("all replies of the batch wait for all of its writes").isEmpty();
        fixture.log.force();
        fixture.turn();
        assertThat(client.received()).isEqualTo("+OK\r\n+OK\r\n+OK\r\n");
    }

    @Test
    void shouldHoldAResumedBatchForWhatItWroteBeforeThePause() {
        fixture.log.holdsReplies = true;
        client.send("SET a 1\nCLIENT PAUSE 100\nGET a\n");
        fixture.turn();
        fixture.nowMs += 100;
        fixture.turn();
        assertThat(client.received()).isEmpty();
        fixture.log.force();
        fixture.turn();
        assertThat(client.received()).isEqualTo("+OK\r\n+OK\r\n$1\r\n1\r\n");
    }

    private String run(final Client sender, final String commands) {
        sender.takeBack();
        sender.send(commands.endsWith("\n") ? commands : commands + "\n");
        fixture.turn();
        return sender.received();
    }
}
