package io.ringhold.wal.rdb;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;

import io.ringhold.offheap.memory.Memory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class Crc64Test {
    private static final int LENGTH = 200;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment segment = arena.allocate(LENGTH, Long.BYTES);
    private final long address = segment.address();

    Crc64Test() {
        Memory.register(address, LENGTH);
    }

    @AfterEach
    void close() {
        Memory.unregister(address);
        arena.close();
    }

    @Test
    void shouldGiveTheKnownValueOfTheTestVector() {
        assertThat(sum("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0xe9c6d914c4b8d9caL);
    }

    @Test
    void shouldSumUpAnEmptyFileAsTheFormatShowsIt() {
        final byte[] file = HexFormat.ofDelimiter(" ").parseHex("52 45 44 49 53 30 30 31 30 ff");
        assertThat(HexFormat.ofDelimiter(" ").toHexDigits(Long.reverseBytes(sum(file))))
                .isEqualTo("a9fd37fe89a77eeb");
    }

    @Test
    void shouldSumUpBitByBitTheSameAtAnyAlignmentAndLength() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("Crc64Test seed " + seed);
        final Random random = new Random(seed);
        final byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        put(bytes);
        for (int from = 0; from < 9; from++) {
            for (int length = 0; length < 80; length++) {
                assertThat(Crc64.update(Crc64.INITIAL, address + from, length))
                        .as("from %d, length %d", from, length)
                        .isEqualTo(slowSum(bytes, from, length));
            }
        }
    }

    @Test
    void shouldGoOnWhereItStoppedWhenSummedUpInPieces() {
        final byte[] bytes = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            bytes[i] = (byte) (i * 31);
        }
        final long whole = sum(bytes);
        for (int cut = 0; cut <= LENGTH; cut++) {
            final long first = Crc64.update(Crc64.INITIAL, address, cut);
            assertThat(Crc64.update(first, address + cut, LENGTH - cut)).as("cut at %d", cut).isEqualTo(whole);
        }
    }

    private long sum(final byte[] bytes) {
        put(bytes);
        return Crc64.update(Crc64.INITIAL, address, bytes.length);
    }

    private void put(final byte[] bytes) {
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
    }

    private static long slowSum(final byte[] bytes, final int from, final int length) {
        long sum = 0;
        for (int i = from; i < from + length; i++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                final boolean carries = ((sum ^ bytes[i] >> bit) & 1) != 0;
                sum = sum >>> 1 ^ (carries ? 0x95ac9329ac4bc9b5L : 0);
            }
        }
        return sum;
    }
}
