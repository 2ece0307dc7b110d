package io.ringhold.engine.util;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class WordsTest {
    @Test
    void shouldSplitAtAnyBlanksWhenWordsAreBare() {
        assertThat(Words.split(" save\t900  1 ")).containsExactly("save", "900", "1");
        assertThat(Words.split("  ")).isEmpty();
    }

    @Test
    void shouldReadEscapesWhenQuotesAreDouble() {
        assertThat(Words.split("a \"b c\\n\\r\\t\\b\\a\\x41\\x4\\\"\\q\" \"\""))
                .containsExactly("a", "b c\n\r\t\b\u0007Ax4\"q", "");
    }

    @Test
    void shouldReadOnlyTheQuoteAsEscapeWhenQuotesAreSingle() {
        assertThat(Words.split("'it\\'s' '\\n' ''")).containsExactly("it's", "\\n", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a", "'a", "\"a\"b", "'a'b", "a\"b", "a\"b\"c", "'a\\'"})
    void shouldReturnNullWhenQuotesAreNotBalanced(final String line) {
        assertThat(Words.split(line)).isNull();
    }

    @Test
    void shouldGiveBackAnyBytesWhenSplittingWhatWasQuoted() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("WordsTest -Dringhold.seed=" + seed);
        final Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            final StringBuilder text = new StringBuilder();
            for (int left = random.nextInt(20); left > 0; left--) {
                text.append((char) random.nextInt(256));
            }
            assertThat(Words.split("x " + Words.quote(text.toString()))).containsExactly("x", text.toString());
        }
    }

    @Test
    void shouldKeepEmptyWordsWhenSplittingAtSpaces() {
        assertThat(Words.splitAtSpaces("")).isEmpty();
        assertThat(Words.splitAtSpaces(" a  b")).containsExactly("", "a", "", "b");
    }
}
