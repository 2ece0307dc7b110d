package io.ringhold.offheap.arena;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Asserts the worked examples in the Javadoc of the descriptors. */
class DescriptorTest {
    private static final long RESERVE = 1 << 20;

    @Test
    void shouldLayOutTheHeaderWhenReserved() {
        try (Arena arena = Arena.reserve(ArenaOptions.of("layout", RESERVE))) {
            assertThat(hex(arena, 0, 32)).isEqualTo("52 49 4E 47 48 4F 4C 44 01 00 00 00 10 00 00 00 "
                    + "02 00 00 00 02 00 00 00 02 00 00 00 00 00 00 00");
        }
        assertThat(ArenaDescriptor.HEADER_LENGTH).isEqualTo(34_816);
    }

    @Test
    void shouldLayOutALargeBlockWhenAllocated() {
        try (Arena arena = Arena.reserve(ArenaOptions.of("layout", RESERVE))) {
            assertThat(arena.allocate(100_000, MemoryTag.STRINGS)).isEqualTo(0x2_0000);
            assertThat(hex(arena, PageDescriptor.descriptorOffset(2), 32))
                    .isEqualTo("03 00 02 00 02 00 00 00 02 00 00 00 00 00 00 00 "
                            + "00 00 00 00 00 00 00 00 00 90 01 00 00 00 00 00");
        }
    }

    @Test
    void shouldLayOutASpanWhenBlocksComeAndGo() {
        try (Arena arena = Arena.reserve(ArenaOptions.of("layout", RESERVE))) {
            arena.allocate(20, MemoryTag.KEYS);
            arena.allocate(24, MemoryTag.KEYS);
            arena.free(arena.allocate(17, MemoryTag.KEYS));

            assertThat(hex(arena, PageDescriptor.descriptorOffset(2), 64))
                    .isEqualTo("02 02 01 00 02 00 00 00 01 00 00 00 AA 0A 00 00 "
                            + "00 00 00 00 00 00 00 00 18 00 00 00 00 00 00 00 "
                            + "30 00 02 00 00 00 00 00 48 00 02 00 00 00 00 00 "
                            + "02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00");
            assertThat(arena.loadInt(ArenaDescriptor.slotOffset(2, MemoryTag.KEYS.id()))).isEqualTo(2);
        }
    }

    @Test
    void shouldKeepIdsOfTagsWhenTheyAreStored() {
        assertThat(Arrays.stream(MemoryTag.values()).map(tag -> tag.id() + " " + tag))
                .containsExactly("0 METADATA", "1 KEYS", "2 STRINGS", "3 LISTPACKS", "4 DICT", "5 SKIPLIST", "6 STREAM",
                        "7 KEY_TABLE", "8 CLIENT_INPUT", "9 CLIENT_OUTPUT", "10 LOG", "11 SHADOW", "12 SCRATCH",
                        "13 SUBSCRIPTIONS", "14 TRACKING", "15 TRANSACTIONS");
        assertThat(MemoryTag.values()).allSatisfy(tag -> assertThat(MemoryTag.ofId(tag.id())).isEqualTo(tag));
        assertThat(MemoryTag.ID_LIMIT).isLessThanOrEqualTo(ArenaDescriptor.TAG_LIMIT);
    }

    private static String hex(final Arena arena, final long offset, final int length) {
        final byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (arena.loadLong(offset + (i & -8)) >>> ((i & 7) * 8));
        }
        return HexFormat.ofDelimiter(" ").formatHex(bytes).toUpperCase(Locale.ROOT);
    }
}
