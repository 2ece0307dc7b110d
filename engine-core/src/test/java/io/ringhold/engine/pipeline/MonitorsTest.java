package io.ringhold.engine.pipeline;

import io.ringhold.engine.client.Session.Closing;
import io.ringhold.engine.pipeline.EngineFixture.Client;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MonitorsTest {
    private static final String TIME = "+1700000000.000000 ";

    private final EngineFixture fixture = new EngineFixture();
    private Client monitor;
    private Client client;

    @BeforeEach
    void connect() {
        monitor = fixture.connect();
        assertThat(run(monitor, "MONITOR")).isEqualTo("+OK\r\n");
        client = fixture.connect();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void shouldShowCommandsInTheOrderOfTheirExecution() {
        final Client other = fixture.connect();
        client.send("SET k v\nSELECT 3\nGET k\n");
        other.send("PING\n");
        fixture.turn();
        assertThat(monitor.received()).isEqualTo(TIME + "[0 127.0.0.1:2] \"SET\" \"k\" \"v\"\r\n" + TIME
                + "[3 127.0.0.1:2] \"SELECT\" \"3\"\r\n" + TIME + "[3 127.0.0.1:2] \"GET\" \"k\"\r\n" + TIME
                + "[0 127.0.0.1:3] \"PING\"\r\n");
        assertThat(monitor.signals).isPositive();
    }

    @Test
    void shouldQuoteWhatCannotBePrinted() {
        run(client, "*2\r\n$4\r\nECHO\r\n$12\r\n\0\u00ffa\"\\\n\r\t\7\b ~\r\n");
        assertThat(monitor.received())
                .endsWith(" \"ECHO\" \"\\x00\\xffa\\\"\\\\\\n\\r\\t\\a\\b ~\"\r\n");
    }

    @Test
    void shouldShowArgumentsThatAreLongerThanAPiece() {
        final String text = "x\n".repeat(20_000);
        run(client, "*2\r\n$4\r\nECHO\r\n$40000\r\n" + text + "\r\n");
        assertThat(monitor.received())
                .isEqualTo(TIME + "[0 127.0.0.1:2] \"ECHO\" \"" + "x\\n".repeat(20_000) + "\"\r\n");
    }

    @Test
    void shouldShowNoPasswordsAndNoCommandsOfAdministrators() {
        run(client, "AUTH a secret\nAUTH secret\nHELLO 3 AUTH default secret SETNAME me\nHELLO 3 SETNAME you\n");
        assertThat(monitor.received()).isEqualTo(TIME + "[0 127.0.0.1:2] \"AUTH\" \"(redacted)\" \"(redacted)\"\r\n"
                + TIME + "[0 127.0.0.1:2] \"AUTH\" \"(redacted)\"\r\n" + TIME
                + "[0 127.0.0.1:2] \"HELLO\" \"3\" \"AUTH\" \"(redacted)\" \"(redacted)\" \"SETNAME\" \"me\"\r\n" + TIME
                + "[0 127.0.0.1:2] \"HELLO\" \"3\" \"SETNAME\" \"you\"\r\n");
        run(client, "CONFIG GET maxmemory\nSLOWLOG LEN\nCLIENT LIST\nMONITOR\nNOSUCH x\nGET\n");
        assertThat(monitor.received()).isEmpty();
    }

    @Test
    void shouldShowABlockingCommandOnceWhenItBegins() {
        run(client, "BLPOP k 0");
        assertThat(monitor.received()).isEqualTo(TIME + "[0 127.0.0.1:2] \"BLPOP\" \"k\" \"0\"\r\n");
        run(fixture.connect(), "RPUSH k v");
        assertThat(client.received()).isEqualTo("*2\r\n$1\r\nk\r\n$1\r\nv\r\n");
        assertThat(monitor.received()).isEqualTo(TIME + "[0 127.0.0.1:3] \"RPUSH\" \"k\" \"v\"\r\n");
    }

    @Test
    void shouldShowAMonitorItsOwnCommandsBehindTheirReplies() {
        assertThat(run(monitor, "PING")).isEqualTo("+PONG\r\n" + TIME + "[0 127.0.0.1:1] \"PING\"\r\n");
        assertThat(run(monitor, "CLIENT REPLY SKIP\nPING\nECHO a\n"))
                .isEqualTo(TIME + "[0 127.0.0.1:1] \"CLIENT\" \"REPLY\" \"SKIP\"\r\n$1\r\na\r\n" + TIME
                        + "[0 127.0.0.1:1] \"ECHO\" \"a\"\r\n");
        assertThat(run(monitor, "MONITOR")).isEmpty();
    }

    @Test
    void shouldKeepMonitorsFromTheData() {
        final String refusal = "-ERR Replica can't interact with the keyspace\r\n";
        assertThat(run(monitor, "GET k\nSET k v\nPFCOUNT k\n")).isEqualTo(refusal.repeat(3));
        assertThat(run(monitor, "CLIENT INFO")).contains(" flags=O ");
        assertThat(run(monitor, "GET\n")).startsWith("-ERR wrong number of arguments");
    }

    @Test
    void shouldEndWithResetAndWithTheConnection() {
        final Client second = fixture.connect();
        run(second, "MONITOR");
        assertThat(run(monitor, "RESET\nGET k\n")).isEqualTo("+RESET\r\n$-1\r\n");
        assertThat(second.received()).endsWith("\"RESET\"\r\n" + TIME + "[0 127.0.0.1:1] \"GET\" \"k\"\r\n");
        assertThat(fixture.engine.monitors().size()).isEqualTo(1);
        final long held = fixture.engine.clientArena().blockCount(MemoryTag.CLIENT_OUTPUT);
        assertThat(fixture.ring.tryPublishDisconnected(second.session)).isTrue();
        fixture.turn();
        assertThat(fixture.engine.monitors().isActive()).isFalse();
        assertThat(fixture.engine.clientArena().blockCount(MemoryTag.CLIENT_OUTPUT)).isLessThan(held);
        run(client, "PING");
        assertThat(monitor.received()).isEmpty();
    }

    @Test
    void shouldShowNothingToAClientThatQuits() {
        final Client second = fixture.connect();
        run(second, "MONITOR");
        assertThat(run(second, "QUIT")).isEqualTo("+OK\r\n");
        run(client, "PING");
        assertThat(second.received()).isEmpty();
        assertThat(monitor.received()).endsWith("\"PING\"\r\n");
    }

    @Test
    void shouldCloseAMonitorThatDoesNotRead() {
        run(client,
                "*4\r\n$6\r\nCONFIG\r\n$3\r\nSET\r\n$26\r\nclient-output-buffer-limit\r\n$15\r\nnormal 1000 0 0\r\n");
        run(client, "*2\r\n$4\r\nECHO\r\n$900\r\n" + "x".repeat(900) + "\r\n");
        assertThat(monitor.session.closing()).isEqualTo(Closing.NO);
        run(client, "*2\r\n$4\r\nECHO\r\n$900\r\n" + "x".repeat(900) + "\r\n");
        assertThat(monitor.session.closing()).isEqualTo(Closing.NOW);
        assertThat(client.session.closing()).isEqualTo(Closing.NO);
    }

    @Test
    void shouldHoldLinesUntilWhatTheyTellOfIsDurable() {
        fixture.log.holdsReplies = true;
        run(client, "SET k v");
        assertThat(monitor.received()).isEmpty();
        assertThat(client.received()).isEmpty();
        fixture.log.force();
        fixture.turn();
        assertThat(client.received()).isEqualTo("+OK\r\n");
        assertThat(monitor.received()).endsWith("\"SET\" \"k\" \"v\"\r\n");
    }

    private String run(final Client sender, final String commands) {
        sender.takeBack();
        sender.send(commands.endsWith("\n") ? commands : commands + "\n");
        fixture.turn();
        return sender.received();
    }
}
