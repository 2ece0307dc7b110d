package io.ringhold.engine.commands.string;

import java.util.List;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.testing.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.ringhold.engine.testing.EngineHarness.START_MS;
import static org.assertj.core.api.Assertions.assertThat;

class CounterTest {
    private static final String OVERFLOW = "ERR increment or decrement would overflow";

    private final EngineHarness engine = EngineHarness.of(new StringCommands());

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void shouldCountInPlaceAndKeepTheExpiryWhenIncremented() {
        engine.execute("SET", "n", "10", "PX", "100");
        engine.takeLogged();

        assertThat(engine.integer("INCR", "n")).isEqualTo(11);
        assertThat(engine.integer("DECR", "n")).isEqualTo(10);
        assertThat(engine.integer("INCRBY", "n", "-15")).isEqualTo(-5);
        assertThat(engine.integer("DECRBY", "n", "-7")).isEqualTo(2);
        assertThat(engine.bulk("GET", "n")).isEqualTo("2");
        assertThat(engine.expireAtMs("n")).isEqualTo(START_MS + 100);
        assertThat(engine.takeLogged()).containsExactly(List.of("INCR", "n"), List.of("DECR", "n"),
                List.of("INCRBY", "n", "-15"), List.of("DECRBY", "n", "-7"));
    }

    @Test
    void shouldBecomeAnIntegerWhenAStringThatReadsAsOneIsIncremented() {
        engine.execute("SET", "n", "1");
        engine.execute("APPEND", "n", "0");
        engine.expireAt("n", START_MS + 9);
        assertThat(engine.encoding("n")).isEqualTo("raw");

        assertThat(engine.integer("INCR", "n")).isEqualTo(11);
        assertThat(engine.encoding("n")).isEqualTo("int");
        assertThat(engine.expireAtMs("n")).isEqualTo(START_MS + 9);
        assertThat(engine.integer("INCR", "new")).isOne();
        assertThat(engine.integer("DECR", "new2")).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", " 1", "1 ", "01", "-0", "+1", "1.0", "9223372036854775808",
        "-9223372036854775809"})
    void shouldRefuseWhenTheValueIsNoInteger(final String value) {
        engine.execute("SET", "s", value);

        assertThat(engine.error("INCR", "s")).isEqualTo(CommandContext.NOT_AN_INTEGER);
        assertThat(engine.error("INCRBY", "none", value)).isEqualTo(CommandContext.NOT_AN_INTEGER);
        assertThat(engine.bulk("GET", "s")).isEqualTo(value);
        assertThat(engine.exists("none")).isFalse();
    }

    @Test
    void shouldRefuseWhenTheResultWouldOverflow() {
        engine.execute("MSET", "max", "9223372036854775807", "min", "-9223372036854775808");

        assertThat(engine.error("INCR", "max")).isEqualTo(OVERFLOW);
        assertThat(engine.error("DECR", "min")).isEqualTo(OVERFLOW);
        assertThat(engine.error("DECRBY", "min", "1")).isEqualTo(OVERFLOW);
        assertThat(engine.error("DECRBY", "max", "-9223372036854775808")).isEqualTo("ERR decrement would overflow");
        assertThat(engine.bulk("GET", "max")).isEqualTo("9223372036854775807");
    }

    @Test
    void shouldCheckTheIncrementBeforeTheTypeWhenBothAreWrong() {
        engine.putList("l");

        assertThat(engine.error("INCRBY", "l", "x")).isEqualTo(CommandContext.NOT_AN_INTEGER);
        assertThat(engine.error("INCRBY", "l", "1")).isEqualTo(CommandContext.WRONG_TYPE);
        assertThat(engine.error("INCRBYFLOAT", "l", "x")).isEqualTo(CommandContext.WRONG_TYPE);
    }

    // results of redis-server 7.0.15 on x86-64
    @ParameterizedTest
    @CsvSource({"10.50,0.1,10.6", "0.1,0.2,0.3", "5.0e3,2.0e2,5200", "3.0,0,3", "-0,0,0", "1,-1,0", "0x1p-2,0,0.25",
        "1e17,0.5,100000000000000000.5", "1e20,0,100000000000000000000",
        "1e40,0.5,9999999999999999999783686092270256259072", "0,-0.00000000000000001,-0.00000000000000001",
        "0,0.000000000000000005,0", "0,-1e-30,0", "1,0x1.8,2.5", "0,.5,0.5", "0,1.,1", "0,1e-4940,0", "0,0e-5000,0",
        "0,99999999999999999999999999999999999999999999,100000000000000000001038625398088182045605888"})
    void shouldReckonWithLongDoublesWhenIncrementedByAFloat(final String value, final String increment,
            final String expected) {
        engine.execute("SET", "f", value, "PX", "100");
        engine.takeLogged();

        assertThat(engine.bulk("INCRBYFLOAT", "f", increment)).isEqualTo(expected);
        assertThat(engine.bulk("GET", "f")).isEqualTo(expected);
        assertThat(engine.encoding("f")).isEqualTo(expected.length() > 44 ? "raw" : "embstr");
        assertThat(engine.expireAtMs("f")).isEqualTo(START_MS + 100);
        assertThat(engine.takeLogged()).containsExactly(List.of("SET", "f", expected, "KEEPTTL"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "nan", "nan(1)", " 1", "1 ", "1e", "1e+", "0x", ".", "-", "1_0", "1e5000",
        "1e-5000",
        "1e99999999999999999999"})
    void shouldRefuseWhenSomethingIsNoFloat(final String text) {
        engine.execute("SET", "f", text);

        assertThat(engine.error("INCRBYFLOAT", "f", "1")).isEqualTo("ERR value is not a valid float");
        assertThat(engine.error("INCRBYFLOAT", "none", text)).isEqualTo("ERR value is not a valid float");
        assertThat(engine.exists("none")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"inf", "-inf", "+INF", "Infinity"})
    void shouldRefuseWhenTheResultIsNotFinite(final String increment) {
        assertThat(engine.error("INCRBYFLOAT", "f", increment))
                .isEqualTo("ERR increment would produce NaN or Infinity");
        engine.execute("SET", "g", "1.18973149535723176502e+4932");
        assertThat(engine.error("INCRBYFLOAT", "g", "1.18973149535723176502e+4932"))
                .isEqualTo("ERR increment would produce NaN or Infinity");
    }
}
