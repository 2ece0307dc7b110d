package io.ringhold.engine.pipeline;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.engine.client.Session.Closing;
import io.ringhold.engine.pipeline.EngineFixture.Client;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Nothing is told to anybody that is not durable yet, when the log asks for that. */
class HeldRepliesTest {
    private final EngineFixture fixture = new EngineFixture();

    @BeforeEach
    void holdReplies() {
        fixture.log.holdsReplies = true;
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void shouldCommitOnceWhatATurnHasExecuted() {
        final Client one = fixture.connect();
        final Client two = fixture.connect();
        one.send("SET a 1\nSET b 2\n");
        two.send("SET c 3\n");
        final int before = fixture.log.commits;

        fixture.turn();

        assertThat(fixture.log.commits).isEqualTo(before + 1);
        assertThat(one.received()).isEmpty();
        fixture.log.force();
        fixture.turn();
        assertThat(one.received()).isEqualTo("+OK\r\n+OK\r\n");
        assertThat(two.received()).isEqualTo("+OK\r\n");
        assertThat(fixture.log.commits).isEqualTo(before + 1);
    }

    @Test
    void shouldHoldRepliesUntilTheLogIsDurableAndReleaseThemInOrder() {
        final Client first = fixture.connect().send("SET a 1\n");
        final Client reader = fixture.connect().send("GET a\n");
        fixture.turn();
        assertThat(first.received()).isEmpty();
        assertThat(first.takeBack()).as("nothing more is taken from a client that waits").isFalse();
        assertThat(reader.received()).as("reads do not wait").isEqualTo("$1\r\n1\r\n");
        fixture.log.force();
        final Client second = fixture.connect().send("SET a 2\n");
        fixture.turn();
        assertThat(first.received()).isEqualTo("+OK\r\n");
        assertThat(first.takeBack()).isTrue();
        assertThat(second.received()).as("came after the force").isEmpty();
        fixture.log.force();
        assertThat(fixture.agent.nextWorkDelayNs()).isZero();
        fixture.turn();
        assertThat(second.received()).isEqualTo("+OK\r\n");
        assertThat(fixture.agent.nextWorkDelayNs()).isPositive();
    }

    @Test
    void shouldHoldMoreRepliesThanTheQueueHasRoomForAtFirst() {
        final List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            clients.add(fixture.connect().send("INCR n\n"));
            fixture.turn();
        }
        assertThat(clients).noneMatch(Client::takeBack);
        fixture.log.force();
        fixture.agent.releaseReplies();
        for (int i = 0; i < clients.size(); i++) {
            assertThat(clients.get(i).received()).isEqualTo(":" + (i + 1) + "\r\n");
        }
    }

    @Test
    void shouldHoldMessagesBehindWhatIsNotDurable() {
        final Client subscriber = fixture.connect().send("SUBSCRIBE a\n");
        final Client publisher = fixture.connect();
        fixture.turn();
        assertThat(subscriber.received()).isEqualTo("*3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n");
        publisher.send("SET k v\nPUBLISH a x\n");
        fixture.turn();
        assertThat(subscriber.received()).isEmpty();
        fixture.log.force();
        fixture.turn();
        assertThat(subscriber.received()).isEqualTo("*3\r\n$7\r\nmessage\r\n$1\r\na\r\n$1\r\nx\r\n");
        assertThat(publisher.received()).isEqualTo("+OK\r\n:1\r\n");
    }

    @Test
    void shouldTellOfNoChangeThatIsNotDurable() {
        final Client subscriber = fixture.connect().send("SUBSCRIBE __keyevent@0__:set a\n");
        final Client writer = fixture.connect().send("CONFIG SET notify-keyspace-events KEA\n");
        final Client publisher = fixture.connect();
        fixture.turn();
        subscriber.received();
        publisher.send("PUBLISH a early\n");
        writer.send("SET k v\n");
        fixture.turn();
        assertThat(subscriber.received()).as("the change may still be lost").isEmpty();
        publisher.send("PUBLISH a late\n");
        fixture.turn();
        assertThat(subscriber.received()).as("messages stay in order").isEmpty();
        fixture.log.force();
        fixture.turn();
        assertThat(subscriber.received()).containsSubsequence("early", "__keyevent@0__:set", "late");
        publisher.send("PUBLISH a last\n");
        fixture.turn();
        assertThat(subscriber.received()).as("nothing to wait for").contains("last");
    }

    @Test
    void shouldHoldRepliesBehindMessagesThatAreHeld() {
        final Client subscriber = fixture.connect().send("HELLO 3\nSUBSCRIBE a\n");
        final Client publisher = fixture.connect();
        fixture.turn();
        subscriber.received();
        assertThat(subscriber.takeBack()).isTrue();
        publisher.send("SET k v\nPUBLISH a x\n");
        fixture.turn();
        subscriber.send("GET missing\n");
        fixture.turn();
        assertThat(subscriber.received()).as("what the message tells of may still be lost").isEmpty();
        fixture.log.force();
        fixture.turn();
        assertThat(subscriber.received()).isEqualTo(">3\r\n$7\r\nmessage\r\n$1\r\na\r\n$1\r\nx\r\n_\r\n");
        assertThat(subscriber.takeBack()).isTrue();
        subscriber.send("GET missing\n");
        fixture.turn();
        assertThat(subscriber.received()).as("reads do not wait").isEqualTo("_\r\n");
    }

    @Test
    void shouldHoldMessagesBehindRepliesThatAreReleasedBefore() {
        final Client subscriber = fixture.connect().send("HELLO 3\nSUBSCRIBE a\n");
        final Client publisher = fixture.connect();
        fixture.turn();
        subscriber.received();
        assertThat(subscriber.takeBack()).isTrue();
        subscriber.send("SET own 1\n");
        fixture.turn();
        final long own = fixture.log.position();
        publisher.send("SET k v\nPUBLISH a x\n");
        fixture.turn();
        fixture.log.force(own);
        fixture.turn();
        assertThat(subscriber.received()).isEqualTo("+OK\r\n");
        fixture.log.force();
        fixture.turn();
        assertThat(subscriber.received()).isEqualTo(">3\r\n$7\r\nmessage\r\n$1\r\na\r\n$1\r\nx\r\n");
    }

    @Test
    void shouldCloseClientsWhoseRepliesWaitForALogThatHasFailed() {
        final Client durable = fixture.connect().send("SET a 1\n");
        fixture.turn();
        fixture.log.force();
        final Client lost = fixture.connect();
        final Client alsoLost = fixture.connect();
        lost.send("SET a 2\n");
        alsoLost.send("GET a\nSET a 3\n");
        fixture.turn();
        assertThat(durable.received()).isEqualTo("+OK\r\n");
        fixture.log.failure = "Input/output error";
        assertThat(fixture.agent.nextWorkDelayNs()).as("the failure is noticed at once").isZero();
        fixture.turn();
        for (final Client client : List.of(lost, alsoLost)) {
            assertThat(client.session.closing()).isEqualTo(Closing.NOW);
            assertThat(client.takeBack()).isTrue();
            assertThat(client.signals).isPositive();
            assertThat(client.received()).as("not acknowledged").isEmpty();
        }
        assertThat(durable.session.closing()).isEqualTo(Closing.NO);
        assertThat(fixture.agent.nextWorkDelayNs()).isPositive();
        assertThat(fixture.control.lines()).last().asString().startsWith(
                "# 2 clients closed without a reply: MISCONF Errors writing to the AOF file: Input/output error");
    }

    @Test
    void shouldRefuseWritesAndServeReadsWhenTheLogHasFailed() {
        final Client client = fixture.connect().send("SET a 1\nSET gone x PX 1\n");
        fixture.turn();
        fixture.log.force();
        fixture.turn();
        assertThat(client.received()).isEqualTo("+OK\r\n+OK\r\n");
        fixture.log.failure = "Input/output error";
        fixture.nowMs += 10;
        // finding that a key has expired is logged too, but this reply says nothing that must be durable
        client.send("SET a 2\nGET gone\nGET a\n");
        fixture.turn();
        assertThat(client.received())
                .isEqualTo("-MISCONF Errors writing to the AOF file: Input/output error\r\n$-1\r\n$1\r\n1\r\n");
        assertThat(client.session.closing()).isEqualTo(Closing.NO);
        client.send("INFO persistence\n");
        fixture.turn();
        assertThat(client.received()).contains("\r\naof_last_write_status:err\r\n",
                "\r\naof_write_error:MISCONF Errors writing to the AOF file: Input/output error\r\n");
    }

    @Test
    void shouldNotSendAReplyWithTheMessageThatComesBehindItWhenTheLogHasFailed() {
        final Client subscriber = fixture.connect().send("HELLO 3\nSUBSCRIBE a\n");
        final Client publisher = fixture.connect();
        fixture.turn();
        subscriber.received();
        assertThat(subscriber.takeBack()).isTrue();
        subscriber.send("SET own 1\n");
        fixture.turn();
        fixture.log.failure = "Input/output error";
        publisher.send("PUBLISH a x\n");
        fixture.turn();
        assertThat(subscriber.received()).as("not acknowledged").isEmpty();
        assertThat(subscriber.session.closing()).isEqualTo(Closing.NOW);
    }

    @Test
    void shouldNotSendRepliesBeforeAWaitThatEndsWhenTheLogHasFailed() {
        final Client client = fixture.connect().send("SET a 1\nBLPOP queue 1\n");
        fixture.turn();
        fixture.log.failure = "Input/output error";
        fixture.nowMs += 1000;
        fixture.turn();
        assertThat(client.received()).as("not acknowledged").isEmpty();
        assertThat(client.session.closing()).isEqualTo(Closing.NOW);
    }

    @Test
    void shouldSendNothingToAClientThatIsClosedWithoutAReply() {
        final Client client = fixture.connect().send("SET a 1\nBLPOP queue 1\n");
        fixture.turn();
        fixture.log.failure = "Input/output error";
        fixture.turn();
        assertThat(client.session.closing()).isEqualTo(Closing.NOW);
        fixture.nowMs += 1000;
        fixture.turn();
        assertThat(client.received()).as("the transport may not have closed it yet").isEmpty();
        assertThat(client.takeBack()).isTrue();
    }

    @Test
    void shouldAcknowledgeNothingOfABatchInWhichTheLogFails() {
        final Client client = fixture.connect().send("HELLO 3\nSUBSCRIBE a\n");
        final Client other = fixture.connect();
        fixture.turn();
        client.received();
        assertThat(client.takeBack()).isTrue();
        fixture.log.onAppend = () -> fixture.log.failure = "Input/output error";
        client.send("SET k v\nPUBLISH a x\n");
        other.send("GET k\n");
        fixture.turn();
        assertThat(client.received()).isEmpty();
        assertThat(client.session.closing()).isEqualTo(Closing.NOW);
        assertThat(other.received()).as("reads do not wait").isEqualTo("$1\r\nv\r\n");
        assertThat(other.session.closing()).isEqualTo(Closing.NO);
    }
}
