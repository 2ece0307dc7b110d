package io.ringhold.engine.pipeline;

import io.ringhold.engine.client.Session.Closing;
import io.ringhold.engine.pipeline.EngineFixture.Client;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Transactions of several clients, and what the rest of the engine has to do with them. */
class TransactionTest {
    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void shouldLetNothingComeBetweenTheCommandsOfAPipelinedTransaction() {
        final Client waiting = fixture.connect().send("BLPOP l 0\n");
        fixture.turn();
        final Client one = fixture.connect();
        final Client two = fixture.connect();
        one.send("MULTI\nRPUSH l 1\nRPUSH l 2\nLLEN l\nEXEC\nLLEN l\n");
        two.send("RPUSH l 3\n");

        fixture.turn();

        assertThat(one.received())
                .isEqualTo("+OK\r\n+QUEUED\r\n+QUEUED\r\n+QUEUED\r\n*3\r\n:1\r\n:2\r\n:2\r\n:1\r\n");
        assertThat(waiting.received()).isEqualTo("*2\r\n$1\r\nl\r\n$1\r\n1\r\n");
        assertThat(two.received()).isEqualTo(":2\r\n");
    }

    @Test
    void shouldQueueWhatComesInSeveralBatches() {
        final Client client = fixture.connect();
        assertThat(exchange(client, "MULTI\nSET a 1\n")).isEqualTo("+OK\r\n+QUEUED\r\n");
        assertThat(exchange(client, "INCR a\n")).isEqualTo("+QUEUED\r\n");
        assertThat(exchange(client, "EXEC\nGET a\n")).isEqualTo("*2\r\n+OK\r\n:2\r\n$1\r\n2\r\n");
    }

    @Test
    void shouldHoldTheReplyToExecUntilAllOfItIsDurable() {
        fixture.log.holdsReplies = true;
        final Client client = fixture.connect().send("MULTI\nSET a 1\nSET b 2\n");
        fixture.turn();
        assertThat(client.received()).as("nothing to wait for").isEqualTo("+OK\r\n+QUEUED\r\n+QUEUED\r\n");
        assertThat(client.takeBack()).isTrue();

        client.send("EXEC\n");
        fixture.turn();
        assertThat(client.received()).isEmpty();
        fixture.log.force();
        fixture.turn();
        assertThat(client.received()).isEqualTo("*2\r\n+OK\r\n+OK\r\n");
    }

    @Test
    void shouldRefuseToExecuteWritesWhileTheLogFails() {
        final Client client = fixture.connect();
        exchange(client, "MULTI\nSET a 1\n");
        fixture.log.failure = "No space left on device";

        assertThat(exchange(client, "EXEC\nEXEC\n")).isEqualTo("-EXECABORT Transaction discarded because of: MISCONF"
                + " Errors writing to the AOF file: No space left on device\r\n-ERR EXEC without MULTI\r\n");
        assertThat(exchange(client, "MULTI\nGET a\nEXEC\n")).isEqualTo("+OK\r\n+QUEUED\r\n*1\r\n$-1\r\n");
        assertThat(exchange(client, "MULTI\nSET a 1\nEXEC\n"))
                .isEqualTo("+OK\r\n-MISCONF Errors writing to the AOF file:"
                        + " No space left on device\r\n-EXECABORT Transaction discarded because of previous errors.\r\n");
    }

    /** PING is refused as writes are, where it is sent; EXEC asks for writes only. */
    @Test
    void shouldRefuseToQueuePingWhileTheLogFailsAndExecuteOneThatWasQueued() {
        final Client client = fixture.connect();
        exchange(client, "MULTI\nPING\n");
        fixture.log.failure = "No space left on device";

        assertThat(exchange(client, "EXEC\n")).isEqualTo("*1\r\n+PONG\r\n");
        assertThat(exchange(client, "MULTI\nPING\nEXEC\n"))
                .isEqualTo("+OK\r\n-MISCONF Errors writing to the AOF file:"
                        + " No space left on device\r\n-EXECABORT Transaction discarded because of previous errors.\r\n");
        assertThat(exchange(client, "PING\n"))
                .isEqualTo("-MISCONF Errors writing to the AOF file: No space left on device\r\n");
        fixture.log.failure = null;
        assertThat(exchange(client, "PING\n")).isEqualTo("+PONG\r\n");
    }

    @Test
    void shouldForgetTheTransactionOfAClientThatHasGone() {
        final Client client = fixture.connect();
        final long before = fixture.engine.clientArena().usedBytes(MemoryTag.TRANSACTIONS);
        exchange(client, "WATCH a b c\nMULTI\n" + set("x".repeat(3_000_000)));
        exchange(client, "SET b 1\n");
        assertThat(fixture.engine.transactions().watchedKeys()).isEqualTo(3);
        assertThat(fixture.engine.keyEvents().isObserved()).isTrue();

        assertThat(fixture.ring.tryPublishDisconnected(client.session)).isTrue();
        fixture.turn();

        assertThat(fixture.engine.transactions().watchedKeys()).isZero();
        assertThat(fixture.engine.transactions().watchingClients()).isZero();
        assertThat(fixture.engine.keyEvents().isObserved()).isFalse();
        assertThat(fixture.engine.clientArena().usedBytes(MemoryTag.TRANSACTIONS)).isEqualTo(before);
    }

    @Test
    void shouldCloseAClientThatQueuesMoreThanItMay() {
        final Client client = fixture.connect();
        assertThat(exchange(client, "CONFIG SET client-query-buffer-limit 1mb\nMULTI\n")).isEqualTo("+OK\r\n+OK\r\n");
        final String set = set("x".repeat(50_000));
        for (int i = 0; i < 20; i++) {
            assertThat(exchange(client, set)).isEqualTo("+QUEUED\r\n");
        }
        client.send(set);
        fixture.turn();

        assertThat(client.session.closing()).isEqualTo(Closing.NOW);
        assertThat(fixture.control.lines()).last().asString()
                .startsWith("# Closing client that reached max query buffer length: addr=");
    }

    @Test
    void shouldAbortWhenThereIsNoMemoryToQueue() {
        final Client client = fixture.connect();
        fixture.log.enabled = false;
        exchange(client, "MULTI\nSET k v\n");
        for (int bytes = 1 << 20; bytes > 1000; bytes /= 2) {
            while (fixture.engine.clientArena().allocate(bytes, MemoryTag.SCRATCH) != 0) {
                // until there is no room
            }
        }

        assertThat(exchange(client, set("x".repeat(10_000))))
                .isEqualTo("-OOM command not allowed when used memory > 'maxmemory'.\r\n");
        assertThat(exchange(client, "EXEC\nEXISTS k\n"))
                .isEqualTo("-EXECABORT Transaction discarded because of previous errors.\r\n:0\r\n");
    }

    @Test
    void shouldHoldExecBackWhileWritesArePaused() {
        final Client client = fixture.connect();
        exchange(client, "MULTI\nSET a 1\n");
        final Client other = fixture.connect();
        exchange(other, "CLIENT PAUSE 1000 WRITE\n");

        client.send("EXEC\n");
        fixture.turn();
        assertThat(client.received()).isEmpty();
        assertThat(exchange(other, "MULTI\nGET a\nEXEC\n")).isEqualTo("+OK\r\n+QUEUED\r\n*1\r\n$-1\r\n");

        fixture.nowMs += 1_000;
        fixture.turn();
        assertThat(client.received()).isEqualTo("*1\r\n+OK\r\n");
    }

    @Test
    void shouldSaveAfterATransactionThatHasEmptiedAllDatabases() {
        final Client client = fixture.connect();
        exchange(client, "CONFIG SET save \"100 100\"\nSET a 1\nMULTI\nFLUSHALL\nBGSAVE\nBGREWRITEAOF\nSET b 1\n");
        final int before = fixture.control.lines().size();

        assertThat(exchange(client, "EXEC\n")).isEqualTo("*4\r\n+OK\r\n+Background saving scheduled"
                + "\r\n+Background append only file rewriting scheduled\r\n+OK\r\n");

        assertThat(fixture.control.lines().subList(before, fixture.control.lines().size()))
                .singleElement().asString().contains("DB");
    }

    @Test
    void shouldNotBeTouchedByWhatItsOwnTransactionChanges() {
        final Client client = fixture.connect();
        assertThat(exchange(client, "WATCH a\nMULTI\nSET a 1\nSET a 2\nEXEC\n"))
                .isEqualTo("+OK\r\n+OK\r\n+QUEUED\r\n+QUEUED\r\n*2\r\n+OK\r\n+OK\r\n");
    }

    @Test
    void shouldExecuteAllEvenIfItsRepliesAreTooMany() {
        final Client client = fixture.connect();
        exchange(client, set("x".repeat(1_000_000)));
        exchange(client, "CONFIG SET client-output-buffer-limit \"normal 2mb 0 0\"\nMULTI\n");
        for (int i = 0; i < 200; i++) {
            exchange(client, "GET k\nINCR n\n");
        }
        client.send("EXEC\n");
        fixture.turn();

        assertThat(client.session.closing()).isEqualTo(Closing.NOW);
        assertThat(fixture.engine.clientArena().usedBytes(MemoryTag.CLIENT_OUTPUT)).isLessThan(8_000_000);
        assertThat(exchange(fixture.connect(), "GET n\n")).isEqualTo("$3\r\n200\r\n");
    }

    private static String set(final String value) {
        return "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$" + value.length() + "\r\n" + value + "\r\n";
    }

    /** Sends a batch and takes the replies and the batch back. */
    private String exchange(final Client client, final String text) {
        client.send(text);
        fixture.turn();
        final String replies = client.received();
        assertThat(client.takeBack()).isTrue();
        return replies;
    }
}
