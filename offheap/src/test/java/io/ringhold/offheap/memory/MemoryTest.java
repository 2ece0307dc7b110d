package io.ringhold.offheap.memory;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

class MemoryTest {
    private static final int LENGTH = 4096;
    private static final int WINDOW = 100;

    private long address;

    @BeforeEach
    void setUp() {
        address = NativeMemory.reserve(LENGTH, LENGTH);
        assertThat(address).isPositive();
        Memory.register(address, LENGTH);
    }

    @AfterEach
    void tearDown() {
        Memory.unregister(address);
        NativeMemory.release(address, LENGTH);
    }

    @Test
    void shouldLoadWhatWasStoredWhenUnaligned() {
        Memory.putLong(address + 1, 0x0123_4567_89AB_CDEFL);

        assertThat(Memory.getLong(address + 1)).isEqualTo(0x0123_4567_89AB_CDEFL);
        assertThat(Memory.getByte(address + 1)).isEqualTo((byte) 0xEF);
        assertThat(Memory.getShort(address + 3)).isEqualTo((short) 0x89AB);
        assertThat(Memory.getInt(address + 5)).isEqualTo(0x0123_4567);

        Memory.putByte(address + 1, (byte) 1);
        Memory.putShort(address + 2, (short) 0x0302);
        Memory.putInt(address + 5, 0x0807_0605);
        assertThat(Memory.getLong(address + 1)).isEqualTo(0x0807_0605_8903_0201L);
    }

    @Test
    void shouldCopyAsThroughABufferWhenRangesOverlap() {
        final byte[] content = new byte[3 * WINDOW];
        new Random(1).nextBytes(content);
        for (int length = 0; length <= WINDOW; length++) {
            for (int shift = -WINDOW; shift <= WINDOW; shift += 1 + (length & 3)) {
                Memory.copyFromArray(content, 0, address, content.length);
                Memory.copy(address + WINDOW, address + WINDOW + shift, length);

                final byte[] expected = content.clone();
                System.arraycopy(content, WINDOW, expected, WINDOW + shift, length);
                assertThat(read(0, content.length)).as("length %d, shift %d", length, shift).isEqualTo(expected);
            }
        }
    }

    @Test
    void shouldFindEachDifferenceWhenComparing() {
        for (int length = 0; length < 40; length++) {
            Memory.fill(address, LENGTH, (byte) 'x');
            final long other = address + 1001;
            assertThat(Memory.equals(address + 3, other, length)).isTrue();
            assertThat(Memory.compare(address + 3, length, other, length)).isZero();
            assertThat(Memory.compare(address + 3, length, other, length + 1)).isNegative();
            assertThat(Memory.compare(address + 3, length + 1, other, length)).isPositive();
            for (int at = 0; at < length; at++) {
                Memory.putByte(other + at, (byte) 0x80);
                assertThat(Memory.equals(address + 3, other, length)).isFalse();
                assertThat(Memory.compare(address + 3, length, other, length)).isNegative();
                assertThat(Memory.compare(other, length, address + 3, length)).isPositive();
                Memory.putByte(other + at, (byte) 'x');
            }
        }
    }

    @Test
    void shouldOrderByTheFirstDifferenceWhenLaterBytesDifferToo() {
        Memory.copyFromArray(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, 0, address, 8);
        Memory.copyFromArray(new byte[] {1, 2, 4, 0, 0, 0, 0, 0}, 0, address + 8, 8);

        assertThat(Memory.compare(address, 8, address + 8, 8)).isNegative();
    }

    @Test
    void shouldCheckTheArrayWhenCopying() {
        assertThatThrownBy(() -> Memory.copyFromArray(new byte[4], 2, address, 3))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Memory.copyToArray(address, new byte[4], -1, 3))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldRefuseAccessWhenOutsideOfAllRegions() {
        assumeThat(Memory.BOUNDS_CHECK).isTrue();

        assertThatThrownBy(() -> Memory.getLong(address + LENGTH - 7)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("8 bytes at address 0x" + Long.toHexString(address + LENGTH - 7));
        assertThatThrownBy(() -> Memory.putByte(8, (byte) 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Memory.fill(address, -1, (byte) 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Memory.copy(address, address + 8, LENGTH - 7))
                .isInstanceOf(IllegalStateException.class);
        Memory.copy(address, 0, 0);
    }

    @Test
    void shouldRefuseRegionWhenItOverlaps() {
        assumeThat(Memory.BOUNDS_CHECK).isTrue();

        assertThatThrownBy(() -> Memory.register(address + LENGTH - 1, 10)).hasMessageContaining("overlaps");
        assertThatThrownBy(() -> Memory.register(address - 1, 2)).hasMessageContaining("overlaps");
        assertThatThrownBy(() -> Memory.unregister(address + 1)).hasMessageContaining("no region");
    }

    @Test
    void shouldFindRegionWhenManyAreRegistered() {
        assumeThat(Memory.BOUNDS_CHECK).isTrue();
        Memory.unregister(address);
        for (int i = 0; i < LENGTH; i += 16) {
            Memory.register(address + ((i * 5) & (LENGTH - 1)), 8);
        }

        for (int i = 0; i < LENGTH; i += 16) {
            final long region = address + i;
            Memory.putLong(region, i);
            assertThatThrownBy(() -> Memory.putLong(region + 1, 0)).isInstanceOf(IllegalStateException.class);
        }
        for (int i = 0; i < LENGTH; i += 16) {
            Memory.unregister(address + i);
        }
        Memory.register(address, LENGTH);
    }

    private byte[] read(final int from, final int length) {
        final byte[] bytes = new byte[length + 2];
        Arrays.fill(bytes, (byte) 9);
        Memory.copyToArray(address + from, bytes, 1, length);
        assertThat(bytes[0]).isEqualTo((byte) 9);
        assertThat(bytes[length + 1]).isEqualTo((byte) 9);
        return Arrays.copyOfRange(bytes, 1, length + 1);
    }
}
