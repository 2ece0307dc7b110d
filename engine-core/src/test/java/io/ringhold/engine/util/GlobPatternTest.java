package io.ringhold.engine.util;

import java.nio.charset.StandardCharsets;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class GlobPatternTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {"*,``", "*,abc", "a*,abc", "*c,abc", "a*c,abc",
        "a?c,abc", "a[b]c,abc", "a[a-c]c,abc", "a[c-a]c,abc", "a[^x]c,abc", "a\\?c,a?c", "[a\\]]*,]x", "h**llo,hello",
        "*a*b*c,xaxbxc", "[abc,b", "[^,x", "a\\,a\\", "[^a-c]x,dx", "[\\--9],-", "a**,a"})
    void shouldMatch(final String pattern, final String text) {
        assertThat(everyWay(pattern, text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {"``,a", "a,``", "?,``", "a*c,ab", "a[b]c,acc",
        "a[^b]c,abc", "[a-c],d", "a\\*c,abc", "*a*b*c,xaxcxb", "[],]", "ABC,abc", "a?,a", "[,x", "abc,abcd"})
    void shouldNotMatch(final String pattern, final String text) {
        assertThat(everyWay(pattern, text)).isFalse();
    }

    @Test
    void shouldFoldLettersWhenCaseIsIgnored() {
        assertThat(GlobPattern.matchesIgnoringCase("MAX[A-M]*", "maxmemory")).isTrue();
        assertThat(GlobPattern.matchesIgnoringCase("p\\ORT", "Port")).isTrue();
        assertThat(GlobPattern.matchesIgnoringCase("PORT?", "port")).isFalse();
    }

    @Test
    void shouldEndSoonWhenThePatternHasManyStars() {
        final byte[] pattern = "*a".repeat(5_000).concat("*b").getBytes(StandardCharsets.ISO_8859_1);
        final byte[] text = "a".repeat(20_000).getBytes(StandardCharsets.ISO_8859_1);

        assertThat(GlobPattern.matches(pattern, text)).isFalse();
    }

    @Test
    void shouldTellPatternsFromNames() {
        assertThat(GlobPattern.isPattern("max*")).isTrue();
        assertThat(GlobPattern.isPattern("s[ab]")).isTrue();
        assertThat(GlobPattern.isPattern("maxmemory")).isFalse();
    }

    /** Matches on the heap and in memory; both must agree. */
    private static boolean everyWay(final String pattern, final String text) {
        final byte[] patternBytes = pattern.getBytes(StandardCharsets.ISO_8859_1);
        final byte[] textBytes = text.getBytes(StandardCharsets.ISO_8859_1);
        final boolean result = GlobPattern.matches(patternBytes, textBytes);
        try (Arena arena = Arena.reserve(ArenaOptions.of("test", 1L << 24))) {
            final long patternAddress = copy(arena, patternBytes);
            final long textAddress = copy(arena, textBytes);
            assertThat(GlobPattern.matches(patternAddress, patternBytes.length, textAddress, textBytes.length))
                    .isEqualTo(result);
            assertThat(GlobPattern.matches(patternBytes, textAddress, textBytes.length)).isEqualTo(result);
        }
        return result;
    }

    private static long copy(final Arena arena, final byte[] bytes) {
        final long block = arena.allocate(bytes.length, MemoryTag.SCRATCH);
        arena.putArray(block, bytes, 0, bytes.length);
        return arena.address(block);
    }
}
