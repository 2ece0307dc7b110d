package io.ringhold.offheap.memory;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DecimalTest {
    private final Arena arena = Arena.reserve(ArenaOptions.of("test", 1L << 24));
    private final long block = arena.allocate(64, MemoryTag.SCRATCH);

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void shouldWriteAndReadEveryNumberAsJavaDoes() {
        final Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            check(random.nextLong() >> random.nextInt(64));
        }
        for (final long value : new long[] {0, 9, 10, -1, -9, -10, 99, 100, Long.MAX_VALUE, Long.MIN_VALUE}) {
            check(value);
        }
    }

    @Test
    void shouldTakeOnlyTheCanonicalForm() {
        for (final String text : List.of("", "-", "+1", "01", "-0", "-01", " 1", "1 ", "1.0", "a",
                "9223372036854775808",
                "-9223372036854775809", "92233720368547758070", "99999999999999999999", "123456789012345678901")) {
            final int length = put(text);
            assertThat(Decimal.isInteger(arena.address(block), length)).as(text).isFalse();
        }
    }

    private void check(final long value) {
        final String text = Long.toString(value);
        final long address = arena.address(block);
        assertThat(Decimal.length(value)).isEqualTo(text.length());
        assertThat(Decimal.write(address, value)).isEqualTo(address + text.length());
        assertThat(text(address, text.length())).isEqualTo(text);
        assertThat(Decimal.isInteger(address, text.length())).isTrue();
        assertThat(Decimal.parse(address, text.length())).isEqualTo(value);
    }

    private int put(final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        arena.putArray(block, bytes, 0, bytes.length);
        return bytes.length;
    }

    private static String text(final long address, final int length) {
        final byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = Memory.getByte(address + i);
        }
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
