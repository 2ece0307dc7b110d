package io.ringhold.engine.commands.string;

import java.util.List;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.offheap.keys.Entries;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.ringhold.engine.testing.EngineHarness.START_MS;
import static org.assertj.core.api.Assertions.assertThat;

class StringReadTest {
    private final EngineHarness engine = EngineHarness.of(new StringCommands());

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void shouldReplyWithTheValueOrNullWhenGetting() {
        engine.execute("SET", "k", "a\0b");
        engine.execute("SET", "n", "-12");

        assertThat(engine.execute("GET", "k")).isEqualTo("$3\r\na\0b\r\n");
        assertThat(engine.execute("get", "n")).isEqualTo("$3\r\n-12\r\n");
        assertThat(engine.execute("GET", "none")).isEqualTo("$-1\r\n");
        engine.protocol(3);
        assertThat(engine.execute("GET", "none")).isEqualTo("_\r\n");
        assertThat(engine.execute("GET")).isEqualTo("-ERR wrong number of arguments for 'get' command\r\n");
    }

    @Test
    void shouldNotFindAKeyWhenItsTimeHasCome() {
        engine.execute("SET", "k", "v", "PX", "100");
        engine.takeLogged();
        engine.advanceMs(99);
        assertThat(engine.bulk("GET", "k")).isEqualTo("v");
        engine.advanceMs(1);

        assertThat(engine.bulk("GET", "k")).isNull();
        assertThat(engine.takeLogged()).containsExactly(List.of("DEL", "k"));
    }

    @Test
    void shouldReplyWithNullForWhatIsNoStringWhenGettingSeveral() {
        engine.execute("SET", "a", "1");
        engine.execute("SET", "b", "two");
        engine.putList("l");

        assertThat(engine.execute("MGET", "a", "l", "none", "b", "a"))
                .isEqualTo("*5\r\n$1\r\n1\r\n$-1\r\n$-1\r\n$3\r\ntwo\r\n$1\r\n1\r\n");
    }

    @Test
    void shouldRefuseOtherTypesWhenReading() {
        engine.putList("l");

        for (final String[] command : new String[][] {{"GET", "l"}, {"STRLEN", "l"}, {"GETRANGE", "l", "0", "1"},
            {"GETDEL", "l"}, {"GETEX", "l"}, {"GETEX", "l", "EX", "0"}, {"DIGEST", "l"}}) {
            assertThat(engine.error(command)).isEqualTo(CommandContext.WRONG_TYPE);
        }
    }

    @Test
    void shouldCountBytesWhenAskedForTheLength() {
        engine.execute("SET", "n", "-1234567");
        engine.execute("SET", "k", "x".repeat(5000));

        assertThat(engine.integer("STRLEN", "n")).isEqualTo(8);
        assertThat(engine.integer("STRLEN", "k")).isEqualTo(5000);
        assertThat(engine.integer("STRLEN", "none")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0,-1,abcdef", "-100,-50,a", "-1,-2,''", "3,-100,''", "-3,100,def", "2,3,cd", "6,7,''",
        "9223372036854775807,-9223372036854775808,''", "-9223372036854775808,9223372036854775807,abcdef"})
    void shouldCutAsRedisDoesWhenGivenARange(final String first, final String last, final String expected) {
        engine.execute("SET", "k", "abcdef");

        assertThat(engine.bulk("GETRANGE", "k", first, last)).isEqualTo(expected);
        assertThat(engine.bulk("SUBSTR", "k", first, last)).isEqualTo(expected);
    }

    @Test
    void shouldCheckNumbersBeforeTheKeyWhenGivenARange() {
        engine.putList("l");

        assertThat(engine.error("GETRANGE", "l", "x", "0")).isEqualTo(CommandContext.NOT_AN_INTEGER);
        assertThat(engine.execute("GETRANGE", "none", "0", "-1")).isEqualTo("$0\r\n\r\n");
    }

    @Test
    void shouldDeleteTheKeyWhenGettingWithGetdel() {
        engine.execute("SET", "k", "v");
        engine.takeLogged();

        assertThat(engine.bulk("GETDEL", "k")).isEqualTo("v");
        assertThat(engine.exists("k")).isFalse();
        assertThat(engine.bulk("GETDEL", "k")).isNull();
        assertThat(engine.takeLogged()).containsExactly(List.of("DEL", "k"));
    }

    @Test
    void shouldLogTheAbsoluteExpiryWhenGetexSetsOne() {
        engine.execute("SET", "k", "v");
        engine.takeLogged();

        assertThat(engine.bulk("GETEX", "k", "EX", "10")).isEqualTo("v");
        assertThat(engine.expireAtMs("k")).isEqualTo(START_MS + 10_000);
        assertThat(engine.bulk("GETEX", "k", "PXAT", "" + (START_MS + 5))).isEqualTo("v");
        assertThat(engine.bulk("GETEX", "k", "PERSIST")).isEqualTo("v");
        assertThat(engine.expireAtMs("k")).isEqualTo(Entries.NO_EXPIRY);
        assertThat(engine.bulk("GETEX", "k", "persist")).isEqualTo("v");
        assertThat(engine.bulk("GETEX", "k")).isEqualTo("v");
        assertThat(engine.takeLogged()).containsExactly(List.of("PEXPIREAT", "k", "" + (START_MS + 10_000)),
                List.of("PEXPIREAT", "k", "" + (START_MS + 5)), List.of("PERSIST", "k"));
    }

    @Test
    void shouldDeleteTheKeyWhenGetexGivesATimeThatHasPassed() {
        engine.execute("SET", "k", "v");
        engine.takeLogged();

        assertThat(engine.bulk("GETEX", "k", "EXAT", "1")).isEqualTo("v");
        assertThat(engine.exists("k")).isFalse();
        assertThat(engine.takeLogged()).containsExactly(List.of("DEL", "k"));
    }

    @Test
    void shouldCheckSyntaxThenKeyThenNumberWhenGetexIsWrong() {
        engine.execute("SET", "k", "v");

        assertThat(engine.error("GETEX", "k", "EX", "10", "PERSIST")).isEqualTo(CommandContext.SYNTAX_ERROR);
        assertThat(engine.error("GETEX", "k", "KEEPTTL")).isEqualTo(CommandContext.SYNTAX_ERROR);
        assertThat(engine.error("GETEX", "k", "NX")).isEqualTo(CommandContext.SYNTAX_ERROR);
        assertThat(engine.bulk("GETEX", "none", "EX", "x")).isNull();
        assertThat(engine.error("GETEX", "k", "EX", "x")).isEqualTo(CommandContext.NOT_AN_INTEGER);
        assertThat(engine.error("GETEX", "k", "EX", "0")).isEqualTo("ERR invalid expire time in 'getex' command");
    }
}
