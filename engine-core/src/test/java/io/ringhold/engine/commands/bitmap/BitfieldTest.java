package io.ringhold.engine.commands.bitmap;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.commands.server.ConfigCommands;
import io.ringhold.engine.commands.string.StringCommands;
import io.ringhold.engine.testing.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class BitfieldTest {
    private static final String BAD_TYPE = "ERR Invalid bitfield type. Use something like i16 u8. "
            + "Note that u64 is not supported but i64 is.";
    private static final String BAD_OFFSET = "ERR bit offset is not an integer or out of range";

    private final EngineHarness engine = EngineHarness.of(new StringCommands(), new BitmapCommands());

    @AfterEach
    void close() {
        engine.close();
    }

    private String bitfield(final String arguments) {
        return engine.execute(("BITFIELD k " + arguments).trim().split(" ")).replace("\r\n", " ").trim();
    }

    // results of redis-server 7.0.15
    @ParameterizedTest
    @CsvSource({"SET u8 0 250 OVERFLOW SAT INCRBY u8 0 10 OVERFLOW FAIL INCRBY u8 0 -300 OVERFLOW WRAP INCRBY u8 0 10,"
            + "*4 :0 :255 $-1 :9",
        "OVERFLOW SAT SET i8 0 300 GET i8 0,*2 :0 :127",
        "OVERFLOW FAIL SET i8 0 -300 GET i8 0,*2 $-1 :0", "SET i8 0 255 GET i8 0,*2 :0 :-1",
        "OVERFLOW SAT SET u63 0 -1 GET u63 0,*2 :0 :9223372036854775807",
        "OVERFLOW SAT SET i8 0 -9223372036854775808 GET i8 0,*2 :0 :127",
        "SET i64 0 -1 OVERFLOW SAT INCRBY i64 0 -9223372036854775808,*2 :0 :-9223372036854775808",
        "SET u8 #1 7 GET u8 8 GET u4 #3,*3 :0 :7 :7", "GET u8 1000 SET u8 0 0,*2 :0 :0"})
    void shouldReckonAsRedisDoesWhenFieldsOverflow(final String arguments, final String expected) {
        assertThat(bitfield(arguments)).isEqualTo(expected);
    }

    @Test
    void shouldAgreeWithBigIntegersWhenOperationsAreRandom() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("BitfieldTest: -Dringhold.seed=" + seed);
        final Random random = new Random(seed);
        engine.execute("SETBIT", "k", "511", "0");
        BigInteger model = BigInteger.ZERO;
        for (int i = 0; i < 2000; i++) {
            final boolean signed = random.nextBoolean();
            final int bits = 1 + random.nextInt(signed ? 64 : 63);
            final int offset = random.nextInt(512 - bits + 1);
            final long increment = random.nextLong() >> random.nextInt(64);
            final int shift = 512 - offset - bits;
            final BigInteger modulus = BigInteger.ONE.shiftLeft(bits);
            final BigInteger old = model.shiftRight(shift).mod(modulus);
            final BigInteger sum = old.add(BigInteger.valueOf(increment)).mod(modulus);
            model = model.subtract(old.shiftLeft(shift)).add(sum.shiftLeft(shift));
            final long expected = signed && sum.testBit(bits - 1)
                    ? sum.subtract(modulus).longValueExact()
                    : sum.longValueExact();

            assertThat(bitfield("INCRBY " + (signed ? "i" : "u") + bits + " " + offset + " " + increment))
                    .isEqualTo("*1 :" + expected);
        }
    }

    @Test
    void shouldRefuseFieldsThatEndBehindTheLongestString() {
        try (EngineHarness roomy = EngineHarness.of(new BitmapCommands(), new ConfigCommands())) {
            assertThat(roomy.run("CONFIG SET proto-max-bulk-len 2gb")).isEqualTo("+OK\r\n");
            assertThat(roomy.error("BITFIELD", "k", "SET", "i64", "17179869168", "1")).isEqualTo(BAD_OFFSET);
            assertThat(roomy.error("BITFIELD", "k", "INCRBY", "u9", "17179869168", "1")).isEqualTo(BAD_OFFSET);
            assertThat(roomy.error("BITFIELD", "k", "SET", "u8", "17179869168", "1")).startsWith("OOM ");
            assertThat(roomy.exists("k")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"u64", "i65", "u0", "i0", "x8", "u", "i", "i08", "I8", "8", "u-1"})
    void shouldRefuseATypeWhenItIsNone(final String type) {
        assertThat(bitfield("GET " + type + " x")).isEqualTo("-" + BAD_TYPE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "#-1", "#x", "#", "4294967296", "#536870912", "#9223372036854775807",
        "#4611686018427387905"})
    void shouldRefuseAnOffsetWhenItIsOutOfRange(final String offset) {
        assertThat(bitfield("GET u8 " + offset)).isEqualTo("-" + BAD_OFFSET);
    }

    @Test
    void shouldRefuseEverythingWhenOneOperationIsWrong() {
        assertThat(bitfield("SET u8 0 1 FOO u8 0")).isEqualTo("-" + CommandContext.SYNTAX_ERROR);
        assertThat(bitfield("SET u8 0 1 GET u8")).isEqualTo("-" + CommandContext.SYNTAX_ERROR);
        assertThat(bitfield("SET u8 0 1 OVERFLOW")).isEqualTo("-" + CommandContext.SYNTAX_ERROR);
        assertThat(bitfield("OVERFLOW foo")).isEqualTo("-ERR Invalid OVERFLOW type specified");
        assertThat(bitfield("SET u8 0 x")).isEqualTo("-" + CommandContext.NOT_AN_INTEGER);
        assertThat(engine.exists("k")).isFalse();
        engine.putList("k");
        assertThat(bitfield("")).isEqualTo("-" + CommandContext.WRONG_TYPE);
        assertThat(bitfield("SET u8 0 1")).isEqualTo("-" + CommandContext.WRONG_TYPE);
    }

    @Test
    void shouldNotMakeTheKeyWhenOnlyReading() {
        assertThat(bitfield("")).isEqualTo("*0");
        assertThat(bitfield("GET u8 0 OVERFLOW SAT GET i64 5")).isEqualTo("*2 :0 :0");
        assertThat(engine.exists("k")).isFalse();
        assertThat(engine.takeLogged()).isEmpty();
    }

    @Test
    void shouldLogOnlyWhenSomethingChanged() {
        assertThat(bitfield("OVERFLOW FAIL INCRBY u8 0 1000")).isEqualTo("*1 $-1");
        assertThat(engine.integer("STRLEN", "k")).isOne();
        assertThat(bitfield("OVERFLOW FAIL INCRBY u8 0 1000")).isEqualTo("*1 $-1");
        assertThat(bitfield("SET u8 0 0")).isEqualTo("*1 :0");
        assertThat(bitfield("SET u8 0 1")).isEqualTo("*1 :0");

        assertThat(engine.takeLogged()).containsExactly(
                List.of("BITFIELD", "k", "OVERFLOW", "FAIL", "INCRBY", "u8", "0", "1000"),
                List.of("BITFIELD", "k", "SET", "u8", "0", "1"));
    }

    @Test
    void shouldOnlyReadWhenReadOnly() {
        engine.execute("SET", "s", "12");
        engine.protocol(3);

        assertThat(engine.execute("BITFIELD_RO", "s", "GET", "u8", "0")).isEqualTo("*1\r\n:49\r\n");
        assertThat(engine.encoding("s")).isEqualTo("int");
        assertThat(engine.error("BITFIELD_RO", "s", "GET", "u8", "0", "SET", "u8", "0", "1"))
                .isEqualTo("ERR BITFIELD_RO only supports the GET subcommand");
        assertThat(engine.error("BITFIELD_RO", "s", "SET", "u8", "0", "x")).isEqualTo(CommandContext.NOT_AN_INTEGER);
        assertThat(engine.execute("BITFIELD", "s", "OVERFLOW", "FAIL", "INCRBY", "u8", "0", "1000"))
                .isEqualTo("*1\r\n_\r\n");
    }
}
