package io.ringhold.engine.pipeline;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.engine.client.Session.Closing;
import io.ringhold.engine.pipeline.EngineFixture.Client;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Turns of the engine: what it takes from the ring, in which order, and when it sleeps. */
class EngineAgentTest {
    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void shouldAnswerABatchInOrderAndHandItBackWithOneSignal() {
        final Client client = fixture.connect().send("SET a 1\nGET a\nINCR a\nNOSUCH\nGET a\n");
        assertThat(client.takeBack()).isFalse();
        assertThat(fixture.turn()).isPositive();
        assertThat(client.signals).isEqualTo(1);
        assertThat(client.takeBack()).isTrue();
        assertThat(client.takeBack()).as("only once").isFalse();
        assertThat(client.received()).startsWith("+OK\r\n$1\r\n1\r\n:2\r\n-ERR unknown command 'NOSUCH'")
                .endsWith("\r\n$1\r\n2\r\n");
        assertThat(fixture.log.appended).containsExactly("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\n1\r\n",
                "*2\r\n$4\r\nINCR\r\n$1\r\na\r\n");
    }

    @Test
    void shouldServeClientsInTheOrderOfTheRing() {
        final List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(fixture.connect());
        }
        clients.forEach(client -> client.send("INCR n\n"));
        fixture.turn();
        for (int i = 0; i < clients.size(); i++) {
            assertThat(clients.get(i).received()).isEqualTo(":" + (i + 1) + "\r\n");
        }
    }

    @Test
    void shouldTakeEverythingThatIsInAFullRing() {
        final Client client = fixture.connect();
        for (int i = 0; i < EngineFixture.RING_CAPACITY; i++) {
            client.send("INCR n\n");
        }
        assertThat(fixture.ring.tryPublishConnected(client.session)).as("no room").isFalse();
        assertThat(fixture.agent.nextWorkDelayNs()).isZero();
        assertThat(fixture.turn()).isEqualTo(EngineFixture.RING_CAPACITY);
        assertThat(client.received()).endsWith(":" + EngineFixture.RING_CAPACITY + "\r\n");
        assertThat(fixture.ring.hasWork()).isFalse();
    }

    @Test
    void shouldExecuteInOrderWhatItHasLookedAtTogether() {
        final List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            clients.add(fixture.connect());
        }
        clients.get(39).send("SELECT 1\nSET k other\n");
        fixture.turn();
        assertThat(clients.get(39).received()).isEqualTo("+OK\r\n+OK\r\n");
        clients.get(0).send("GET k\n");
        clients.get(1).send("SET k one\n");
        clients.get(2).send("GET k\n");
        clients.get(3).send("DEL k\n");
        clients.get(4).send("GET k\n");
        clients.get(5).send("NOSUCH k\n");
        clients.get(6).send("GET\n");
        for (int i = 7; i < 37; i++) {
            clients.get(i).send("APPEND k " + i + "\n"); // moves the entry again and again
        }
        clients.get(37).send("GETRANGE k 0 4\nSTRLEN k\n");
        clients.get(38).send("FLUSHDB\nGET k\n");
        clients.get(39).send("GET k\n");

        fixture.turn();

        assertThat(clients.get(0).received()).isEqualTo("$-1\r\n");
        assertThat(clients.get(2).received()).isEqualTo("$3\r\none\r\n");
        assertThat(clients.get(4).received()).isEqualTo("$-1\r\n");
        assertThat(clients.get(5).received()).startsWith("-ERR unknown command 'NOSUCH'");
        assertThat(clients.get(6).received()).startsWith("-ERR wrong number of arguments");
        assertThat(clients.get(37).received()).isEqualTo("$5\r\n78910\r\n:57\r\n");
        assertThat(clients.get(38).received()).isEqualTo("+OK\r\n$-1\r\n");
        assertThat(clients.get(39).received()).isEqualTo("$5\r\nother\r\n");
    }

    @Test
    void shouldLetRepliesBeSentBeforeItWritesManyMore() {
        final String value = "x".repeat(200_000);
        final Client writer = fixture.connect().send("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$200000\r\n" + value + "\r\n");
        fixture.turn();
        final List<Client> readers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            readers.add(fixture.connect());
        }
        readers.forEach(reader -> reader.send("GET k\n"));

        fixture.turn();
        assertThat(readers.stream().filter(reader -> !reader.received().isEmpty())).hasSize(2);
        assertThat(fixture.agent.nextWorkDelayNs()).isZero();
        fixture.turn();
        assertThat(readers.stream().filter(reader -> !reader.received().isEmpty())).hasSize(2);
        fixture.turn();
        assertThat(readers.stream().filter(reader -> !reader.received().isEmpty())).hasSize(1);
        assertThat(writer.received()).isEqualTo("+OK\r\n");
    }

    @Test
    void shouldSendALargeReplyInOnePiece() {
        final Client client = fixture.connect()
                .send("PING\n*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$100000\r\n" + "x".repeat(100_000) + "\r\nGET k\nGET k\n");
        fixture.turn();
        assertThat(client.received()).hasSize(7 + 5 + 2 * (9 + 100_000 + 2));
        assertThat(client.writes).isEqualTo(3);
    }

    @Test
    void shouldRunATaskOnceAlsoWhenItFails() {
        final List<String> runs = new ArrayList<>();
        final Client client = fixture.connect();
        fixture.ring.execute(() -> {
            runs.add("run");
            throw new IllegalStateException("on purpose");
        });
        client.send("PING\n");
        assertThatThrownBy(fixture.agent::doWork).hasMessage("on purpose");

        fixture.turn();

        assertThat(runs).hasSize(1);
        assertThat(client.received()).isEqualTo("+PONG\r\n");
    }

    @Test
    void shouldCountAndForgetConnections() {
        final Client client = fixture.connect();
        fixture.connect();
        assertThat(fixture.engine.sessions().all()).hasSize(2).contains(client.session);
        assertThat(fixture.engine.statistics().connections()).isEqualTo(2);
        client.send("PING\n");
        fixture.turn();
        assertThat(client.received()).isEqualTo("+PONG\r\n");
        assertThat(client.session.output().heldBytes()).isPositive();
        assertThat(fixture.ring.tryPublishDisconnected(client.session)).isTrue();
        fixture.turn();
        assertThat(fixture.engine.sessions().all()).hasSize(1).doesNotContain(client.session);
        assertThat(client.session.output().heldBytes()).isZero();
        assertThat(fixture.engine.statistics().connections()).isEqualTo(2);
    }

    @Test
    void shouldForgetAKilledClientThatWasWatchingAndWaiting() {
        final Client killed = fixture.connect().send("WATCH w\nBLPOP k 0\n");
        final Client killer = fixture.connect();
        killer.send("CLIENT KILL ID " + killed.session.id() + "\nRPUSH k v\nLLEN k\n");
        fixture.turn();
        assertThat(killer.received()).isEqualTo(":1\r\n:1\r\n:1\r\n");
        assertThat(killed.session.closing()).isEqualTo(Closing.NOW);
        assertThat(fixture.engine.sessions().all()).containsExactly(killer.session);

        assertThat(fixture.ring.tryPublishHungUp(killed.session)).isTrue();
        fixture.turn();
        assertThat(killed.takeBack()).isTrue();
        assertThat(fixture.ring.tryPublishDisconnected(killed.session)).isTrue();
        fixture.turn();
        assertThat(fixture.engine.waiting().size()).isZero();
        assertThat(killed.session.isGone()).isTrue();
    }

    @Test
    void shouldAskForAPasswordWhenOneIsSet() {
        fixture.engine.passwordRequired(true);
        final Client client = fixture.connect().send("GET a\n");
        fixture.turn();
        assertThat(client.received()).isEqualTo("-NOAUTH Authentication required.\r\n");
    }

    @Test
    void shouldAnswerWhatCameBeforeAProtocolErrorAndCloseAfterIt() {
        final Client client = fixture.connect().send("*1\r\n$4\r\nPING\r\n*1\r\n!4\r\nPING\r\n");
        fixture.turn();
        assertThat(client.received()).isEqualTo("+PONG\r\n-ERR Protocol error: expected '$', got '!'\r\n");
        assertThat(client.session.closing()).isEqualTo(Closing.AFTER_REPLIES);
        assertThat(client.takeBack()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OFF", "SKIP"})
    void shouldNotAnswerAProtocolErrorWhenRepliesAreNotWanted(final String mode) {
        final Client client = fixture.connect().send("CLIENT REPLY " + mode + "\n*x\r\n");
        fixture.turn();
        assertThat(client.received()).isEmpty();
        assertThat(client.session.closing()).isEqualTo(Closing.AFTER_REPLIES);
        assertThat(client.takeBack()).isTrue();
        assertThat(fixture.engine.statistics().errorReplies()).isEqualTo(1);
    }

    @Test
    void shouldExecuteNothingBehindTheCommandThatClosesTheConnection() {
        final Client client = fixture.connect().send("SET a 1\nQUIT\nSET a 2\n");
        fixture.turn();
        assertThat(client.received()).isEqualTo("+OK\r\n+OK\r\n");
        assertThat(client.session.closing()).isEqualTo(Closing.AFTER_REPLIES);
        final Client other = fixture.connect().send("GET a\n");
        fixture.turn();
        assertThat(other.received()).isEqualTo("$1\r\n1\r\n");
    }

    @Test
    void shouldRunTasksBetweenCommands() {
        final Client client = fixture.connect().send("SET a 1\n");
        final List<Long> commands = new ArrayList<>();
        final int rings = fixture.rings;
        fixture.ring.execute(() -> commands.add(fixture.engine.statistics().commands()));
        assertThat(fixture.rings).isEqualTo(rings + 1);
        client.send("SET a 2\n");
        fixture.turn();
        assertThat(commands).containsExactly(1L);
        assertThat(fixture.engine.statistics().commands()).isEqualTo(2);
    }

    @Test
    void shouldSleepUntilTheNextTickWhenThereIsNothingToDo() {
        fixture.turn();
        fixture.turn();
        assertThat(fixture.agent.nextWorkDelayNs()).isBetween(1L, 100_000_000L);
        final long delayNs = fixture.agent.nextWorkDelayNs();
        fixture.nowMs += 1;
        assertThat(fixture.agent.nextWorkDelayNs()).isEqualTo(delayNs - 1_000_000);
        fixture.connect().send("PING\n");
        assertThat(fixture.agent.nextWorkDelayNs()).isZero();
    }
}
