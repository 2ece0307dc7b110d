package io.ringhold.tools.memory.gather;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeyTokensTest {
    private final KeyTokens tokens = new KeyTokens();

    @Test
    void shouldSplitAtSeparatorsAndKeepThem() {
        assertThat(split("a:b.c/d-e_f|g")).containsExactly("a", ":b", ".c", "/d", "-e", "_f", "|g");
        assertThat(split(":a::b:")).containsExactly(":a", ":", ":b", ":");
        assertThat(split("")).isEmpty();
        assertThat(split(":")).containsExactly(":");
    }

    @Test
    void shouldMakeNumbersAndIdsVary() {
        assertThat(pattern("user:1000:name")).isEqualTo("user:*:name");
        assertThat(pattern("session:3f2a9c7b1d")).isEqualTo("session:*");
        assertThat(pattern("s:550e8400-e29b-41d4-a716-446655440000:x")).isEqualTo("s:*:x");
        assertThat(pattern("550E8400-E29B-41D4-A716-446655440000")).isEqualTo("*");
        assertThat(pattern("log:2024-01-31")).isEqualTo("log:*-*-*");
        assertThat(pattern("t:a1b2c3d4x9")).isEqualTo("t:*");
        assertThat(pattern("x:" + "y".repeat(KeyTokens.MAX_LITERAL + 1))).isEqualTo("x:*");
        assertThat(pattern("bin:\0\1")).isEqualTo("bin:*");
    }

    @Test
    void shouldKeepWords() {
        for (final String key : List.of("deadbeef", "config", "api.v1.users", "x:caf\u00e9", "facade:added",
                "b2b:shop", "user:" + "y".repeat(KeyTokens.MAX_LITERAL))) {
            assertThat(pattern(key)).isEqualTo(key);
        }
    }

    @Test
    void shouldMakeNumbersBehindWordsVary() {
        assertThat(pattern("user7")).isEqualTo("user*");
        assertThat(pattern("shard12:user123")).isEqualTo("shard*:user*");
        assertThat(pattern("ab123")).isEqualTo("ab*");
        assertThat(pattern("v2:ab12")).isEqualTo("v2:ab12");
    }

    @Test
    void shouldKeepTheBracesOfHashTags() {
        assertThat(pattern("{user:1000}:following")).isEqualTo("{user:*}:following");
        assertThat(pattern("a:{42}:b")).isEqualTo("a:{*}:b");
        assertThat(split("cart:{550e8400-e29b-41d4-a716-446655440000}:items")).containsExactly("cart", ":{*}",
                ":items");
        assertThat(pattern("{550e8400-e29b-41d4-a716-446655440000}")).isEqualTo("{*}");
        assertThat(pattern("{550e8400-e29b-41d4-a716-446655440000:x}")).isEqualTo("{*:x}");
        assertThat(pattern("{550e8400-e29b-41d4-a716-446655440000")).isEqualTo("{*");
        assertThat(pattern("{}{")).isEqualTo("{}{");
        assertThat(pattern("{")).isEqualTo("{");
    }

    @Test
    void shouldTakeWhatIsNoUuidApart() {
        assertThat(pattern("550e8400-e29b-41d4-a716-44665544000")).isEqualTo("*-e29b-41d4-a*-*");
        assertThat(pattern("550e8400-e29b-41d4-a716-4466554400001")).isEqualTo("*-e29b-41d4-a*-*");
    }

    @Test
    void shouldTellWildcards() {
        for (final String part : List.of("*", ":*", "/*")) {
            assertThat(KeyTokens.isWildcard(bytes(part), part.length())).as(part).isTrue();
        }
        for (final String part : List.of("", ":", "a*", ":a*", "user*", "{*}")) {
            assertThat(KeyTokens.isWildcard(bytes(part), part.length())).as(part).isFalse();
        }
    }

    private String pattern(final String key) {
        return String.join("", split(key));
    }

    private List<String> split(final String key) {
        final byte[] bytes = bytes(key);
        tokens.open(bytes, bytes.length);
        final List<String> parts = new ArrayList<>();
        while (tokens.next()) {
            parts.add(new String(tokens.token(), 0, tokens.length(), StandardCharsets.UTF_8));
        }
        return parts;
    }

    private static byte[] bytes(final String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
