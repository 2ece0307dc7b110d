package io.ringhold.engine.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.ringhold.engine.client.Session.Closing;
import io.ringhold.engine.pipeline.EngineFixture.Client;
import io.ringhold.engine.port.CommandSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EngineAgentTest {
    private EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void shouldCommitOnceWhatATurnHasExecuted() {
        fixture.log.holdsReplies = true;
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
    void shouldHaveThePublisherServedForItsReplyAndTheOthersForTheMessage() {
        final Client one = fixture.connect().send("SUBSCRIBE c\n");
        final Client two = fixture.connect().send("HELLO 3\nCLIENT TRACKING ON\nGET k\n");
        final Client publisher = fixture.connect();
        fixture.turn();
        one.received();
        two.received();
        fixture.signalled.clear();
        fixture.told.clear();

        publisher.send("PUBLISH c hello\n");
        fixture.turn();
        assertThat(fixture.told).containsExactly(one);
        assertThat(fixture.signalled).containsExactlyInAnyOrder(publisher, one);
        assertThat(publisher.received()).isEqualTo(":1\r\n");
        fixture.signalled.clear();
        fixture.told.clear();

        publisher.takeBack();
        publisher.send("SET k v\n");
        fixture.turn();
        assertThat(fixture.told).containsExactly(two);
        assertThat(fixture.signalled).containsExactlyInAnyOrder(publisher, two);
        assertThat(publisher.received()).isEqualTo("+OK\r\n");
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
    void shouldServeWhoeverWaitsBeforeThePushersNextCommand() {
        final Client waiter = fixture.connect().send("BLPOP k 0\nPING\n");
        fixture.turn();
        assertThat(waiter.received()).isEmpty();
        assertThat(waiter.session.isWaiting()).isTrue();
        assertThat(fixture.engine.waiting().size()).isEqualTo(1);
        final Client pusher = fixture.connect().send("RPUSH k v\nLPOP k\n");

        fixture.turn();

        assertThat(pusher.received()).isEqualTo(":1\r\n$-1\r\n");
        assertThat(waiter.received()).isEqualTo("*2\r\n$1\r\nk\r\n$1\r\nv\r\n+PONG\r\n");
        assertThat(fixture.engine.waiting().size()).isZero();
    }

    @Test
    void shouldHoldRepliesBeforeAWaitUntilTheyAreDurable() {
        fixture.log.holdsReplies = true;
        final Client waiter = fixture.connect().send("SET a 1\nBLPOP k 0\n");
        fixture.turn();
        assertThat(waiter.received()).isEmpty();
        fixture.log.force();
        fixture.turn();
        assertThat(waiter.received()).isEqualTo("+OK\r\n");
        final Client pusher = fixture.connect().send("RPUSH k v\n");
        fixture.turn();
        assertThat(waiter.received()).isEmpty();
        assertThat(pusher.received()).isEmpty();
        fixture.log.force();
        fixture.turn();
        assertThat(waiter.received()).isEqualTo("*2\r\n$1\r\nk\r\n$1\r\nv\r\n");
        assertThat(pusher.received()).isEqualTo(":1\r\n");
    }

    @Test
    void shouldEndAWaitExactlyWhenItsTimeIsUp() {
        final Client waiter = fixture.connect().send("BLPOP k 0.5\nPING\n");
        fixture.turn();
        assertThat(fixture.agent.nextWorkDelayNs()).isLessThanOrEqualTo(500_000_000);
        fixture.nowMs += 499;
        fixture.turn();
        assertThat(waiter.received()).isEmpty();
        fixture.nowMs += 1;
        assertThat(fixture.agent.nextWorkDelayNs()).isZero();
        fixture.turn();
        assertThat(waiter.received()).isEqualTo("*-1\r\n+PONG\r\n");
        assertThat(fixture.engine.waiting().size()).isZero();
    }

    @Test
    void shouldForgetAWaitWhenTheClientHangsUp() {
        final Client waiter = fixture.connect().send("BLPOP k 0\nSET never 1\n");
        fixture.turn();
        assertThat(fixture.ring.tryPublishHungUp(waiter.session)).isTrue();
        fixture.turn();
        assertThat(waiter.session.takeCompletedBatch()).isNotNull();
        assertThat(fixture.engine.waiting().size()).isZero();
        final Client other = fixture.connect().send("RPUSH k v\nLLEN k\nEXISTS never\n");
        fixture.turn();
        assertThat(other.received()).isEqualTo(":1\r\n:1\r\n:0\r\n");
    }

    @Test
    void shouldEndWaitsForClientUnblock() {
        final Client one = fixture.connect().send("BLPOP k 0\nPING\n");
        final Client two = fixture.connect().send("BLPOP k 0\nPING\n");
        final Client other = fixture.connect();
        fixture.turn();
        other.send("CLIENT UNBLOCK " + one.session.id() + "\nCLIENT UNBLOCK " + two.session.id()
                + " ERROR\nCLIENT UNBLOCK " + one.session.id() + "\nRPUSH k v\nLLEN k\n");
        fixture.turn();
        assertThat(other.received()).isEqualTo(":1\r\n:1\r\n:0\r\n:1\r\n:1\r\n");
        assertThat(one.received()).isEqualTo("*-1\r\n+PONG\r\n");
        assertThat(two.received()).isEqualTo("-UNBLOCKED client unblocked via CLIENT UNBLOCK\r\n+PONG\r\n");
    }

    @Test
    void shouldLogBlockingCommandsAsWhatTheyDo() {
        fixture.connect().send("BLPOP k 0\n");
        fixture.connect().send("BLMOVE k l LEFT RIGHT 0\n");
        fixture.turn();
        fixture.connect().send("RPUSH k v w\n");
        fixture.turn();
        assertThat(fixture.log.appended).containsExactly("*4\r\n$5\r\nRPUSH\r\n$1\r\nk\r\n$1\r\nv\r\n$1\r\nw\r\n",
                "*2\r\n$4\r\nLPOP\r\n$1\r\nk\r\n",
                "*5\r\n$5\r\nLMOVE\r\n$1\r\nk\r\n$1\r\nl\r\n$4\r\nLEFT\r\n$5\r\nRIGHT\r\n");
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
    void shouldAskForAPasswordWhenOneIsSet() {
        fixture.engine.passwordRequired(true);
        final Client client = fixture.connect().send("GET a\n");
        fixture.turn();
        assertThat(client.received()).isEqualTo("-NOAUTH Authentication required.\r\n");
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
    void shouldAnswerWhatCameBeforeAProtocolErrorAndCloseAfterIt() {
        final Client client = fixture.connect().send("*1\r\n$4\r\nPING\r\n*1\r\n!4\r\nPING\r\n");
        fixture.turn();
        assertThat(client.received()).isEqualTo("+PONG\r\n-ERR Protocol error: expected '$', got '!'\r\n");
        assertThat(client.session.closing()).isEqualTo(Closing.AFTER_REPLIES);
        assertThat(client.takeBack()).isTrue();
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
    void shouldHoldRepliesUntilTheLogIsDurableAndReleaseThemInOrder() {
        fixture.log.holdsReplies = true;
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
    void shouldHoldMessagesBehindWhatIsNotDurable() {
        fixture.log.holdsReplies = true;
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
        fixture.log.holdsReplies = true;
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
        fixture.log.holdsReplies = true;
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
        fixture.log.holdsReplies = true;
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
    void shouldSendNothingToWhoHasGone() {
        final Client subscriber = fixture.connect().send("SUBSCRIBE a\nPSUBSCRIBE *\nSSUBSCRIBE a\n");
        final Client publisher = fixture.connect();
        fixture.turn();
        assertThat(fixture.ring.tryPublishDisconnected(subscriber.session)).isTrue();
        publisher.send("PUBLISH a x\nSPUBLISH a x\nPUBSUB NUMPAT\n");
        fixture.turn();
        assertThat(publisher.received()).isEqualTo(":0\r\n:0\r\n:0\r\n");
        assertThat(fixture.engine.pubSub().clients()).isZero();
    }

    @Test
    void shouldCloseSubscribersThatDoNotFetchTheirMessages() {
        final Client slow = fixture.connect().send("SUBSCRIBE a\n");
        final Client quick = fixture.connect().send("SUBSCRIBE a\n");
        final Client publisher = fixture.connect()
                .send("CONFIG SET client-output-buffer-limit \"pubsub 5000 0 0\"\n");
        fixture.turn();
        for (int i = 0; i < 10; i++) {
            publisher.send("PUBLISH a " + "x".repeat(1000) + "\n");
            fixture.turn();
            assertThat(quick.received()).contains("x".repeat(1000));
        }
        assertThat(slow.session.closing()).isEqualTo(Closing.NOW);
        assertThat(slow.session.output().pendingBytes()).as("nothing more is written for it").isLessThan(7000);
        assertThat(quick.session.closing()).isEqualTo(Closing.NO);
        assertThat(publisher.received()).endsWith(":2\r\n");
    }

    @Test
    void shouldAskTheTransportOnceForSeveralMessages() {
        final Client subscriber = fixture.connect().send("SUBSCRIBE a\n");
        fixture.turn();
        subscriber.received();
        final int before = subscriber.signals;
        fixture.connect().send("PUBLISH a 1\nPUBLISH a 2\nPUBLISH a 3\n");
        fixture.turn();
        assertThat(subscriber.signals).isEqualTo(before + 1);
        final int writes = subscriber.writes;
        assertThat(subscriber.received()).contains("1", "2", "3");
        assertThat(subscriber.writes).isEqualTo(writes + 1);
    }

    @Test
    void shouldHoldMoreRepliesThanTheQueueHasRoomForAtFirst() {
        fixture.log.holdsReplies = true;
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
    void shouldCloseClientsWhoseRepliesWaitForALogThatHasFailed() {
        fixture.log.holdsReplies = true;
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
        fixture.log.holdsReplies = true;
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
    void shouldHoldBackCommandsDuringAPauseAndGoOnWhenItEnds() {
        final Client client = fixture.connect().send("SET a 1\nCLIENT PAUSE 100 WRITE\nGET a\nSET a 2\nGET a\n");
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

    @Test
    void shouldGoOnInTheOrderOfArrivalWhenAPauseIsEnded() {
        final Client first = fixture.connect();
        final Client second = fixture.connect();
        final Client boss = fixture.connect().send("CLIENT PAUSE 100000 WRITE\n");
        fixture.turn();
        first.send("SET a 1\n");
        second.send("SET a 2\n");
        fixture.turn();
        assertThat(first.received() + second.received()).isEmpty();
        assertThat(fixture.engine.pause().blockedClients()).isEqualTo(2);
        boss.received();
        boss.send("CLIENT UNPAUSE\nGET a\n");
        fixture.turn();
        assertThat(boss.received()).isEqualTo("+OK\r\n$-1\r\n");
        assertThat(first.received() + second.received()).isEqualTo("+OK\r\n+OK\r\n");
        boss.send("GET a\n");
        fixture.turn();
        assertThat(boss.received()).isEqualTo("$1\r\n2\r\n");
    }

    @Test
    void shouldAcknowledgeNothingThatIsNotDurableWhenABatchStopsAtAPause() {
        fixture.log.holdsReplies = true;
        final Client client = fixture.connect().send("SET a 1\nCLIENT PAUSE 100 WRITE\nSET a 2\n");
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
        final Client client = fixture.connect().send("SET a 1\nCLIENT PAUSE 100\nGET a\n");
        fixture.turn();
        fixture.nowMs += 100;
        fixture.turn();
        assertThat(client.received()).isEmpty();
        fixture.log.force();
        fixture.turn();
        assertThat(client.received()).isEqualTo("+OK\r\n+OK\r\n$1\r\n1\r\n");
    }

    @Test
    void shouldAnswerLoadingUntilTheDataIsThere() {
        fixture.close();
        final StagedSource source = new StagedSource();
        fixture = new EngineFixture(source);
        fixture.log.enabled = false;
        final Client client = fixture.connect().send("GET a\n");
        fixture.turn();
        assertThat(client.received()).isEqualTo("-LOADING Redis is loading the dataset in memory\r\n");
        assertThat(fixture.agent.nextWorkDelayNs()).isZero();
        client.send("INFO persistence\n");
        source.loaded = 25;
        fixture.nowMs += 2000;
        fixture.turn();
        assertThat(client.received()).contains("\r\nloading:1\r\n",
                "\r\nloading_start_time:" + (fixture.nowMs / 1000 - 2) + "\r\n", "\r\nloading_total_bytes:100\r\n",
                "\r\nloading_loaded_bytes:25\r\n", "\r\nloading_loaded_perc:25.00\r\n",
                "\r\nloading_eta_seconds:6\r\n");
        source.next = "SET a 1\nSET gone x PXAT 1\nINCR a\n";
        fixture.turn();
        assertThat(fixture.control.lines()).isEmpty();
        source.finished = true;
        fixture.turn();
        assertThat(fixture.control.lines()).hasSize(2).last().isEqualTo("loaded");
        fixture.log.enabled = true;
        client.send("GET a\nGET gone\n");
        fixture.turn();
        assertThat(client.received()).isEqualTo("$1\r\n2\r\n$-1\r\n");
        assertThat(fixture.log.appended).as("what has expired meanwhile stays until the end of loading")
                .containsExactly("*2\r\n$3\r\nDEL\r\n$4\r\ngone\r\n");
    }

    @Test
    void shouldSayWhyWhenLoadingFails() {
        fixture.close();
        final StagedSource source = new StagedSource();
        fixture = new EngineFixture(source);
        source.error = "Bad file format reading the append only file";
        fixture.turn();
        assertThat(fixture.control.lines())
                .containsExactly("load failed: Bad file format reading the append only file");
        assertThat(fixture.engine.isLoading()).isTrue();
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

    /** Replays what the test gives it. */
    private final class StagedSource implements CommandSource {
        private String next = "";
        private String error;
        private long loaded;
        private boolean finished;

        @Override
        public String origin() {
            return "append only file";
        }

        @Override
        public boolean load(final Sink sink, final long budgetNs) throws IOException {
            if (error != null) {
                throw new IOException(error);
            }
            if (!next.isEmpty()) {
                assertThat(fixture.framed(next, sink::execute)).isNull();
                next = "";
            }
            return finished;
        }

        @Override
        public long totalBytes() {
            return 100;
        }

        @Override
        public long loadedBytes() {
            return loaded;
        }
    }
}
