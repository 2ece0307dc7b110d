package io.ringhold.engine.util;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Memory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DoublesTest {
    private final Arena arena = Arena.reserve(ArenaOptions.of("test", 1L << 24));
    private final long memory = arena.address(arena.allocate(1024, MemoryTag.SCRATCH));

    @AfterEach
    void close() {
        arena.close();
    }

    /** What printf("%.17g") shows. */
    @ParameterizedTest
    @CsvSource({"0, 0", "-0.0, -0", "1, 1", "-1, -1", "0.1, 0.10000000000000001", "3.14159, 3.1415899999999999",
        "1e-5, 1.0000000000000001e-05", "1e17, 1e+17", "123456789012345678, 1.2345678901234568e+17",
        "1e300, 1.0000000000000001e+300", "1.5, 1.5", "0.5, 0.5", "0.0001, 0.0001", "0.00012, 0.00012",
        "0.001, 0.001", "99999999999999.99, 99999999999999.984", "1e16, 10000000000000000",
        "4.9e-324, 4.9406564584124654e-324",
        "1.7976931348623157e308, 1.7976931348623157e+308", "0.99999999999999989, 0.99999999999999989",
        "1e15, 1000000000000000",
        "1000000000000000.5, 1000000000000000.5", "0.000099999999999999991, 9.9999999999999991e-05", "inf, inf",
        "-inf, -inf"})
    void shouldWriteWhatPrintfDoes(final String text, final String expected) {
        assertThat(write(text.endsWith("inf") ? (text.startsWith("-") ? -1 : 1) / 0.0 : Double.parseDouble(text)))
                .isEqualTo(expected);
    }

    @Test
    void shouldWriteRandomNumbersExactlyRoundedToSeventeenDigits() {
        final long seed = System.nanoTime();
        System.out.println("seed " + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200_000; i++) {
            final double value = switch (random.nextInt(4)) {
                case 0 -> Double.longBitsToDouble(random.nextLong() & Long.MAX_VALUE);
                case 1 -> random.nextDouble();
                case 2 -> random.nextLong(1L << random.nextInt(1, 60)) / 1024.0;
                default -> random.nextDouble() * Math.pow(10, random.nextInt(-6, 18));
            };
            if (!Double.isNaN(value) && !Double.isInfinite(value)) {
                final BigDecimal expected = new BigDecimal(value).round(new MathContext(17, RoundingMode.HALF_EVEN));
                final String text = write(value);
                assertThat(new BigDecimal(text)).as(Double.toString(value)).isEqualByComparingTo(expected);
                assertThat(text.length()).isLessThanOrEqualTo(Doubles.MAX_LENGTH);
                assertThat(parse(text)).isEqualTo(value);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "-1.5, -1.5", "0.1, 0.1", "+7, 7", "1e3, 1000", "0x10, 16", "-0x1p-2, -0.25", "inf, Infinity",
        "-INF, -Infinity",
        "+infinity, Infinity", "123456789012345.6, 1.234567890123456E14", "0.000001, 1e-6", ".5, 0.5", "5., 5",
        "0e400, 0"})
    void shouldReadWhatStrtodReads(final String text, final double expected) {
        assertThat(parse(text)).isEqualTo(expected);
    }

    @Test
    void shouldReadRandomDigitsExactlyRounded() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("DoublesTest -Dringhold.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 300_000; i++) {
            final BigDecimal number = random.nextInt(3) == 0
                    ? halfway(random)
                    : BigDecimal.valueOf(random.nextLong(1_000_000_000_000_000_000L) >> random.nextInt(60),
                            random.nextInt(19));
            final String text = (random.nextBoolean() ? "-" : "") + number.toPlainString();
            assertThat(parse(text)).as(text).isEqualTo(Double.parseDouble(text));
        }
    }

    /** A number in the middle of two that are next to each other, about powers of two often, or the next decimal above or below. */
    private static BigDecimal halfway(final SplittableRandom random) {
        final double value = random.nextBoolean()
                ? random.nextLong(1L << 53) / 1024.0 / (1L << random.nextInt(10))
                : Math.scalb(1.0, random.nextInt(40));
        final BigDecimal middle = new BigDecimal(value)
                .add(new BigDecimal(random.nextBoolean() ? Math.nextUp(value) : Math.nextDown(value)))
                .divide(BigDecimal.TWO);
        final BigDecimal cut = middle.round(new MathContext(18, RoundingMode.HALF_EVEN));
        return cut.add(cut.ulp().multiply(BigDecimal.valueOf(random.nextInt(-1, 2))))
                .setScale(Math.max(0, cut.scale()));
    }

    @Test
    void shouldKeepTheSignOfZero() {
        assertThat(1 / parse("-0")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(1 / parse("-0.0")).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " 1", "1 ", "abc", "nan", "-nan", "1e400", "1e-400", "1d", "1f", "--1", ".", "-",
        "1.2.3", "1e", "0x"})
    void shouldReadNothingElse(final String text) {
        assertThat(parse(text)).isNaN();
    }

    private String write(final double value) {
        final long end = Doubles.write(memory, value);
        final StringBuilder text = new StringBuilder();
        for (long at = memory; at < end; at++) {
            text.append((char) Memory.getByte(at));
        }
        return text.toString();
    }

    private double parse(final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < bytes.length; i++) {
            Memory.putByte(memory + i, bytes[i]);
        }
        return Doubles.parse(memory, bytes.length);
    }
}
