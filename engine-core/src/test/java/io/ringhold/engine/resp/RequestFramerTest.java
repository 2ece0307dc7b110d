package io.ringhold.engine.resp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

import io.ringhold.engine.resp.RequestFramer.Status;
import io.ringhold.engine.testing.HeapAllocation;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RequestFramerTest {
    private static final String MIXED = "*1\r\n$4\r\nPING\r\n*3\r\n$3\r\nSET\r\n$12\r\nkey:00000001\r\n$0\r\n\r\n"
            + "PING\r\n\r\n*0\r\n*-1\r\nSET k \"a\\x41\\n b\"  'it\\'s'\n*2\r\n$3\r\nGET\r\n$100\r\n" + "v".repeat(100)
            + "\r\n*12\r\n" + "$1\r\na\r\n".repeat(12) + "GET \t last\r\n";

    @Test
    void shouldFindTheSameCommandsWhereverTheInputIsSplit() {
        final byte[] bytes = bytes(MIXED);
        final ReferenceFramer.Result expected = ReferenceFramer.parse(bytes);
        assertThat(expected.commands()).hasSize(7);
        for (int split = 0; split <= bytes.length; split++) {
            for (final boolean publish : new boolean[] {true, false}) {
                try (FramingFixture fixture = new FramingFixture()) {
                    fixture.receive(bytes, 0, split, publish);
                    fixture.receive(bytes, split, bytes.length - split, publish);
                    fixture.publish();
                    assertThat(fixture.commands).as("split at %d", split).isEqualTo(expected.commands());
                    assertThat(fixture.framer.hasTail(fixture.in)).isFalse();
                }
            }
        }
    }

    @Test
    void shouldFindTheSameCommandsWhenBytesAreDribbled() {
        final byte[] bytes = bytes(MIXED);
        try (FramingFixture fixture = new FramingFixture()) {
            for (int i = 0; i < bytes.length; i++) {
                fixture.receive(bytes, i, 1, true);
            }
            assertThat(fixture.commands).isEqualTo(ReferenceFramer.parse(bytes).commands());
        }
    }

    @Test
    void shouldAgreeWithTheReferenceOnRandomInput() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        for (int round = 0; round < 1500; round++) {
            final Random random = new Random(seed + round);
            final byte[] bytes = RandomRequests.next(random);
            final ReferenceFramer.Result expected = ReferenceFramer.parse(bytes);
            try (FramingFixture fixture = new FramingFixture()) {
                int from = 0;
                while (from < bytes.length) {
                    final int length = Math.min(bytes.length - from,
                            1 + random.nextInt(random.nextBoolean() ? 8 : 300));
                    fixture.receive(bytes, from, length, random.nextInt(3) != 0);
                    from += length;
                }
                if (fixture.status != Status.BROKEN) {
                    fixture.publish();
                }
                assertThat(fixture.commands).as("seed %d", seed + round).isEqualTo(expected.commands());
                assertThat(fixture.error).as("seed %d", seed + round).isEqualTo(expected.error());
            }
        }
    }

    @Test
    void shouldKeepTheBytesOfTheWire() {
        try (FramingFixture fixture = new FramingFixture()) {
            fixture.receive("*0\r\n*1\r\n$4\r\nPING\r\n*1\rX$4\rXPINGXXPING\r\n");
            assertThat(fixture.commands).containsOnly(List.of("PING")).hasSize(3);
            assertThat(fixture.wire.getFirst()).isEqualTo("*1\r\n$4\r\nPING\r\n");
            assertThat(fixture.flags).containsExactly(false, true, true);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            *2147483648\\r\\n            | invalid multibulk length
            *00\\r\\n                    | invalid multibulk length
            *+1\\r\\n                    | invalid multibulk length
            *\\r\\n                      | invalid multibulk length
            *-\\r\\n                     | invalid multibulk length
            *99999999999999999999\\r\\n  | invalid multibulk length
            *1\\r\\nX\\r\\n              | expected '$', got 'X'
            *1\\r\\n\\r\\n               | expected '$', got ' '
            *1\\r\\n$-1\\r\\n            | invalid bulk length
            *1\\r\\n$04\\r\\n            | invalid bulk length
            *1\\r\\n$\\r\\n              | invalid bulk length
            *1\\r\\n$536870913\\r\\n     | invalid bulk length
            "abc\\r\\n                   | unbalanced quotes in request
            PING "a"b\\r\\n              | unbalanced quotes in request
            PING 'a\\r\\n                | unbalanced quotes in request
            """)
    void shouldGiveTheErrorOfRedisWhenTheProtocolIsBroken(final String request, final String error) {
        try (FramingFixture fixture = new FramingFixture()) {
            fixture.receive("PING\r\n" + request.translateEscapes());
            assertThat(fixture.status).isEqualTo(Status.BROKEN);
            assertThat(fixture.error).isEqualTo("Protocol error: " + error);
            assertThat(fixture.commands).containsExactly(List.of("PING"));
        }
    }

    @ParameterizedTest
    @CsvSource({"'', too big inline request", "*, too big mbulk count string", "'*1\r\n$', too big bulk count string"})
    void shouldRefuseALineThatDoesNotEnd(final String start, final String error) {
        try (FramingFixture fixture = new FramingFixture()) {
            fixture.receive(start + "1".repeat(RequestLimits.MAX_LINE_BYTES - 1));
            assertThat(fixture.status).isEqualTo(Status.READY);
            fixture.receive("11");
            assertThat(fixture.error).isEqualTo("Protocol error: " + error);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"*2147483647\r\n", "*1048577\r\n", "*1\r\n$536870912\r\n"})
    void shouldNotTakeMemoryForWhatIsOnlyAnnounced(final String request) {
        try (FramingFixture fixture = new FramingFixture()) {
            fixture.receive(request);
            assertThat(fixture.status).isEqualTo(Status.READY);
            assertThat(fixture.arena.usedBytes(MemoryTag.CLIENT_INPUT)).isLessThan(64 * 1024);
        }
    }

    @Test
    void shouldReceiveALargeArgument() {
        final String value = "0123456789abcdef".repeat(1 << 18);
        try (FramingFixture fixture = new FramingFixture()) {
            fixture.receive("PING\r\n*2\r\n$4\r\nECHO\r\n$" + value.length() + "\r\n" + value + "\r\nPING\r\n");
            assertThat(fixture.commands).containsExactly(List.of("PING"), List.of("ECHO", value), List.of("PING"));
        }
    }

    @Test
    void shouldReceiveAMillionArgumentsByteByByte() {
        final int count = 1_000_000;
        final byte[] argument = bytes("$1\r\nx\r\n");
        try (FramingFixture fixture = new FramingFixture()) {
            fixture.receive("*" + count + "\r\n");
            for (int i = 0; i < count; i++) {
                for (int at = 0; at < argument.length; at++) {
                    fixture.receive(argument, at, 1, false);
                }
            }
            assertThat(fixture.in.commands()).isEqualTo(1);
            fixture.in.seal();
            assertThat(fixture.in.batch().argumentCount(0)).isEqualTo(count);
            assertThat(fixture.in.batch().argumentLength(0, count - 1)).isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseLargeRequestsWhenThePasswordIsMissing() {
        try (FramingFixture fixture = new FramingFixture().unauthenticated(true)) {
            fixture.receive("*10\r\n");
            assertThat(fixture.status).isEqualTo(Status.READY);
        }
        try (FramingFixture fixture = new FramingFixture().unauthenticated(true)) {
            fixture.receive("*11\r\n");
            assertThat(fixture.error).isEqualTo("Protocol error: unauthenticated multibulk length");
        }
        try (FramingFixture fixture = new FramingFixture().unauthenticated(true)) {
            fixture.receive("*1\r\n$16384\r\n");
            assertThat(fixture.status).isEqualTo(Status.READY);
        }
        try (FramingFixture fixture = new FramingFixture().unauthenticated(true)) {
            fixture.receive("*1\r\n$16385\r\n");
            assertThat(fixture.error).isEqualTo("Protocol error: unauthenticated bulk length");
        }
    }

    @Test
    void shouldWaitWhenAnEarlierCommandMayGiveThePassword() {
        final String value = "x".repeat(20_000);
        final byte[] bytes = bytes("AUTH sesame\r\n*2\r\n$4\r\nECHO\r\n$20000\r\n" + value + "\r\n");
        try (FramingFixture fixture = new FramingFixture().unauthenticated(true)) {
            fixture.receive(bytes, 0, 40, true);
            assertThat(fixture.status).isEqualTo(Status.AWAITING_AUTHENTICATION);
            assertThat(fixture.commands).containsExactly(List.of("AUTH", "sesame"));
            fixture.unauthenticated(false).frame(true);
            fixture.receive(bytes, 40, bytes.length - 40, true);
            assertThat(fixture.commands).containsExactly(List.of("AUTH", "sesame"), List.of("ECHO", value));
        }
    }

    @Test
    void shouldRefuseAfterWaitingWhenThePasswordWasNotGiven() {
        try (FramingFixture fixture = new FramingFixture().unauthenticated(true)) {
            fixture.receive("PING\r\n*11\r\n");
            assertThat(fixture.status).isEqualTo(Status.AWAITING_AUTHENTICATION);
            fixture.frame(true);
            assertThat(fixture.error).isEqualTo("Protocol error: unauthenticated multibulk length");
        }
    }

    @Test
    void shouldGiveNoRoomWhenTheArenaIsFull() {
        try (FramingFixture fixture = new FramingFixture()) {
            fixture.receive("*1\r\n$400000000\r\n");
            fillUp(fixture.arena);
            ByteBuffer room = fixture.in.room(fixture.framer.wantedBytes());
            while (room != null) {
                fixture.in.received(room.remaining());
                room = fixture.in.room(fixture.framer.wantedBytes());
            }
            assertThat(fixture.in.filled()).isEqualTo(fixture.in.capacity());
        }
    }

    @Test
    void shouldSayWhenTheIndexFindsNoMemory() {
        try (FramingFixture fixture = new FramingFixture()) {
            fixture.in.free();
            fixture.in = InputBuffer.create(fixture.arena, 1 << 20);
            fillUp(fixture.arena);
            fixture.receive("PING\r\n".repeat(2000).getBytes(StandardCharsets.ISO_8859_1), 0, 12_000, false);
            assertThat(fixture.status).isEqualTo(Status.OUT_OF_MEMORY);
        }
    }

    private static void fillUp(final Arena arena) {
        for (long bytes = 512L << 20; bytes >= 4096; bytes /= 2) {
            while (arena.allocate(bytes, MemoryTag.SCRATCH) != 0) {
                // until nothing is left
            }
        }
    }

    @Test
    void shouldAllocateNothingOnTheHeapWhenWarm() {
        final byte[] bytes = bytes("*3\r\n$3\r\nSET\r\n$16\r\nkey:000000000001\r\n$3\r\nabc\r\nGET k\r\n".repeat(20));
        try (FramingFixture fixture = new FramingFixture()) {
            final InputBuffer in = InputBuffer.create(fixture.arena, 64 * 1024);
            assertThat(HeapAllocation.leastBytes(2000, 2000, () -> frameOnce(fixture.framer, in, bytes))).isZero();
            in.free();
        }
    }

    private static void frameOnce(final RequestFramer framer, final InputBuffer in, final byte[] bytes) {
        in.room(0).put(bytes);
        in.received(bytes.length);
        framer.frame(in, false, false);
        in.seal();
        framer.restart();
        in.clear();
    }

    private static byte[] bytes(final String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
