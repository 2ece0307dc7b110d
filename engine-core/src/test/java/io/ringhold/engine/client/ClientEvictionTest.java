package io.ringhold.engine.client;

import io.ringhold.engine.client.Session.Closing;
import io.ringhold.engine.testing.ServerHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClientEvictionTest {
    private static final int MIB = 1 << 20;

    private final ServerHarness server = new ServerHarness();
    private final ServerHarness.Client admin = server.connect();
    private final ServerHarness.Client small = server.connect();
    private final ServerHarness.Client big = server.connect();
    private final ServerHarness.Client bigger = server.connect();
    private final ClientEviction eviction = new ClientEviction(server.engine());

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldCloseTheBiggestFirstAndNoMoreThanNeeded() {
        limit("4mb");
        hold(small, MIB / 2);
        hold(big, 3 * MIB);
        hold(bigger, 4 * MIB);
        eviction.enforce();
        assertThat(bigger.session().closing()).isEqualTo(Closing.NOW);
        assertThat(big.session().closing()).isEqualTo(Closing.NO);
        assertThat(small.session().closing()).isEqualTo(Closing.NO);
        assertThat(server.serverLog()).singleElement().asString().startsWith("* Evicting client: id=4 addr=127.0.0.1:")
                .contains(" tot-mem=");
        assertThat(admin.run("INFO stats")).contains("\r\nevicted_clients:1\r\n");
        // its memory is not free yet, and nobody else is to be closed for it
        eviction.enforce();
        server.advanceMs(1000);
        eviction.enforce();
        assertThat(big.session().closing()).isEqualTo(Closing.NO);
    }

    @Test
    void shouldSpareClientsThatAreExempt() {
        limit("4mb");
        bigger.run("CLIENT NO-EVICT ON");
        hold(big, 3 * MIB);
        hold(bigger, 4 * MIB);
        eviction.enforce();
        assertThat(bigger.session().closing()).isEqualTo(Closing.NO);
        assertThat(big.session().closing()).isEqualTo(Closing.NOW);
        server.engine().sessions().remove(big.session());
        big.session().output().release();
        server.advanceMs(1000);
        eviction.enforce();
        assertThat(bigger.session().closing()).isEqualTo(Closing.NO);
    }

    @Test
    void shouldCountRequestsThatAreNotComplete() {
        limit("4mb");
        big.session().requests().holds(3 * MIB, MIB, MIB);
        server.traffic().requestBufferBytes = 5 * MIB;
        eviction.enforce();
        assertThat(big.session().closing()).isEqualTo(Closing.NOW);
        assertThat(server.engine().clientMemory().bytesOf(big.session())).isEqualTo(5 * MIB);
        assertThat(admin.run("CLIENT LIST ID 3")).contains(" qbuf=3145728 qbuf-free=1048576 argv-mem=1048576 ",
                " tot-mem=5242880 ", " flags=A ");
    }

    @Test
    void shouldCountWhatWaitsForExec() {
        limit("4mb");
        big.run("MULTI");
        big.executeUnsent("SET", "key", "x".repeat(5 * MIB));
        eviction.enforce();
        assertThat(big.session().closing()).isEqualTo(Closing.NOW);
        assertThat(small.session().closing()).isEqualTo(Closing.NO);
    }

    @Test
    void shouldCountWatchedKeysAndForgetThemWithTheWatch() {
        final long before = server.engine().clientMemory().bytesOf(big.session());
        big.executeUnsent("WATCH", "x".repeat(MIB));
        assertThat(server.engine().clientMemory().bytesOf(big.session()) - before).isBetween((long) MIB, MIB * 5L / 4);
        big.run("UNWATCH");
        assertThat(server.engine().clientMemory().bytesOf(big.session())).isLessThan(MIB / 2);
    }

    @Test
    void shouldCountSubscriptions() {
        limit("4mb");
        final long before = server.engine().clientMemory().totalBytes();
        for (int i = 0; i < 5; i++) {
            big.executeUnsent("PSUBSCRIBE", i + "x".repeat(MIB));
        }
        big.session().output().release();
        assertThat(server.engine().clientMemory().bytesOf(big.session())).isBetween(5L * MIB, 8L * MIB);
        eviction.enforce();
        assertThat(big.session().closing()).isEqualTo(Closing.NOW);
        server.engine().pubSub().forget(big.session());
        assertThat(server.engine().clientMemory().totalBytes() - before).isLessThan(MIB);
    }

    @Test
    void shouldTakeAPercentageOfMaxmemory() {
        limit("50%");
        hold(big, 3 * MIB);
        eviction.enforce();
        assertThat(big.session().closing()).isEqualTo(Closing.NO);
        admin.run("CONFIG SET maxmemory 8mb");
        eviction.enforce();
        assertThat(big.session().closing()).isEqualTo(Closing.NO);
        admin.run("CONFIG SET maxmemory 4mb");
        server.advanceMs(1000);
        eviction.enforce();
        assertThat(big.session().closing()).isEqualTo(Closing.NOW);
    }

    @Test
    void shouldNotTakeALimitBelowWhatRequestsUnderWayNeed() {
        limit("1");
        hold(big, MIB / 2);
        eviction.enforce();
        assertThat(big.session().closing()).isEqualTo(Closing.NO);
    }

    @Test
    void shouldCountWhatBuffersTakeAsTheyComeAndGo() {
        final ClientMemory memory = server.engine().clientMemory();
        final long before = memory.replyBytes();
        hold(big, 3 * MIB);
        assertThat(memory.replyBytes() - before).isEqualTo(memory.bytesOf(big.session()))
                .isGreaterThan(3 * MIB);
        big.run("PING");
        assertThat(memory.replyBytes()).isEqualTo(before);
        assertThat(memory.bytesOf(big.session())).isZero();
    }

    private void limit(final String value) {
        assertThat(admin.run("CONFIG SET maxmemory-clients " + value)).isEqualTo("+OK\r\n");
    }

    /** Lets a client have replies of so many bytes that it does not read. */
    private static void hold(final ServerHarness.Client client, final int bytes) {
        client.executeUnsent("ECHO", "x".repeat(bytes));
    }
}
