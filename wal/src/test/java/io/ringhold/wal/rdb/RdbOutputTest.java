package io.ringhold.wal.rdb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RdbOutputTest {
    private final Arena arena = Arena.reserve(ArenaOptions.of("test", 1L << 28));
    private final FleetingView view = new FleetingView(arena);
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final RdbTarget target = (source, address) -> {
        final byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        written.writeBytes(bytes);
    };
    private RdbOutput output = new RdbOutput(target, true, true);

    @AfterEach
    void close() {
        output.close();
        view.close();
        arena.close();
    }

    @ParameterizedTest
    @CsvSource({"0, 00", "63, 3f", "64, 40 40", "16383, 7f ff", "16384, 80 00 00 40 00", "4294967295, 80 ff ff ff ff",
        "4294967296, 81 00 00 00 01 00 00 00 00", "-1, 81 ff ff ff ff ff ff ff ff"})
    void shouldPutLengthsInTheShortestForm(final long length, final String hex) throws IOException {
        output.putLength(length);
        assertThat(hex()).isEqualTo(hex);
    }

    @ParameterizedTest
    @CsvSource({"0, c0 00", "-1, c0 ff", "127, c0 7f", "-128, c0 80", "128, c1 80 00", "-32768, c1 00 80",
        "32768, c2 00 80 00 00", "-2147483648, c2 00 00 00 80", "2147483647, c2 ff ff ff 7f",
        "2147483648, 0a 32 31 34 37 34 38 33 36 34 38", "-2147483649, 0b 2d 32 31 34 37 34 38 33 36 34 39",
        "9223372036854775807, 13 39 32 32 33 33 37 32 30 33 36 38 35 34 37 37 35 38 30 37",
        "-9223372036854775808, 14 2d 39 32 32 33 33 37 32 30 33 36 38 35 34 37 37 35 38 30 38"})
    void shouldPutNumbersAsTheyAreAndAsTextInTheSameForm(final long value, final String hex) throws IOException {
        output.putInteger(value);
        assertThat(hex()).isEqualTo(hex);
        put(Long.toString(value));
        assertThat(hex()).isEqualTo(hex);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "-0", "00", "007", "+1", " 1", "1 ", "1.0", "12345678901", "a"})
    void shouldPutTextThatIsNoNumberAsItIs(final String text) throws IOException {
        put(text);
        assertThat(written.toString(StandardCharsets.ISO_8859_1)).isEqualTo((char) text.length() + text);
    }

    @Test
    void shouldCompressOnlyStringsOfMoreThanTwentyBytesThatSaveFour() throws IOException {
        put("a".repeat(20));
        assertThat(written.size()).isEqualTo(21);
        // "a", a reference of twenty bytes or, to the last byte, nineteen and "a"
        put("a".repeat(21));
        assertThat(written.toByteArray()).startsWith((byte) 0xc3).hasSizeLessThan(21 - 4 + 3);
        final String random = new Random(1).ints(40, 0, 256).collect(StringBuilder::new,
                StringBuilder::appendCodePoint, StringBuilder::append).toString();
        for (int zeros = 0; zeros < 20; zeros++) {
            final String text = random + "0".repeat(zeros);
            put(text);
            final byte[] bytes = written.toByteArray();
            // a zero and a reference take the place of all of them; the cursor checks too that four bytes are saved
            assertThat(new ByteCursor(bytes).string()).isEqualTo(text);
            assertThat(bytes[0]).isEqualTo((byte) (zeros < 9 ? text.length() : 0xc3));
        }
    }

    @Test
    void shouldNotCompressWhenToldSo() throws IOException {
        output.close();
        output = new RdbOutput(target, false, true);
        put("a".repeat(1000));
        assertThat(written.size()).isEqualTo(1002);
    }

    @ParameterizedTest
    @ValueSource(ints = {65_535, 65_536, 65_537, 131_072, 1_000_000, 9_999_999})
    void shouldPutStringsOfAnyLength(final int length) throws IOException {
        final long seed = RdbFixture.seed("RdbOutputTest");
        final Random random = new Random(seed);
        // in stretches that repeat and stretches that do not
        final byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        for (int i = 0; i < length; i++) {
            bytes[i] = (i >> 15 & 3) == 0 ? bytes[i] : (byte) (i % 50);
        }
        final String text = new String(bytes, StandardCharsets.ISO_8859_1);
        put(text);
        final ByteCursor cursor = new ByteCursor(written.toByteArray());
        assertThat(cursor.string().equals(text)).isTrue();
        assertThat(cursor.rest()).isZero();
        assertThat(written.size()).isLessThan(length);

        random.nextBytes(bytes);
        final String incompressible = new String(bytes, StandardCharsets.ISO_8859_1);
        put(incompressible);
        assertThat(new ByteCursor(written.toByteArray()).string().equals(incompressible)).isTrue();
        assertThat(written.size()).isEqualTo(length + 5);
    }

    @Test
    void shouldGiveUpStreamsThatAreTooLongToKeep() throws IOException {
        final int length = 80 << 20;
        final byte[] bytes = new byte[length];
        for (int i = 0; i < length; i += 8) {
            bytes[i] = (byte) (i * 0x9E3779B1L >> 24);
            bytes[i + 1] = (byte) (i * 0x85EBCA6BL >> 20);
            bytes[i + 2] = (byte) (i * 0xC2B2AE35L >> 16);
            bytes[i + 3] = (byte) (i * 0x27D4EB2FL >> 12);
            bytes[i + 4] = (byte) (i * 0x165667B1L >> 18);
        }
        final long block = arena.allocate(length, MemoryTag.STRINGS);
        arena.putArray(block, bytes, 0, length);
        output.putString(view, block, length);
        output.flush();
        assertThat(written.size()).isEqualTo(length + 5);
    }

    @Test
    void shouldPauseWhileItCompresses() throws IOException {
        final PausingTarget pausing = new PausingTarget();
        try (RdbOutput toPausing = new RdbOutput(pausing, true, true)) {
            final int length = 4 << 20;
            toPausing.putString(view, blockOf(new byte[length]), length);
            assertThat(pausing.pauses).isGreaterThanOrEqualTo(length / (128 << 10));

            pausing.endsAt = pausing.pauses + 3;
            final long again = blockOf(new byte[length]);
            assertThatThrownBy(() -> toPausing.putString(view, again, length)).isInstanceOf(IOException.class)
                    .hasMessage("cancelled");
        }
    }

    @Test
    void shouldNotTryToCompressAllOfAStringWhoseBeginningDoesNotBecomeShorter() throws IOException {
        final int length = 4 << 20;
        final byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        final PausingTarget pausing = new PausingTarget();
        try (RdbOutput toPausing = new RdbOutput(pausing, true, true)) {
            toPausing.putString(view, blockOf(bytes), length);
            assertThat(toPausing.bytes()).isEqualTo(length + 5);
        }
        assertThat(pausing.pauses).as("pieces of 64 KiB that were tried").isLessThan(16);
    }

    private long blockOf(final byte[] bytes) {
        final long block = arena.allocate(bytes.length, MemoryTag.STRINGS);
        arena.putArray(block, bytes, 0, bytes.length);
        return block;
    }

    /** Takes all, and counts where it could rest. */
    private static final class PausingTarget implements RdbTarget {
        private int pauses;
        private int endsAt = Integer.MAX_VALUE;

        @Override
        public void write(final ByteBuffer source, final long address) {
            source.position(source.limit());
        }

        @Override
        public void pause() throws IOException {
            pauses++;
            if (pauses == endsAt) {
                throw new IOException("cancelled");
            }
        }
    }

    @Test
    void shouldSumUpWhatCameBefore() throws IOException {
        put("a".repeat(15));
        output.reset();
        written.reset();
        output.putByte('1');
        output.putLongBigEndian(0x3233343536373839L);
        output.putChecksum();
        assertThat(hex()).isEqualTo("31 32 33 34 35 36 37 38 39 ca d9 b8 c4 14 d9 c6 e9");
        assertThat(output.bytes()).isEqualTo(17);
    }

    /** Puts a string of the arena, alone. */
    private void put(final String text) throws IOException {
        written.reset();
        output.reset();
        final byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        final long block = arena.allocate(Math.max(1, bytes.length), MemoryTag.STRINGS);
        arena.putArray(block, bytes, 0, bytes.length);
        output.putString(view, block, bytes.length);
        arena.free(block);
        output.flush();
        assertThat(output.bytes()).isEqualTo(written.size());
    }

    private String hex() throws IOException {
        output.flush();
        return HexFormat.ofDelimiter(" ").formatHex(written.toByteArray());
    }
}
