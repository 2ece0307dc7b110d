package io.ringhold.engine.pipeline;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

import io.ringhold.engine.client.ChunkPool;
import io.ringhold.engine.pipeline.EngineFixture.Client;
import io.ringhold.engine.port.PeerAddress;
import io.ringhold.engine.port.PeerLink;
import io.ringhold.engine.port.PeerReplies;
import io.ringhold.engine.port.PeerReplies.Failure;
import io.ringhold.engine.port.Peers;
import io.ringhold.engine.port.ValueCodec;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaDescriptor;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

/** MIGRATE, turn by turn, with another server that answers when the test says so; payloads are all the same. */
class MigrationTest {
    private static final String PAYLOAD = "value";
    private static final String GREETING = "*2\r\n$6\r\nSELECT\r\n$1\r\n7\r\n";
    private static final String RESTORE_K = "*4\r\n$7\r\nRESTORE\r\n$1\r\nk\r\n$1\r\n0\r\n$5\r\nvalue\r\n";
    private static final int MANY = 600;

    private final EngineFixture fixture = new EngineFixture();
    private final Deque<Exchange> exchanges = new ArrayDeque<>();
    private final FixedCodec codec = new FixedCodec();
    private PeerAddress address;
    private int closed;
    private int abandoned;
    private boolean hasThreads = true;
    private long scratchAtFirst;

    private record Exchange(String requests, int count, Consumer<PeerReplies> answer) {}

    @BeforeEach
    void connect() {
        fixture.engine.valueCodec(codec);
        fixture.engine.peers(new Peers() {
            @Override
            public PeerLink open(final PeerAddress to, final int timeoutMs) {
                address = to;
                return new Link();
            }

            @Override
            public int kept() {
                return 0;
            }
        });
        // what is logged in other words has a buffer that stays, and is given back behind a very long one
        fixture.connect().send("SET w " + "v".repeat(50_000) + " EX 100\nDEL w\n");
        fixture.turn();
        scratchAtFirst = scratch();
    }

    @AfterEach
    void shouldLeaveNothingBehind() {
        assertThat(exchanges).isEmpty();
        assertThat(scratch()).isLessThanOrEqualTo(scratchAtFirst);
        assertThat(fixture.engine.transactions().watchedKeys()).isZero();
        assertThat(fixture.engine.waiting().size()).isZero();
        fixture.close();
    }

    @Test
    void shouldGreetThenSendThenDelete() {
        final Client client = fixture.connect().send("SET k v\nMIGRATE host 77 k 7 1000\nGET k\n");
        fixture.turn();
        assertThat(client.received()).isEqualTo("+OK\r\n");
        assertThat(address).isEqualTo(new PeerAddress("host", 77, 0));
        answer(GREETING, null, "+OK");
        answer(RESTORE_K, null, "+OK");
        assertThat(client.received()).isEqualTo("+OK\r\n$-1\r\n");
        assertThat(closed).isEqualTo(1);
    }

    @Test
    void shouldAuthenticateBeforeAnythingElse() {
        final Client client = fixture.connect().send("SET k v\nMIGRATE host 77 k 7 1000 AUTH2 me pw\n");
        fixture.turn();
        assertThat(address.identity()).isNotZero();
        answer("*3\r\n$4\r\nAUTH\r\n$2\r\nme\r\n$2\r\npw\r\n" + GREETING, null, "-ERR no", "+OK");
        assertThat(client.received()).isEqualTo("+OK\r\n-ERR Target instance replied with error: ERR no\r\n");
    }

    @Test
    void shouldSendFurtherKeysWhenTheFirstHaveBeenTaken() {
        final StringBuilder sent = new StringBuilder();
        final StringBuilder keys = new StringBuilder();
        for (int i = 0; i < MANY; i++) {
            sent.append("SET k").append(i).append(" v\n");
            keys.append(" k").append(i);
        }
        final Client client = fixture.connect().send(sent + "MIGRATE host 77 \"\" 7 1000 KEYS" + keys + "\nDBSIZE\n");
        fixture.turn();
        client.received();
        answer(GREETING, null, "+OK");
        int left = MANY;
        while (!exchanges.isEmpty()) {
            final int count = exchanges.peek().count();
            assertThat(count).isBetween(1, 256);
            assertThat(fixture.engine.transactions().watchedKeys()).isEqualTo(count);
            answer(null, null, Collections.nCopies(count, "+OK").toArray(String[]::new));
            left -= count;
        }
        assertThat(left).isZero();
        assertThat(client.received()).isEqualTo("+OK\r\n:0\r\n");
    }

    @Test
    void shouldKeepWhatHasNotBeenAnswered() {
        final Client client = fixture.connect()
                .send("MSET k v l v\nMIGRATE host 77 \"\" 7 1000 KEYS k l\nEXISTS k l\n");
        fixture.turn();
        client.received();
        answer(GREETING, null, "+OK");
        answer(null, Failure.READING, "+OK");
        assertThat(client.received())
                .isEqualTo("-IOERR error or timeout reading to target instance\r\n:1\r\n");
    }

    @Test
    void shouldEndWithAnErrorWhenThereIsNoMemoryForAPayload() {
        final Client client = fixture.connect().send("SET k v\nMIGRATE host 77 k 7 1000\nEXISTS k\n");
        fixture.turn();
        client.received();
        codec.length = 1L << 40;
        answer(GREETING, null, "+OK");
        assertThat(client.received())
                .isEqualTo("-OOM command not allowed when used memory > 'maxmemory'.\r\n:1\r\n");
    }

    @Test
    void shouldEndWithAnErrorWhenTheSystemHasNoMemoryForAPayload() {
        final Client client = fixture.connect().send("SET k v\nMIGRATE host 77 k 7 1000\nEXISTS k\n");
        fixture.turn();
        client.received();
        codec.isRefused = true;
        answer(GREETING, null, "+OK");
        assertThat(client.received())
                .isEqualTo("-OOM command not allowed when used memory > 'maxmemory'.\r\n:1\r\n");
    }

    @Test
    void shouldEndWithAnErrorWhenThereIsNoThreadForAnExchange() {
        final Client client = fixture.connect();
        hasThreads = false;
        client.send("SET k v\nMIGRATE host 77 k 7 1000\nEXISTS k\n");
        fixture.turn();
        fixture.turn();
        assertThat(client.received())
                .isEqualTo("+OK\r\n-IOERR error or timeout connecting to the client\r\n:1\r\n");
        hasThreads = true;
        client.send("MIGRATE host 77 k 7 1000\nEXISTS k\n");
        fixture.turn();
        hasThreads = false;
        answer(GREETING, null, "+OK");
        fixture.turn();
        assertThat(client.received()).isEqualTo("-IOERR error or timeout connecting to the client\r\n:1\r\n");
        assertThat(closed).isZero();
        assertThat(abandoned).isEqualTo(2);
    }

    @Test
    void shouldSettleNothingBehindWhatIsNoReply() {
        final Client client = fixture.connect()
                .send("MSET k v l v m v\nMIGRATE host 77 \"\" 7 1000 KEYS k l m\nEXISTS k\nEXISTS l m\n");
        fixture.turn();
        client.received();
        answer(GREETING, null, "+OK");
        answer(null, null, "+OK", ":1", "+OK");
        assertThat(client.received())
                .isEqualTo("-IOERR error or timeout reading to target instance\r\n:0\r\n:2\r\n");
        assertThat(closed).isZero();
        assertThat(abandoned).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldKeepWhatThereIsNoMemoryToLogTheEndOf(final boolean expires) {
        final Client client = beginWithLongKey(expires);
        answer(GREETING, null, "+OK");
        withoutMemory(() -> {
            fixture.nowMs += expires ? 1_000 : 0;
            answer(null, null, "+OK");
        });
        assertThat(client.received())
                .isEqualTo("-ERR Keys changed or went while the target instance took them: 1\r\n");
        assertThat(fixture.engine.keyspace().database(0).size()).isOne();
    }

    @Test
    void shouldKeepAnExpiredKeyWhenThereIsNoMemoryToLogItsEnd() {
        final Client client = beginWithLongKey(true);
        withoutMemory(() -> {
            fixture.nowMs += 1_000;
            answer(GREETING, null, "+OK");
        });
        assertThat(client.received()).isEqualTo("-OOM command not allowed when used memory > 'maxmemory'.\r\n");
        assertThat(fixture.engine.keyspace().database(0).size()).isOne();
    }

    /** What is free when the key is watched no more is a page too little to log its end. */
    private Client beginWithLongKey(final boolean expires) {
        final String key = "k".repeat(40 * ArenaDescriptor.PAGE_LENGTH - 2_000);
        fixture.log.enabled = true;
        final Client client = fixture.connect().send("SET " + key + " v" + (expires ? " PX 1000" : "")
                + "\nMIGRATE host 77 " + key + " 7 1000\n");
        fixture.turn();
        client.received();
        return client;
    }

    private void withoutMemory(final Runnable turn) {
        final List<Long> taken = new ArrayList<>();
        final Arena arena = fixture.engine.clientArena();
        final long roomForReply = arena.allocate(ChunkPool.STANDARD_CHUNK_BYTES, MemoryTag.SCRATCH);
        for (int bytes = 1 << 20; bytes >= Long.BYTES; bytes /= 2) {
            for (long block = arena.allocate(bytes, MemoryTag.SCRATCH); block != 0;) {
                taken.add(block);
                block = arena.allocate(bytes, MemoryTag.SCRATCH);
            }
        }
        arena.free(roomForReply);
        turn.run();
        taken.forEach(arena::free);
    }

    @Test
    void shouldLogWhatIsDeleted() {
        fixture.log.holdsReplies = true;
        final Client client = fixture.connect().send("SET k v\nMIGRATE host 77 k 7 1000\n");
        fixture.turn();
        fixture.log.force();
        fixture.turn();
        assertThat(client.received()).isEqualTo("+OK\r\n");
        answer(GREETING, null, "+OK");
        answer(RESTORE_K, null, "+OK");
        assertThat(client.received()).as("before DEL is durable").isEmpty();
        fixture.log.force();
        fixture.turn();
        assertThat(client.received()).isEqualTo("+OK\r\n");
    }

    @Test
    void shouldGoOnWhenTheClientHasHungUp() {
        final Client client = fixture.connect().send("SET k v\nMIGRATE host 77 k 7 1000\n");
        fixture.turn();
        assertThat(fixture.ring.tryPublishHungUp(client.session)).isTrue();
        fixture.turn();
        assertThat(client.takeBack()).isFalse();
        answer(GREETING, null, "+OK");
        answer(RESTORE_K, null, "+OK");
        assertThat(client.takeBack()).isTrue();
        assertThat(fixture.engine.keyspace().database(0).size()).isZero();
    }

    /** Answers the exchange that is under way, whose requests are these unless null. */
    private void answer(final String requests, final Failure failure, final String... lines) {
        final Exchange exchange = exchanges.remove();
        if (requests != null) {
            assertThat(exchange.requests()).isEqualTo(requests);
        }
        fixture.ring.execute(() -> exchange.answer().accept(new PeerReplies(List.of(lines), failure)));
        fixture.turn();
    }

    private long scratch() {
        return fixture.engine.clientArena().usedBytes(MemoryTag.SCRATCH);
    }

    private final class Link implements PeerLink {
        @Override
        public void exchange(final MemorySegment requests, final int count, final Consumer<PeerReplies> answer) {
            if (hasThreads) {
                exchanges.add(
                        new Exchange(new String(requests.toArray(ValueLayout.JAVA_BYTE), ISO_8859_1), count, answer));
            } else {
                answer.accept(new PeerReplies(List.of(), Failure.CONNECTING));
            }
        }

        @Override
        public void close() {
            closed++;
        }

        @Override
        public void abandon() {
            abandoned++;
        }
    }

    private final class FixedCodec implements ValueCodec {
        long length = PAYLOAD.length();
        boolean isRefused;
        private long block;

        @Override
        public boolean isIntact(final long payload, final long bytes) {
            return false;
        }

        @Override
        public long decode(final long payload, final long bytes, final long keyAddress, final int keyLength,
                final long expireAtMs) {
            return MALFORMED;
        }

        @Override
        public void discard(final long entry) {
            throw new AssertionError("there is none");
        }

        @Override
        public boolean encode(final long entry) {
            if (isRefused) {
                return false;
            }
            block = fixture.engine.clientArena().allocate(PAYLOAD.length(), MemoryTag.SCRATCH);
            for (int i = 0; i < PAYLOAD.length(); i++) {
                fixture.engine.clientArena().putByte(block + i, (byte) PAYLOAD.charAt(i));
            }
            return true;
        }

        @Override
        public long address() {
            return fixture.engine.clientArena().address(block);
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public void clear() {
            fixture.engine.clientArena().free(block);
        }
    }
}
