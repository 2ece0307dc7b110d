package io.ringhold.engine.util;

import java.math.BigDecimal;
import java.math.RoundingMode;
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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FixedPointTest {
    private final Arena arena = Arena.reserve(ArenaOptions.of("test", 1L << 24));
    private final long memory = arena.address(arena.allocate(FixedPoint.MAX_LENGTH, MemoryTag.SCRATCH));

    @AfterEach
    void close() {
        arena.close();
    }

    /** What printf("%.*f") shows; halves are exact here, so that they go to the even neighbour. */
    @ParameterizedTest
    @CsvSource({"0, 4, 0.0000", "-0.0, 4, -0.0000", "166274.15156960032, 4, 166274.1516", "0.00005, 4, 0.0001",
        "0.5, 1, 0.5", "0.25, 1, 0.2", "0.75, 1, 0.8", "0.03125, 4, 0.0312", "0.09375, 4, 0.0938",
        "0.99999, 4, 1.0000", "9.99995, 4, 10.0000", "9.99994, 4, 9.9999", "-9.99996, 4, -10.0000",
        "1e-300, 17, 0.00000000000000000",
        "4.9e-324, 4, 0.0000", "13.36138933897018433, 17, 13.36138933897018433",
        "999999999999999.9, 17, 999999999999999.87500000000000000"})
    void shouldWriteWhatPrintfDoes(final double value, final int decimals, final String expected) {
        assertThat(text(FixedPoint.write(memory, value, decimals))).isEqualTo(expected);
        assertThat(FixedPoint.append(new StringBuilder("<"), value, decimals)).hasToString("<" + expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-0.0, 0", "180, 180", "-180, -180", "-0.5, -0.5", "10.25, 10.25", "-1e-30, 0",
        "85.05112878, 85.0511287799999991", "-85.05112751263942528, -85.05112751263942528"})
    void shouldLeaveZerosAtTheEndOutWhenTrimmed(final double value, final String expected) {
        assertThat(text(FixedPoint.writeTrimmed(memory, value, 17))).isEqualTo(expected);
    }

    @Test
    void shouldRoundRandomNumbersExactly() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("FixedPointTest -Dringhold.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200_000; i++) {
            final double value = switch (random.nextInt(4)) {
                case 0 -> random.nextDouble() * Math.pow(10, random.nextInt(-25, 16));
                case 1 -> random.nextLong(1L << random.nextInt(1, 50)) / (double) (1L << random.nextInt(30));
                case 2 -> -random.nextDouble(180);
                default -> Double.longBitsToDouble(random.nextLong(Double.doubleToRawLongBits(1e15)));
            } % 1e15;
            final int decimals = random.nextInt(1, 18);
            final String expected = (value < 0 ? "-" : "")
                    + new BigDecimal(Math.abs(value)).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
            assertThat(text(FixedPoint.write(memory, value, decimals))).as("%s, %d", value, decimals)
                    .isEqualTo(expected);
            assertThat(FixedPoint.append(new StringBuilder(), value, decimals)).as("%s, %d", value, decimals)
                    .hasToString(expected);
            assertThat(expected.length()).isLessThanOrEqualTo(FixedPoint.MAX_LENGTH);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e15, -1e15, Double.NaN, Double.POSITIVE_INFINITY})
    void shouldRefuseWhatHasNoRoom(final double value) {
        assertThatThrownBy(() -> FixedPoint.write(memory, value, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FixedPoint.append(new StringBuilder(), value, 4))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private String text(final long end) {
        final StringBuilder text = new StringBuilder();
        for (long at = memory; at < end; at++) {
            text.append((char) Memory.getByte(at));
        }
        return text.toString();
    }
}
