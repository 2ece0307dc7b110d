package io.ringhold.engine.client;

import io.ringhold.engine.client.Session.Closing;
import io.ringhold.engine.testing.ServerHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClientSupervisorTest {
    private final ServerHarness server = new ServerHarness();
    private final ServerHarness.Client client = server.connect();
    private final ClientSupervisor supervisor = new ClientSupervisor(server.engine());

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldCloseAtOnceWhenHardLimitIsPassed() {
        limit("normal 1000 0 0");
        client.executeUnsent("ECHO", "x".repeat(900));
        supervisor.checkOutput(client.session());
        assertThat(client.session().closing()).isEqualTo(Closing.NO);
        client.executeUnsent("ECHO", "x".repeat(900));
        supervisor.checkOutput(client.session());
        assertThat(client.session().closing()).isEqualTo(Closing.NOW);
        assertThat(server.serverLog()).singleElement().asString()
                .startsWith("# Client closed for overcoming of output buffer limits: id=1 addr=");
    }

    @Test
    void shouldHoldClientsWithSubscriptionsToTheirOwnLimit() {
        limit("pubsub 1000 0 0");
        client.executeUnsent("ECHO", "x".repeat(2000));
        supervisor.checkOutput(client.session());
        assertThat(client.session().closing()).isEqualTo(Closing.NO);
        client.executeUnsent("SUBSCRIBE", "a");
        supervisor.checkOutput(client.session());
        assertThat(client.session().closing()).isEqualTo(Closing.NOW);
    }

    @Test
    void shouldHoldClientsToTheOrdinaryLimitWhenTheirSubscriptionsHaveEnded() {
        limit("pubsub 1000 0 0");
        client.executeUnsent("SUBSCRIBE", "a");
        client.executeUnsent("UNSUBSCRIBE");
        client.executeUnsent("ECHO", "x".repeat(2000));
        supervisor.checkOutput(client.session());
        assertThat(client.session().closing()).isEqualTo(Closing.NO);
    }

    @Test
    void shouldCloseWhenSoftLimitIsPassedForItsSeconds() {
        limit("normal 0 1000 2");
        client.executeUnsent("ECHO", "x".repeat(2000));
        supervisor.checkOutput(client.session());
        server.advanceMs(2000);
        supervisor.tick(server.nowMs());
        assertThat(client.session().closing()).isEqualTo(Closing.NO);
        server.advanceMs(1);
        supervisor.tick(server.nowMs());
        assertThat(client.session().closing()).isEqualTo(Closing.NOW);
    }

    @Test
    void shouldNeverCloseWhenTheSoftLimitHasMoreSecondsThanThereAre() {
        limit("normal 0 1000 9223372036854775807");
        client.executeUnsent("ECHO", "x".repeat(2000));
        supervisor.checkOutput(client.session());
        server.advanceMs(2000);
        supervisor.tick(server.nowMs());
        assertThat(client.session().closing()).isEqualTo(Closing.NO);
    }

    @Test
    void shouldStartAgainWhenOutputFallsBelowTheSoftLimit() {
        limit("normal 0 1000 2");
        client.executeUnsent("ECHO", "x".repeat(2000));
        supervisor.checkOutput(client.session());
        client.run("PING");
        server.advanceMs(1500);
        supervisor.tick(server.nowMs());
        client.executeUnsent("ECHO", "x".repeat(2000));
        supervisor.checkOutput(client.session());
        server.advanceMs(1500);
        supervisor.tick(server.nowMs());
        assertThat(client.session().closing()).isEqualTo(Closing.NO);
    }

    @Test
    void shouldCloseIdleClientsAfterTheTimeout() {
        assertThat(client.run("CONFIG SET timeout 10")).isEqualTo("+OK\r\n");
        supervisor.tick(server.nowMs());
        server.advanceMs(5000);
        final ServerHarness.Client other = server.connect();
        server.advanceMs(5001);
        supervisor.tick(server.nowMs());
        assertThat(client.session().closing()).isEqualTo(Closing.NOW);
        assertThat(other.session().closing()).isEqualTo(Closing.NO);
    }

    @Test
    void shouldLookAtAllClientsInASecondOfTicks() {
        for (int i = 0; i < 500; i++) {
            server.connect();
        }
        client.run("CONFIG SET timeout 1");
        lookAtAll();
        server.advanceMs(1001);
        lookAtAll();
        assertThat(server.engine().sessions().all()).allMatch(session -> session.closing() == Closing.NOW);
    }

    @Test
    void shouldNotTakeAClientForIdleWhoseCommandsAreRefused() {
        client.run("CONFIG SET timeout 10 maxmemory 1");
        for (int second = 0; second < 15; second++) {
            server.advanceMs(1000);
            client.executeUnsent("SET", "k", "v");
            supervisor.tick(server.nowMs());
        }
        assertThat(client.session().closing()).isEqualTo(Closing.NO);
        assertThat(client.run("CLIENT INFO")).contains(" idle=0 ");
    }

    @Test
    void shouldNotTakeAClientForIdleThatSendsALongRequest() {
        client.run("CONFIG SET timeout 10");
        for (int second = 0; second < 15; second++) {
            server.advanceMs(1000);
            client.session().requests().received(100);
            supervisor.tick(server.nowMs());
        }
        assertThat(client.session().closing()).isEqualTo(Closing.NO);
    }

    @Test
    void shouldCountMessagesAsActivity() {
        final ServerHarness.Client subscriber = server.connect();
        subscriber.run("SUBSCRIBE channel");
        supervisor.tick(server.nowMs());
        server.advanceMs(60_000);
        supervisor.tick(server.nowMs());
        assertThat(client.run("CLIENT LIST ID 2")).contains(" idle=60 ");

        client.run("PUBLISH channel message");
        assertThat(subscriber.received()).endsWith("message\r\n");
        supervisor.tick(server.nowMs());
        server.advanceMs(3_000);

        assertThat(client.run("CLIENT LIST ID 2")).contains(" idle=3 ");
    }

    @Test
    void shouldGiveOutputMemoryOfIdleClientsBack() {
        client.executeUnsent("ECHO", "x");
        assertThat(client.session().output().heldBytes()).isPositive();
        client.run("PING");
        supervisor.tick(server.nowMs());
        assertThat(client.session().output().heldBytes()).isZero();
    }

    @Test
    void shouldRememberTheBiggestBuffersForSomeSeconds() {
        client.session().requests().holds(3_000_000, 0, 0);
        client.executeUnsent("ECHO", "x".repeat(2_000_000));
        supervisor.tick(server.nowMs());
        client.session().requests().holds(0, 0, 0);
        client.run("PING");
        for (int second = 0; second < 7; second++) {
            server.advanceMs(1000);
            supervisor.tick(server.nowMs());
        }
        assertThat(server.engine().clientMemory().recentInputPeak()).isEqualTo(3_000_000);
        assertThat(server.engine().clientMemory().recentOutputPeak()).isBetween(2_000_000L, 2_100_000L);
        for (int second = 0; second < 2; second++) {
            server.advanceMs(1000);
            supervisor.tick(server.nowMs());
        }
        assertThat(server.engine().clientMemory().recentInputPeak()).isZero();
        assertThat(server.engine().clientMemory().recentOutputPeak()).isLessThan(100_000);
    }

    @Test
    void shouldCountClientsClosedForTheirOutput() {
        limit("normal 1000 0 0");
        client.executeUnsent("ECHO", "x".repeat(2000));
        supervisor.checkOutput(client.session());
        supervisor.checkOutput(client.session());
        assertThat(server.connect().run("INFO stats")).contains("\r\nclient_output_buffer_limit_disconnections:1\r\n");
    }

    private void lookAtAll() {
        for (int i = 0; i < 10; i++) {
            supervisor.tick(server.nowMs());
        }
    }

    private void limit(final String value) {
        assertThat(client.execute("CONFIG", "SET", "client-output-buffer-limit", value)).isEqualTo("+OK\r\n");
    }
}
