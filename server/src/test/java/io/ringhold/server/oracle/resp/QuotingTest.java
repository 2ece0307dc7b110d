package io.ringhold.server.oracle.resp;

import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class QuotingTest {
    @Test
    void shouldSplitAtBlanks() {
        assertThat(words("  SET\tkey  value ")).containsExactly("SET", "key", "value");
        assertThat(words("")).isEmpty();
    }

    @Test
    void shouldUnderstandEscapesWhenQuotesAreDouble() {
        assertThat(words("SET \"a b\" \"\\x00\\xFf\\n\\r\\t\\b\\a\\\"\\\\\\z\" \"\""))
                .containsExactly("SET", "a b", "\0\u00ff\n\r\t\b\u0007\"\\z", "");
    }

    @Test
    void shouldTakeEverythingAsItIsWhenQuotesAreSingle() {
        assertThat(words("'a\\x00 \"b\"' 'it\\'s'")).containsExactly("a\\x00 \"b\"", "it's");
    }

    @Test
    void shouldTakeBackslashesAsTheyAreWhenUnquoted() {
        assertThat(words("a\\*b")).containsExactly("a\\*b");
    }

    @Test
    void shouldRefuseALineWhenQuotesAreNotBalanced() {
        for (String line : List.of("\"abc", "'abc", "\"abc\"d", "'abc'd", "\"abc\\\"")) {
            assertThatIllegalArgumentException().isThrownBy(() -> Quoting.split(line))
                    .withMessage("unbalanced quotes in: " + line);
        }
    }

    @Test
    void shouldReadBackEveryByteWhenQuoted() {
        SplittableRandom random = new SplittableRandom(1);
        for (int length = 0; length < 300; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            Bytes expected = Bytes.of(bytes);
            assertThat(Quoting.split(Quoting.quote(expected))).containsExactly(expected);
            assertThat(Quoting.split(Quoting.word(expected))).containsExactly(expected);
        }
    }

    @Test
    void shouldQuoteOnlyWhereNeeded() {
        assertThat(Command.of("SET", "k:1", "a b", "", "\n")).hasToString("SET k:1 \"a b\" \"\" \"\\n\"");
    }

    private static List<String> words(String line) {
        return Quoting.split(line).stream().map(Bytes::latin1).toList();
    }
}
