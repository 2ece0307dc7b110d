package io.ringhold.offheap.lzf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.IntSupplier;

import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.memory.NativeMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LzfTest {
    private static final int RANGE = 1 << 18;
    private static final int FENCE = 64;
    private static final byte UNTOUCHED = (byte) 0xA5;
    /** What redis-server 7.0.15 gives for {@link #ofRedis} in the answer to DUMP. */
    private static final String STREAM_OF_REDIS = """
            1f757365723a3130303120636c69636b6564206f6e202f696e6465782e68746d6c023b2075a0210032e0042105626173\
            6b6574a022007ae0ff00e01a00e101500531206c656674e1016c016d6c""";

    private final long content = NativeMemory.reserve(RANGE, 1 << 12);
    private final long stream = NativeMemory.reserve(RANGE, 1 << 12);
    private final long result = NativeMemory.reserve(RANGE, 1 << 12);
    private final Lzf lzf = new Lzf();

    @AfterEach
    void close() {
        NativeMemory.release(content, RANGE);
        NativeMemory.release(stream, RANGE);
        NativeMemory.release(result, RANGE);
    }

    @Test
    void shouldProduceTheStreamThatTheDescriptorShows() {
        final byte[] text = "abcabcabcabc!abc.".getBytes(StandardCharsets.US_ASCII);

        final byte[] compressed = compress(text, text.length);

        assertThat(HexFormat.ofDelimiter(" ").formatHex(compressed))
                .isEqualTo("02 61 62 63 e0 00 02 00 21 20 03 00 2e");
        assertThat(decompress(compressed, text.length)).isEqualTo(text);
    }

    @Test
    void shouldDecompressWhatRedisHasCompressed() {
        assertThat(decompress(HexFormat.of().parseHex(STREAM_OF_REDIS), ofRedis().length)).isEqualTo(ofRedis());
    }

    @Test
    void shouldCompressAboutAsWellAsRedis() {
        assertThat(compress(ofRedis(), ofRedis().length)).hasSizeLessThanOrEqualTo(STREAM_OF_REDIS.length() / 2);
    }

    @Test
    void shouldUseTheLongestMatchAndTheFarthestDistance() {
        final byte[] zeroes = new byte[1 + LzfDescriptor.MAX_MATCH];
        final byte[] far = new byte[LzfDescriptor.MAX_DISTANCE + 5];
        final byte[] ends = {1, 2, 3, 4, 5};
        System.arraycopy(ends, 0, far, 0, 3);
        System.arraycopy(ends, 0, far, LzfDescriptor.MAX_DISTANCE, 5);

        assertThat(HexFormat.of().formatHex(compress(zeroes, zeroes.length))).isEqualTo("0000e0ff00");
        final byte[] compressed = compress(far, far.length);
        assertThat(HexFormat.of().formatHex(compressed)).endsWith("3fff010405");
        assertThat(decompress(compressed, far.length)).isEqualTo(far);
    }

    @Test
    void shouldGiveBackTheContentWhenItWasCompressed() {
        final Random random = seeded("round trips");
        for (int i = 0; i < 300; i++) {
            final byte[] bytes = bytes(random, i);

            final byte[] compressed = compress(bytes, bytes.length * 2 + 2);

            if (bytes.length == 0) {
                assertThat(compressed).isEmpty();
                continue;
            }
            assertThat(compressed).hasSizeBetween(1, bytes.length + (bytes.length + 31) / 32);
            assertThat(decompress(compressed, bytes.length)).isEqualTo(bytes);
            assertThat(compress(bytes, compressed.length + 1)).as("the same again").isEqualTo(compressed);
            assertThat(compress(bytes, compressed.length)).as("no shorter than the capacity").isEmpty();
            final int capacity = random.nextInt(compressed.length + 1);
            assertThat(compress(bytes, capacity)).as("capacity %d", capacity).isEmpty();
            assertThat(decompress(compressed, bytes.length - 1)).as("too much content").isNull();
            assertThat(decompress(compressed, bytes.length + 1)).as("too little content").isNull();
        }
    }

    @Test
    void shouldProduceTheSameStreamWhenAnotherInstanceDidOtherWorkBefore() {
        final Random random = seeded("determinism");
        for (int i = 0; i < 50; i++) {
            final byte[] bytes = bytes(random, i);
            final Lzf fresh = new Lzf();
            place(content, bytes);
            final int length = withRegions(
                    bytes.length, RANGE - 1, () -> fresh.compress(content, bytes.length, stream, RANGE - 1));
            assertThat(compress(bytes, RANGE - 1)).isEqualTo(read(stream, length));
        }
    }

    @Test
    void shouldKeepTheTableRightWhenItsPositionsRunOut() {
        // A source of 2^31 - 1 bytes, which compress never gets to the end of: the first literals do not fit.
        final long huge = NativeMemory.reserve(1L << 31, 1 << 12);
        Memory.register(huge, Integer.MAX_VALUE);
        Memory.register(stream, RANGE);
        try {
            Memory.putByte(huge, (byte) 1);
            assertThat(lzf.compress(huge, Integer.MAX_VALUE, stream, 2)).isZero();
        } finally {
            Memory.unregister(stream);
            Memory.unregister(huge);
            NativeMemory.release(huge, 1L << 31);
        }
        assertThat(decompress(compress(ofRedis(), ofRedis().length), ofRedis().length)).isEqualTo(ofRedis());
    }

    @Test
    void shouldRefuseStreamsThatAreBroken() {
        assertThat(decompress("01 61", 2)).as("a literal is missing").isNull();
        assertThat(decompress("00 61 20", 4)).as("the distance is missing").isNull();
        assertThat(decompress("00 61 e0", 10)).as("the length and the distance are missing").isNull();
        assertThat(decompress("00 61 e0 00", 10)).as("the long distance is missing").isNull();
        assertThat(decompress("20 00", 3)).as("nothing to refer to").isNull();
        assertThat(decompress("00 61 20 01", 4)).as("before the start").isNull();
        assertThat(decompress("00 61 20 00", 3)).as("a reference beyond the end").isNull();
        assertThat(decompress("01 61 62", 1)).as("literals beyond the end").isNull();
        assertThat(decompress("", 1)).as("nothing").isNull();
        assertThat(decompress("", 0)).isEmpty();
        assertThat(decompress("00 61 20 00", 4)).containsExactly('a', 'a', 'a', 'a');
    }

    /** Bounds checks end the test on any access outside of the ranges; the fences show it also without them. */
    @Test
    void shouldStayWithinTheRangesWhenStreamsAreHostile() {
        final Random random = seeded("mutations");
        int accepted = 0;
        for (int i = 0; i < 3000; i++) {
            final byte[] bytes = bytes(random, i % 60 + 5);
            final byte[] plain = Arrays.copyOf(bytes, Math.min(bytes.length, 3000));
            final byte[] mutated = mutate(random, compress(plain, 2 * RANGE / 3));
            final int length = random.nextInt(4) == 0 ? random.nextInt(4000) : plain.length;
            final byte[] decompressed = decompress(mutated, length);
            if (decompressed != null) {
                accepted++;
                assertThat(decompressed).hasSize(length);
            }
        }
        assertThat(accepted).as("streams whose literals only were changed").isBetween(1, 2999);
    }

    private static byte[] mutate(final Random random, final byte[] stream) {
        if (random.nextInt(10) == 0) {
            final byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            return noise;
        }
        final byte[] mutated = Arrays.copyOf(stream, Math.max(0, stream.length - random.nextInt(3)));
        for (int i = random.nextInt(4); i >= 0 && mutated.length > 0; i--) {
            mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
        }
        return mutated;
    }

    private static byte[] bytes(final Random random, final int round) {
        final byte[] bytes = new byte[round < 5 ? round : random.nextInt(round % 10 == 0 ? 100_001 : 2000)];
        switch (random.nextInt(4)) {
            case 0 -> random.nextBytes(bytes);
            case 1 -> Arrays.fill(bytes, (byte) random.nextInt());
            case 2 -> {
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) ('a' + random.nextInt(3));
                }
            }
            default -> {
                int at = 0;
                while (at < bytes.length) {
                    final byte[] record = ("element:" + random.nextInt(1000)).getBytes(StandardCharsets.US_ASCII);
                    final int length = Math.min(record.length, bytes.length - at);
                    System.arraycopy(record, 0, bytes, at, length);
                    at += length;
                }
            }
        }
        return bytes;
    }

    private static byte[] ofRedis() {
        return ("user:1001 clicked on /index.html; user:1002 clicked on /basket.html; " + "z".repeat(300)
                + "; user:1001 left /index.html").getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void shouldDecompressOnlyTheStartAndCheckTheRest() {
        final Random random = new Random(8);
        final byte[] text = new byte[20_000];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) (i % 1000 < 500 ? 'a' + random.nextInt(3) : 'x');
        }
        final byte[] compressed = compress(text, text.length);
        for (int stored = 0; stored <= text.length; stored += 1 + random.nextInt(400)) {
            assertThat(start(compressed, text.length, stored)).isEqualTo(Arrays.copyOf(text, stored));
        }

        assertThat(start(compressed, text.length - 1, 10)).isNull();
        assertThat(start(compressed, text.length + 1, 10)).isNull();
        assertThat(start(Arrays.copyOf(compressed, compressed.length - 1), text.length, 10)).isNull();
    }

    /** The first bytes, behind which nothing is written; null when the stream is refused. */
    private byte[] start(final byte[] compressed, final int length, final int stored) {
        place(stream, compressed);
        Memory.register(stream, compressed.length);
        Memory.register(result, RANGE);
        Memory.fill(result, RANGE, UNTOUCHED);
        Memory.unregister(result);
        Memory.register(result, Math.max(1, stored));
        final int produced;
        try {
            produced = lzf.decompressStart(stream, compressed.length, result, length, stored);
        } finally {
            Memory.unregister(stream);
            Memory.unregister(result);
        }
        assertFence(result, stored);
        assertThat(produced).isIn(-1, length);
        return produced < 0 ? null : read(result, stored);
    }

    private byte[] compress(final byte[] bytes, final int capacity) {
        place(content, bytes);
        Memory.register(stream, RANGE);
        Memory.fill(stream, RANGE, UNTOUCHED);
        Memory.unregister(stream);
        final int length = withRegions(
                bytes.length, capacity, () -> lzf.compress(content, bytes.length, stream, capacity));
        assertFence(stream, capacity);
        return read(stream, length);
    }

    private byte[] decompress(final String hex, final int length) {
        return decompress(HexFormat.ofDelimiter(hex.isEmpty() ? "" : " ").parseHex(hex), length);
    }

    /** Null when the stream is refused. */
    private byte[] decompress(final byte[] bytes, final int length) {
        place(stream, bytes);
        Memory.register(result, RANGE);
        Memory.fill(result, RANGE, UNTOUCHED);
        Memory.unregister(result);
        Memory.register(stream, Math.max(1, bytes.length));
        Memory.register(result, Math.max(1, length));
        final int produced;
        try {
            produced = lzf.decompress(stream, bytes.length, result, length);
        } finally {
            Memory.unregister(stream);
            Memory.unregister(result);
        }
        assertFence(result, length);
        assertThat(produced).isIn(-1, length);
        return produced < 0 ? null : read(result, produced);
    }

    private int withRegions(final int length, final int capacity, final IntSupplier work) {
        Memory.register(content, Math.max(1, length));
        Memory.register(stream, Math.max(1, capacity));
        try {
            return work.getAsInt();
        } finally {
            Memory.unregister(content);
            Memory.unregister(stream);
        }
    }

    private static void place(final long address, final byte[] bytes) {
        Memory.register(address, RANGE);
        Memory.copyFromArray(bytes, 0, address, bytes.length);
        Memory.unregister(address);
    }

    private static byte[] read(final long address, final int length) {
        final byte[] bytes = new byte[length];
        Memory.register(address, RANGE);
        Memory.copyToArray(address, bytes, 0, length);
        Memory.unregister(address);
        return bytes;
    }

    private static void assertFence(final long address, final int length) {
        final byte[] fence = read(address + length, Math.min(FENCE, RANGE - length));
        for (final byte b : fence) {
            assertThat(b).isEqualTo(UNTOUCHED);
        }
    }

    private static Random seeded(final String name) {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("LzfTest " + name + " -Dringhold.seed=" + seed);
        return new Random(seed);
    }
}
