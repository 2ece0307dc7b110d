package io.ringhold.engine.commands.string;

import java.util.List;

import io.ringhold.engine.testing.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DigestTest {
    private static final String HELLO = "9555e8555c62dcfd";

    private final EngineHarness engine = EngineHarness.of(new StringCommands());

    @AfterEach
    void close() {
        engine.close();
    }

    // the first is from Redis' documentation, the others are known XXH3 values
    @ParameterizedTest
    @CsvSource({"Hello world,b6acb9d84a38ff74", "hello," + HELLO, "'',2d06800538d394c2", "123,404a763b3f4c8c9a",
        "v8,0cc76dbb41381419",
        "v8lf0c11xh8ymlqztfd3eeq16kfn4sspw7fqmnuuq3k3t75em5wdizgcdw7uc26nnf961u2jkfzkjytls2kwlj7626sd,"
                + "00006c38adf31777"})
    void shouldBeXxh3WhenAskedForADigest(final String value, final String digest) {
        engine.execute("SET", "k", value);

        assertThat(engine.execute("DIGEST", "k")).isEqualTo("$16\r\n" + digest + "\r\n");
        assertThat(engine.execute("DIGEST", "none")).isEqualTo("$-1\r\n");
    }

    @Test
    void shouldDeleteAnyTypeWhenDelexHasNoCondition() {
        engine.execute("SET", "k", "v");
        engine.putList("l");
        engine.takeLogged();

        assertThat(engine.integer("DELEX", "k")).isOne();
        assertThat(engine.integer("DELEX", "l")).isOne();
        assertThat(engine.integer("DELEX", "none")).isZero();
        assertThat(engine.takeLogged()).containsExactly(List.of("DEL", "k"), List.of("DEL", "l"));
    }

    @Test
    void shouldDeleteOnlyWhatIsAsExpectedWhenDelexHasACondition() {
        for (final String[] condition : new String[][] {{"IFEQ", "hello", "other"}, {"ifne", "other", "hello"},
            {"IFDEQ", HELLO.toUpperCase(java.util.Locale.ROOT), "z".repeat(16)}, {"IfDne", "0".repeat(16), HELLO}}) {
            engine.execute("SET", "k", "hello");
            assertThat(engine.integer("DELEX", "k", condition[0], condition[2])).as(condition[0]).isZero();
            assertThat(engine.exists("k")).isTrue();
            assertThat(engine.integer("DELEX", "k", condition[0], condition[1])).as(condition[0]).isOne();
            assertThat(engine.exists("k")).isFalse();
        }
    }

    @Test
    void shouldCheckKeyThenTypeThenConditionWhenDelexIsWrong() {
        engine.execute("SET", "k", "hello");
        engine.putList("l");

        assertThat(engine.error("DELEX", "none", "IFEQ"))
                .isEqualTo("ERR wrong number of arguments for 'delex' command");
        assertThat(engine.error("DELEX", "k", "IFEQ", "a", "b"))
                .isEqualTo("ERR wrong number of arguments for 'delex' command");
        assertThat(engine.integer("DELEX", "none", "FOO", "a")).isZero();
        assertThat(engine.error("DELEX", "l", "FOO", "a"))
                .isEqualTo("ERR Key should be of string type if conditions are specified");
        assertThat(engine.error("DELEX", "k", "FOO", "a"))
                .isEqualTo("ERR Invalid condition. Use IFEQ, IFNE, IFDEQ, or IFDNE");
        assertThat(engine.error("DELEX", "k", "IFDEQ", "0" + HELLO))
                .contains("must be exactly 16 hexadecimal characters");
    }
}
