package io.ringhold.engine.commands.string;

import java.util.List;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.testing.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.ringhold.engine.testing.EngineHarness.START_MS;
import static org.assertj.core.api.Assertions.assertThat;

class ChangeTest {
    private static final String TOO_LONG = "ERR string exceeds maximum allowed size (proto-max-bulk-len)";

    private final EngineHarness engine = EngineHarness.of(new StringCommands());

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void shouldEncodeLikeSetWhenAppendMakesTheKey() {
        assertThat(engine.integer("APPEND", "n", "123")).isEqualTo(3);
        assertThat(engine.integer("APPEND", "s", "abc")).isEqualTo(3);
        assertThat(engine.integer("APPEND", "e", "")).isZero();
        assertThat(engine.encoding("n")).isEqualTo("int");
        assertThat(engine.encoding("s")).isEqualTo("embstr");
        assertThat(engine.exists("e")).isTrue();
    }

    @Test
    void shouldGrowThroughAllPlacesAndKeepTheExpiryWhenAppended() {
        engine.execute("SET", "k", "7", "PX", "500");
        final StringBuilder expected = new StringBuilder("7");
        for (int i = 0; i < 200; i++) {
            final String part = "part" + i + "-".repeat(i);
            expected.append(part);
            assertThat(engine.integer("APPEND", "k", part)).isEqualTo(expected.length());
        }
        assertThat(engine.bulk("GET", "k")).isEqualTo(expected.toString());
        assertThat(engine.encoding("k")).isEqualTo("raw");
        assertThat(engine.expireAtMs("k")).isEqualTo(START_MS + 500);
    }

    @Test
    void shouldBecomeRawWhenNothingIsAppended() {
        engine.execute("SET", "k", "12");
        engine.takeLogged();

        assertThat(engine.integer("APPEND", "k", "")).isEqualTo(2);
        assertThat(engine.encoding("k")).isEqualTo("raw");
        assertThat(engine.takeLogged()).containsExactly(List.of("APPEND", "k", ""));
    }

    @Test
    void shouldFillWithZerosWhenSetrangeLeavesAGap() {
        assertThat(engine.integer("SETRANGE", "k", "3", "ab")).isEqualTo(5);
        assertThat(engine.bulk("GET", "k")).isEqualTo("\0\0\0ab");
        assertThat(engine.integer("SETRANGE", "k", "1", "x")).isEqualTo(5);
        assertThat(engine.integer("SETRANGE", "k", "3000", "end")).isEqualTo(3003);
        assertThat(engine.bulk("GET", "k")).isEqualTo("\0x\0ab" + "\0".repeat(2995) + "end");
        assertThat(engine.encoding("k")).isEqualTo("raw");
    }

    @Test
    void shouldChangeNothingWhenSetrangeWritesNothing() {
        engine.execute("SET", "k", "12");
        engine.takeLogged();

        assertThat(engine.integer("SETRANGE", "k", "5", "")).isEqualTo(2);
        assertThat(engine.integer("SETRANGE", "none", "5", "")).isZero();
        assertThat(engine.integer("SETRANGE", "k", "9223372036854775807", "")).isEqualTo(2);
        assertThat(engine.exists("none")).isFalse();
        assertThat(engine.encoding("k")).isEqualTo("int");
        assertThat(engine.takeLogged()).isEmpty();
    }

    @Test
    void shouldCheckNumberThenOffsetThenTypeThenLengthWhenSetrangeIsWrong() {
        engine.putList("l");

        assertThat(engine.error("SETRANGE", "l", "x", "a")).isEqualTo(CommandContext.NOT_AN_INTEGER);
        assertThat(engine.error("SETRANGE", "l", "-1", "a")).isEqualTo("ERR offset is out of range");
        assertThat(engine.error("SETRANGE", "l", "9223372036854775807", "a")).isEqualTo(CommandContext.WRONG_TYPE);
        assertThat(engine.error("SETRANGE", "none", "536870912", "a")).isEqualTo(TOO_LONG);
        assertThat(engine.error("SETRANGE", "none", "9223372036854775807", "a")).isEqualTo(TOO_LONG);
        assertThat(engine.error("APPEND", "l", "a")).isEqualTo(CommandContext.WRONG_TYPE);
    }
}
