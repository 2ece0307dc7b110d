package io.ringhold.engine.commands.bitmap;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.commands.string.StringCommands;
import io.ringhold.engine.testing.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class BitTest {
    private static final String BAD_OFFSET = "ERR bit offset is not an integer or out of range";

    private final EngineHarness engine = EngineHarness.of(new StringCommands(), new BitmapCommands());

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void shouldGrowAndTellTheOldBitWhenSet() {
        assertThat(engine.integer("SETBIT", "k", "10", "1")).isZero();
        assertThat(engine.bulk("GET", "k")).isEqualTo("\0 ");
        assertThat(engine.integer("SETBIT", "k", "10", "0")).isOne();
        assertThat(engine.integer("GETBIT", "k", "10")).isZero();
        assertThat(engine.integer("GETBIT", "k", "4000000000")).isZero();
        assertThat(engine.integer("GETBIT", "none", "3")).isZero();
        assertThat(engine.encoding("k")).isEqualTo("raw");
    }

    @Test
    void shouldLogOnlyChangesWhenBitsAreSet() {
        engine.execute("SETBIT", "k", "1", "0");
        engine.execute("SETBIT", "k", "1", "0");
        engine.execute("SETBIT", "k", "1", "1");
        engine.execute("SETBIT", "k", "9", "0");

        assertThat(engine.takeLogged()).containsExactly(List.of("SETBIT", "k", "1", "0"),
                List.of("SETBIT", "k", "1", "1"), List.of("SETBIT", "k", "9", "0"));
    }

    @Test
    void shouldBecomeRawWhenABitOfANumberIsSet() {
        engine.execute("SET", "n", "12");

        assertThat(engine.integer("SETBIT", "n", "7", "0")).isOne();
        assertThat(engine.bulk("GET", "n")).isEqualTo("02");
        assertThat(engine.encoding("n")).isEqualTo("raw");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "4294967296", "9223372036854775808", ""})
    void shouldRefuseAnOffsetWhenItIsOutOfRange(final String offset) {
        assertThat(engine.error("SETBIT", "k", offset, "2")).isEqualTo(BAD_OFFSET);
        assertThat(engine.error("GETBIT", "k", offset)).isEqualTo(BAD_OFFSET);
        assertThat(engine.error("SETBIT", "k", "1", "2")).isEqualTo("ERR bit is not an integer or out of range");
        assertThat(engine.error("SETBIT", "k", "1", "x")).isEqualTo("ERR bit is not an integer or out of range");
    }

    // results of redis-server 7.0.15 for "abc"
    @ParameterizedTest
    @CsvSource({"'',10", "0 0,3", "-100 -50,3", "0 -100,3", "-1 -2,0", "100 200,0", "0 9223372036854775807,10",
        "5 30 bit,8", "-5 -1 BIT,2", "-1 -5 bit,0", "0 0 BYTE,3", "-1 -5 foo,0"})
    void shouldCountBitsWhenGivenARange(final String range, final long expected) {
        engine.execute("SET", "k", "abc");

        assertThat(engine.integer(("BITCOUNT k " + range).trim().split(" "))).isEqualTo(expected);
    }

    @Test
    void shouldLookAtTheKeyBeforeTheRangeWhenCounting() {
        engine.execute("SET", "k", "abc");
        engine.putList("l");

        assertThat(engine.integer("BITCOUNT", "none", "x")).isZero();
        assertThat(engine.error("BITCOUNT", "l", "x", "y")).isEqualTo(CommandContext.WRONG_TYPE);
        assertThat(engine.error("BITCOUNT", "k", "0")).isEqualTo(CommandContext.SYNTAX_ERROR);
        assertThat(engine.error("BITCOUNT", "k", "0", "x", "foo")).isEqualTo(CommandContext.NOT_AN_INTEGER);
        assertThat(engine.error("BITCOUNT", "k", "0", "1", "foo")).isEqualTo(CommandContext.SYNTAX_ERROR);
        assertThat(engine.error("BITCOUNT", "k", "0", "1", "BIT", "x")).isEqualTo(CommandContext.SYNTAX_ERROR);
    }

    // results of redis-server 7.0.15 for three bytes of ones
    @ParameterizedTest
    @CsvSource({"0,24", "0 0,24", "0 0 -1,-1", "0 0 -1 bit,-1", "0 3,-1", "0 -1,24", "0 2 1,-1", "1 -100 -50,0", "1,0",
        "1 5,-1", "1 1 2,8", "1 9 12 BIT,9"})
    void shouldFindTheFirstBitWhenAskedForItsPosition(final String arguments, final long expected) {
        engine.execute("SET", "k", "\u00ff\u00ff\u00ff");

        assertThat(engine.integer(("BITPOS k " + arguments).split(" "))).isEqualTo(expected);
    }

    @Test
    void shouldCheckTheBitThenTheKeyWhenBitposIsWrong() {
        engine.execute("MSET", "k", "abc", "e", "");
        engine.putList("l");

        assertThat(engine.error("BITPOS", "l", "2")).isEqualTo("ERR The bit argument must be 1 or 0.");
        assertThat(engine.error("BITPOS", "l", "x")).isEqualTo(CommandContext.NOT_AN_INTEGER);
        assertThat(engine.error("BITPOS", "l", "1", "x")).isEqualTo(CommandContext.WRONG_TYPE);
        assertThat(engine.integer("BITPOS", "none", "0", "x")).isZero();
        assertThat(engine.integer("BITPOS", "none", "1", "x")).isEqualTo(-1);
        assertThat(engine.integer("BITPOS", "e", "0")).isEqualTo(-1);
        assertThat(engine.error("BITPOS", "k", "1", "0", "x", "foo")).isEqualTo(CommandContext.SYNTAX_ERROR);
        assertThat(engine.error("BITPOS", "k", "1", "0", "x")).isEqualTo(CommandContext.NOT_AN_INTEGER);
        assertThat(engine.error("BITPOS", "k", "1", "0", "1", "BIT", "x")).isEqualTo(CommandContext.SYNTAX_ERROR);
    }

    @Test
    void shouldAgreeWithAPlainLoopWhenRangesAreRandom() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("BitTest: -Dringhold.seed=" + seed);
        final Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            final byte[] bytes = new byte[1 + random.nextInt(60)];
            if (random.nextBoolean()) {
                random.nextBytes(bytes);
            }
            engine.execute("SET", "k", new String(bytes, StandardCharsets.ISO_8859_1));
            final int first = random.nextInt(bytes.length * 8);
            final int last = first + random.nextInt(bytes.length * 8 - first);
            int count = 0;
            int position = -1;
            for (int i = last; i >= first; i--) {
                if ((bytes[i / 8] >> 7 - i % 8 & 1) == 1) {
                    count++;
                    position = i;
                }
            }
            assertThat(engine.integer("BITCOUNT", "k", "" + first, "" + last, "BIT")).isEqualTo(count);
            assertThat(engine.integer("BITPOS", "k", "1", "" + first, "" + last, "BIT")).isEqualTo(position);
        }
    }
}
