package io.ringhold.engine.pipeline;

import java.util.List;

import io.ringhold.engine.client.ChunkPool;
import io.ringhold.engine.client.Session.Closing;
import io.ringhold.engine.command.Command;
import io.ringhold.engine.latency.SlowLog;
import io.ringhold.engine.pipeline.EngineFixture.Client;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Clients that wait for what others do, in the middle of a batch. */
class BlockedClientsTest {
    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
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
    void shouldRefuseWhoeverCouldBeServedWhenThereIsNoMemoryToLogIt() {
        final String key = "k".repeat(100_000);
        fixture.log.enabled = false;
        final Client other = fixture.connect().send("SELECT 1\n" + request("RPUSH", key, "v"));
        final Client waiter = fixture.connect().send(request("BLPOP", key, "0") + "PING\n");
        fixture.turn();
        fixture.log.enabled = true;
        other.received();
        final Arena arena = fixture.engine.clientArena();
        final long[] roomForReplies = {arena.allocate(ChunkPool.STANDARD_CHUNK_BYTES, MemoryTag.SCRATCH),
            arena.allocate(ChunkPool.STANDARD_CHUNK_BYTES, MemoryTag.SCRATCH)};
        for (int bytes = 1 << 20; bytes >= Long.BYTES; bytes /= 2) {
            while (arena.allocate(bytes, MemoryTag.SCRATCH) != 0) {
                // until there is none
            }
        }
        for (final long block : roomForReplies) {
            arena.free(block);
        }

        other.send("SWAPDB 0 1\n");
        fixture.turn();

        assertThat(waiter.received())
                .isEqualTo("-OOM command not allowed when used memory > 'maxmemory'.\r\n+PONG\r\n");
        final Command blpop = fixture.engine.commands().find("blpop");
        assertThat(blpop.rejectedCalls()).isOne();
        assertThat(blpop.calls()).isZero();
        other.send("SELECT 0\n" + request("LLEN", key));
        fixture.turn();
        assertThat(other.received()).endsWith("+OK\r\n:1\r\n");
    }

    private static String request(final String... words) {
        final StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
        for (final String word : words) {
            request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return request.toString();
    }

    @Test
    void shouldGoOnWaitingForEntriesWhenAStreamWithoutAnyIsMovedToItsKey() {
        final Client other = fixture.connect().send("XADD s 2-2 f 1\nXTRIM s MAXLEN 0\nSWAPDB 0 1\n");
        fixture.turn();
        final Client waiter = fixture.connect().send("XREAD BLOCK 0 STREAMS s $\n");
        fixture.turn();

        other.send("SWAPDB 0 1\n");
        fixture.turn();

        assertThat(waiter.session.isWaiting()).isTrue();
        other.send("XADD s 2-3 f 2\n");
        fixture.turn();
        assertThat(waiter.received())
                .isEqualTo("*1\r\n*2\r\n$1\r\ns\r\n*1\r\n*2\r\n$3\r\n2-3\r\n*2\r\n$1\r\nf\r\n$1\r\n2\r\n");
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
    void shouldTellTheTransportOfAWaitWhenItHasStoppedReading() {
        final Client waiter = fixture.connect();
        waiter.session.stopInput();
        waiter.send("BLPOP k 0\nBLPOP l 0\n");
        fixture.turn();
        assertThat(waiter.session.isWaiting()).isTrue();
        assertThat(waiter.signals).isEqualTo(1);
        assertThat(waiter.received()).isEmpty();

        final Client pusher = fixture.connect().send("RPUSH k v\n");
        fixture.turn();
        assertThat(waiter.signals).as("for the reply").isEqualTo(2);
        assertThat(waiter.received()).isEqualTo("*2\r\n$1\r\nk\r\n$1\r\nv\r\n");
        assertThat(waiter.session.isWaiting()).isTrue();

        pusher.takeBack();
        pusher.send("RPUSH l v\n");
        fixture.turn();
        assertThat(waiter.session.isWaiting()).isFalse();
    }

    @Test
    void shouldLeaveTheTransportAloneWhenItReads() {
        final Client waiter = fixture.connect().send("BLPOP k 0\n");
        fixture.turn();
        assertThat(waiter.session.isWaiting()).isTrue();
        assertThat(waiter.signals).isZero();
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
    void shouldCountACommandThatWaitsOnce() {
        final Client served = fixture.connect().send("BLPOP k 0\n");
        final Client overdue = fixture.connect().send("BLPOP l 1\n");
        fixture.turn();
        assertThat(served.session.commands()).isZero();

        fixture.connect().send("RPUSH k v\n");
        fixture.nowMs += 1000;
        fixture.turn();

        assertThat(served.received()).isEqualTo("*2\r\n$1\r\nk\r\n$1\r\nv\r\n");
        assertThat(served.session.commands()).isEqualTo(1);
        assertThat(overdue.received()).isEqualTo("*-1\r\n");
        assertThat(overdue.session.commands()).isEqualTo(1);
    }

    @Test
    void shouldNotTakeAClientForIdleWhoseWaitHasJustEnded() {
        final Client waiter = fixture.connect().send("CONFIG SET timeout 1\nBLPOP k 5\n");
        fixture.turn();

        fixture.nowMs += 5000;
        fixture.turn();

        assertThat(waiter.session.closing()).isEqualTo(Closing.NO);
        assertThat(waiter.received()).isEqualTo("+OK\r\n*-1\r\n");
        assertThat(waiter.session.lastActiveMs()).isEqualTo(fixture.nowMs);
    }

    @Test
    void shouldAccountForCommandsWhoseWaitEndedWithoutAResult() {
        final Client admin = fixture.connect().send("CONFIG SET slowlog-log-slower-than 0\n");
        final Client unblocked = fixture.connect().send("BLPOP k 0\n");
        fixture.connect().send("BLPOP l 1\n");
        fixture.turn();

        admin.send("CLIENT UNBLOCK " + unblocked.session.id() + " ERROR\n");
        fixture.turn();
        fixture.nowMs += 1000;
        fixture.turn();

        final Command blpop = fixture.engine.commands().find("BLPOP");
        assertThat(blpop.calls()).isEqualTo(2);
        assertThat(blpop.failedCalls()).isEqualTo(1);
        assertThat(blpop.latency().count()).isEqualTo(2);
        assertThat(fixture.engine.latency().slowLog().newest(2)).extracting(SlowLog.Entry::arguments)
                .containsExactly(List.of("BLPOP", "l", "1"), List.of("BLPOP", "k", "0"));
    }

    @Test
    void shouldTakeTheTimeOfAllAttemptsAndNoneOfTheWaiting() {
        fixture.stepNs = 1000; // two readings until it waits, one until it is done
        fixture.connect().send("BLPOP k 0\n");
        fixture.turn();
        fixture.nowMs += 1000;
        fixture.connect().send("RPUSH k v\n");
        fixture.turn();
        final Command blpop = fixture.engine.commands().find("BLPOP");
        assertThat(blpop.nanoseconds()).isEqualTo(3 * fixture.stepNs);

        final Client unblocked = fixture.connect().send("BLPOP k 0\n");
        fixture.turn();
        fixture.connect().send("CLIENT UNBLOCK " + unblocked.session.id() + "\n");
        fixture.turn();

        assertThat(unblocked.received()).isEqualTo("*-1\r\n");
        assertThat(blpop.nanoseconds()).isEqualTo(6 * fixture.stepNs);
    }
}
