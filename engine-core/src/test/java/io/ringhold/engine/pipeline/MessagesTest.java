package io.ringhold.engine.pipeline;

import io.ringhold.engine.client.Session.Closing;
import io.ringhold.engine.pipeline.EngineFixture.Client;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What subscribers and tracking clients are sent in a turn, and when. */
class MessagesTest {
    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
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
}
