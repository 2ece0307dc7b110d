package io.ringhold.offheap.listpack;

import java.util.HexFormat;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What comes from elsewhere: any bytes, and listpacks of another writer. ListpackTest has the random ones. */
class ListpackCheckTest {
    private final Arena arena = Arena.reserve(ArenaOptions.of("test", 64L << 20));
    private final Listpack listpack = new Listpack(arena, MemoryTag.LISTPACKS);
    private final ListpackCheck check = new ListpackCheck();

    @AfterEach
    void close() {
        arena.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "07 00 00 00 00 00", "08 00 00 00 00 00 ff", "07 00 00 00 01 00 ff",
        "07 00 00 00 00 00 00", "09 00 00 00 01 00 05 02 ff", "08 00 00 00 01 00 f5 ff",
        "09 00 00 00 01 00 82 01 ff", "0c 00 00 00 01 00 f0 ff ff ff ff ff", "08 00 00 00 01 00 f4 ff",
        "09 00 00 00 02 00 05 01 ff"})
    void shouldRefuseWhatIsNoListpack(final String hex) {
        final long block = block(hex);
        assertThat(check.isValid(arena.address(block), length(hex))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"09 00 00 00 01 00 05 01 ff, 1, true", "09 00 00 00 ff ff 05 01 ff, 1, true",
        "07 00 00 00 00 00 ff, 0, true", "0a 00 00 00 01 00 81 35 02 ff, 1, false",
        "0a 00 00 00 01 00 c0 05 02 ff, 1, false", "0b 00 00 00 01 00 e0 01 61 03 ff, 1, false",
        "0b 00 00 00 01 00 82 30 35 03 ff, 1, true"})
    void shouldTellWhetherElementsAreInTheirShortestForm(final String hex, final int count, final boolean isCanonical) {
        final long block = block(hex);
        assertThat(check.isValid(arena.address(block), length(hex))).isTrue();
        assertThat(check.count()).isEqualTo(count);
        assertThat(check.isCanonical()).isEqualTo(isCanonical);
    }

    @Test
    void shouldRecodeElementsInTheirShortestForm() {
        // "5" as text, 5 in 13 bits, 64 bits of -1, "a" with a length of 12 bits and of 32 bits, "x"
        final String hex = "25 00 00 00 06 00 81 35 02 c0 05 02 f4 ff ff ff ff ff ff ff ff 09 e0 01 61 03"
                + " f0 01 00 00 00 61 06 81 78 02 ff";
        final long block = block(hex);
        assertThat(check.isValid(arena.address(block), length(hex))).isTrue();

        final long recoded = listpack.recode(block);

        final byte[] bytes = new byte[listpack.bytes(recoded)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = arena.getByte(recoded + i);
        }
        assertThat(HexFormat.ofDelimiter(" ").formatHex(bytes))
                .isEqualTo("17 00 00 00 06 00 05 01 05 01 df ff 02 81 61 02 81 61 02 81 78 02 ff");
        assertThat(check.isValid(arena.address(recoded), bytes.length)).isTrue();
        assertThat(check.isCanonical()).isTrue();
        assertThat(listpack.find(recoded, listpack.first(recoded), arena.address(block) + 7, 1, 0))
                .isEqualTo(listpack.first(recoded));
    }

    private static int length(final String hex) {
        return (hex.length() + 1) / 3;
    }

    private long block(final String hex) {
        final byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);
        final long block = arena.allocate(bytes.length, MemoryTag.LISTPACKS);
        arena.putArray(block, bytes, 0, bytes.length);
        return block;
    }
}
