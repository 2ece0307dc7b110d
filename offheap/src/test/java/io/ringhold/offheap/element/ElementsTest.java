package io.ringhold.offheap.element;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ElementsTest {
    private final Arena arena = Arena.reserve(ArenaOptions.of("test", 1L << 24));
    private final Elements elements = new Elements(arena, MemoryTag.DICT);
    private final long input = arena.allocate(1 << 12, MemoryTag.SCRATCH);

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void shouldLayElementsOutAsTheDescriptorShows() {
        final long element = elements.create(put("hi"), 2, 2);
        arena.putArray(elements.tailOffset(element), new byte[] {'v', '1'}, 0, 2);

        final byte[] bytes = new byte[5];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = arena.getByte(element + i);
        }
        assertThat(HexFormat.ofDelimiter(" ").formatHex(bytes)).isEqualTo("02 68 69 76 31");
    }

    @Test
    void shouldKeepMembersOfAnyLengthWhenTheirTailsChange() {
        for (final int length : new int[] {0, 1, 252, 253, 254, 255, 256, 3000}) {
            final String member = "m".repeat(length);
            long element = elements.create(put(member), length, 8);
            arena.putLong(elements.tailOffset(element), 42);
            element = elements.resizeTail(element, 500);
            assertThat(arena.getLong(elements.tailOffset(element))).isEqualTo(42);
            assertThat(elements.memberLength(element)).isEqualTo(length);
            assertThat(elements.isMember(element, put(member), length)).isTrue();
            assertThat(elements.isMember(element, put(member + "x"), length + 1)).isFalse();
            assertThat(elements.usedBytes(element)).isGreaterThanOrEqualTo(length + 500L);
            elements.free(element);
        }
        assertThat(arena.blockCount(MemoryTag.DICT)).isZero();
    }

    @Test
    void shouldTellTheBytesOfTheLongestMembers() {
        assertThat(Elements.bytesOf(Integer.MAX_VALUE, 8)).isEqualTo(5 + 2_147_483_647L + 8);
    }

    @Test
    void shouldCompareMembersAsUnsignedBytes() {
        final long element = elements.create(put("b\u00e9"), 2, 0);

        assertThat(elements.compareMember(element, put("bz"), 2)).isPositive();
        assertThat(elements.compareMember(element, put("b"), 1)).isPositive();
        assertThat(elements.compareMember(element, put("b\u00e9a"), 3)).isNegative();
        assertThat(elements.compareMember(element, put("b\u00e9"), 2)).isZero();
    }

    private long put(final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        arena.putArray(input, bytes, 0, bytes.length);
        return arena.address(input);
    }
}
