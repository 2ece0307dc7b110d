package io.ringhold.engine.commands.string;

import java.util.List;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.offheap.keys.Entries;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.ringhold.engine.testing.EngineHarness.START_MS;
import static org.assertj.core.api.Assertions.assertThat;

class SetTest {
    private static final String OK = "+OK\r\n";
    private static final String NULL = "$-1\r\n";

    private final EngineHarness engine = EngineHarness.of(new StringCommands());

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void shouldReplaceAnyTypeAndDropTheExpiryWhenSet() {
        engine.putList("l");
        engine.execute("SET", "k", "v", "EX", "10");

        assertThat(engine.execute("SET", "l", "x")).isEqualTo(OK);
        assertThat(engine.execute("SET", "k", "w")).isEqualTo(OK);
        assertThat(engine.bulk("GET", "l")).isEqualTo("x");
        assertThat(engine.expireAtMs("k")).isEqualTo(Entries.NO_EXPIRY);
    }

    @Test
    void shouldNameEncodingsAsRedisWhenSet() {
        engine.execute("SET", "int", "-9223372036854775808");
        engine.execute("SET", "zero", "007");
        engine.execute("SET", "short", "x".repeat(44));
        engine.execute("SET", "long", "x".repeat(45));

        assertThat(engine.encoding("int")).isEqualTo("int");
        assertThat(engine.encoding("zero")).isEqualTo("embstr");
        assertThat(engine.encoding("short")).isEqualTo("embstr");
        assertThat(engine.encoding("long")).isEqualTo("raw");
    }

    @Test
    void shouldLogAsSentOnlyWhenSetIsPlain() {
        engine.execute("set", "k", "v");
        engine.execute("SET", "k", "v", "keepttl");
        engine.execute("SET", "k", "v", "EX", "10");
        engine.execute("SET", "k", "v", "XX", "KEEPTTL");
        engine.execute("SET", "k", "w", "GET");
        engine.execute("SET", "k", "w", "NX");
        engine.execute("SET", "k", "v", "PXAT", "" + (START_MS + 1), "XX", "GET");

        assertThat(engine.takeLogged()).containsExactly(List.of("set", "k", "v"), List.of("SET", "k", "v", "keepttl"),
                List.of("SET", "k", "v", "PXAT", "" + (START_MS + 10_000)), List.of("SET", "k", "v", "KEEPTTL"),
                List.of("SET", "k", "w"), List.of("SET", "k", "v", "PXAT", "" + (START_MS + 1)));
    }

    @Test
    void shouldKeepTheExpiryOnlyWhenAskedTo() {
        engine.execute("SET", "k", "v", "PX", "1000");
        engine.execute("SET", "k", "a longer value than before", "KEEPTTL");
        assertThat(engine.expireAtMs("k")).isEqualTo(START_MS + 1000);
        engine.execute("SET", "new", "v", "KEEPTTL");
        assertThat(engine.expireAtMs("new")).isEqualTo(Entries.NO_EXPIRY);
    }

    @Test
    void shouldObeyNxAndXxWhenSet() {
        assertThat(engine.execute("SET", "k", "1", "XX")).isEqualTo(NULL);
        assertThat(engine.execute("SET", "k", "1", "nx")).isEqualTo(OK);
        assertThat(engine.execute("SET", "k", "2", "NX")).isEqualTo(NULL);
        assertThat(engine.execute("SET", "k", "3", "xX")).isEqualTo(OK);
        assertThat(engine.bulk("GET", "k")).isEqualTo("3");
        engine.protocol(3);
        assertThat(engine.execute("SET", "k", "2", "NX")).isEqualTo("_\r\n");
    }

    @Test
    void shouldReplyWithTheOldValueWhenSetWithGet() {
        engine.putList("l");

        assertThat(engine.execute("SET", "k", "v1", "GET")).isEqualTo(NULL);
        assertThat(engine.bulk("SET", "k", "v2", "GET", "NX")).isEqualTo("v1");
        assertThat(engine.bulk("SET", "k", "v3", "GET", "XX")).isEqualTo("v1");
        assertThat(engine.execute("SET", "none", "v", "GET", "XX")).isEqualTo(NULL);
        assertThat(engine.exists("none")).isFalse();
        assertThat(engine.error("SET", "l", "v", "NX", "GET")).isEqualTo(CommandContext.WRONG_TYPE);
        assertThat(engine.bulk("GETSET", "k", "v4")).isEqualTo("v3");
        assertThat(engine.error("GETSET", "l", "v4")).isEqualTo(CommandContext.WRONG_TYPE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "9223372036854775807", "9223372036854775"})
    void shouldRefuseAnExpiryWhenItIsOutOfRange(final String seconds) {
        assertThat(engine.error("SET", "k", "v", "EX", seconds)).isEqualTo("ERR invalid expire time in 'set' command");
        assertThat(engine.error("SETEX", "k", seconds, "v")).isEqualTo("ERR invalid expire time in 'setex' command");
        assertThat(engine.exists("k")).isFalse();
    }

    @Test
    void shouldCheckSyntaxThenNumberWhenSetIsWrong() {
        for (final String options : List.of("NX XX", "EX 10 PX 10", "KEEPTTL EX 10", "EX", "EX 0 FOO", "PERSIST",
                "IFEQ", "NX IFEQ a", "IFEQ a IFNE b")) {
            final String[] command = ("SET k v " + options).split(" ");
            assertThat(engine.error(command)).as(options).isEqualTo(CommandContext.SYNTAX_ERROR);
        }
        assertThat(engine.error("SET", "k", "v", "EX", "abc")).isEqualTo(CommandContext.NOT_AN_INTEGER);
        assertThat(engine.execute("SET", "k", "v", "EX", "10", "EX", "20")).isEqualTo(OK);
        assertThat(engine.expireAtMs("k")).isEqualTo(START_MS + 20_000);
    }

    @Test
    void shouldBeGoneAtOnceWhenTheExpiryHasPassed() {
        assertThat(engine.execute("SET", "k", "v", "PXAT", "1")).isEqualTo(OK);
        assertThat(engine.bulk("GET", "k")).isNull();
        assertThat(engine.takeLogged()).containsExactly(List.of("SET", "k", "v", "PXAT", "1"), List.of("DEL", "k"));
    }

    @Test
    void shouldLogTheAbsoluteExpiryWhenSetexAndPsetex() {
        assertThat(engine.execute("SETEX", "a", "10", "v")).isEqualTo(OK);
        assertThat(engine.execute("PSETEX", "b", "10", "5")).isEqualTo(OK);
        assertThat(engine.expireAtMs("b")).isEqualTo(START_MS + 10);
        assertThat(engine.takeLogged()).containsExactly(List.of("SET", "a", "v", "PXAT", "" + (START_MS + 10_000)),
                List.of("SET", "b", "5", "PXAT", "" + (START_MS + 10)));
    }

    @Test
    void shouldSetOnceWhenSetnx() {
        assertThat(engine.integer("SETNX", "k", "1")).isOne();
        assertThat(engine.integer("SETNX", "k", "2")).isZero();
        assertThat(engine.bulk("GET", "k")).isEqualTo("1");
        assertThat(engine.takeLogged()).containsExactly(List.of("SETNX", "k", "1"));
    }

    @Test
    void shouldCompareTheValueWhenSetWithIfeqOrIfne() {
        assertThat(engine.execute("SET", "k", "v", "IFEQ", "x")).isEqualTo(NULL);
        assertThat(engine.execute("SET", "k", "12", "IFNE", "x")).isEqualTo(OK);
        assertThat(engine.execute("SET", "k", "v", "IFNE", "12")).isEqualTo(NULL);
        assertThat(engine.execute("SET", "k", "v", "IFEQ", "012")).isEqualTo(NULL);
        assertThat(engine.bulk("SET", "k", "x", "IFEQ", "other", "GET")).isEqualTo("12");
        assertThat(engine.bulk("SET", "k", "v", "IfEq", "12", "GET", "EX", "10")).isEqualTo("12");
        assertThat(engine.expireAtMs("k")).isEqualTo(START_MS + 10_000);
        engine.putList("l");
        assertThat(engine.error("SET", "l", "v", "IFNE", "x")).isEqualTo(CommandContext.WRONG_TYPE);
        assertThat(engine.takeLogged()).containsExactly(List.of("SET", "k", "12"),
                List.of("SET", "k", "v", "PXAT", "" + (START_MS + 10_000)));
    }

    @Test
    void shouldCompareTheDigestWhenSetWithIfdeqOrIfdne() {
        assertThat(engine.execute("SET", "k", "v", "IFDEQ", "1")).isEqualTo(NULL);
        assertThat(engine.execute("SET", "k", "hello", "IFDNE", "1")).isEqualTo(OK);
        assertThat(engine.execute("SET", "k", "v", "IFDNE", "9555E8555c62dcfd")).isEqualTo(NULL);
        assertThat(engine.error("SET", "k", "v", "IFDEQ", "9555e8555c62dcf"))
                .contains("must be exactly 16 hexadecimal characters");
        assertThat(engine.execute("SET", "k", "w", "IFDEQ", "9555e8555c62dcfd")).isEqualTo(OK);
        engine.putList("l");
        assertThat(engine.error("SET", "l", "v", "IFDEQ", "1")).isEqualTo(CommandContext.WRONG_TYPE);
    }

    @Test
    void shouldLeaveTheOldValueWhenMemoryIsShort() {
        try (EngineHarness small = EngineHarness.withDataBytes(2 << 20, new StringCommands())) {
            small.execute("SET", "k", "old", "EX", "10");
            small.takeLogged();
            final String large = "x".repeat(4 << 20);

            assertThat(small.error("SET", "k", large)).isEqualTo(CommandContext.OUT_OF_MEMORY);
            assertThat(small.error("SET", "k", large, "GET")).isEqualTo(CommandContext.OUT_OF_MEMORY);
            assertThat(small.error("GETSET", "k", large)).isEqualTo(CommandContext.OUT_OF_MEMORY);
            assertThat(small.error("APPEND", "k", large)).isEqualTo(CommandContext.OUT_OF_MEMORY);
            assertThat(small.error("SETRANGE", "new", "0", large)).isEqualTo(CommandContext.OUT_OF_MEMORY);
            assertThat(small.error("MSET", "a", "1", "k", large)).isEqualTo(CommandContext.OUT_OF_MEMORY);
            assertThat(small.bulk("GET", "k")).isEqualTo("old");
            assertThat(small.exists("a")).isFalse();
            assertThat(small.exists("new")).isFalse();
            assertThat(small.expireAtMs("k")).isEqualTo(START_MS + 10_000);
            assertThat(small.takeLogged()).isEmpty();
        }
    }
}
