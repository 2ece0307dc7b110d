package io.ringhold.bench.report;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Figures for people, and the places of the lines of a grid. */
class UnitsTest {
    @Test
    void shouldShowTimesWithThreeDigits() {
        assertThat(Units.time(1)).isEqualTo("1 ns");
        assertThat(Units.time(850.4)).isEqualTo("850 ns");
        assertThat(Units.time(999.6)).isEqualTo("1 \u00b5s");
        assertThat(Units.time(12_345)).isEqualTo("12.3 \u00b5s");
        assertThat(Units.time(4_560_000)).isEqualTo("4.56 ms");
        assertThat(Units.time(60e9)).isEqualTo("60 s");
        assertThat(Units.time(4e12)).isEqualTo("4000 s");
        assertThat(Units.time(0)).isEqualTo("-");
        assertThat(Units.time(Double.NaN)).isEqualTo("-");
        assertThat(Units.micros(0)).isEqualTo("0 \u00b5s");
        assertThat(Units.micros(0.14)).isEqualTo("140 ns");
    }

    @Test
    void shouldShowNumbersAndRates() {
        assertThat(Units.compact(0)).isEqualTo("0");
        assertThat(Units.compact(999.9)).isEqualTo("1k");
        assertThat(Units.compact(3_612_345)).isEqualTo("3.61M");
        assertThat(Units.rate(3_612_345.4)).isEqualTo("3,612,345/s");
        assertThat(Units.rate(0.5)).isEqualTo("0.5/s");
        assertThat(Units.rate(Double.NaN)).isEqualTo("-");
        assertThat(Units.ratio(1.005)).isEqualTo("1.01\u00d7");
        assertThat(Units.seconds(0.004)).isEqualTo("0 s");
        assertThat(Units.seconds(1.234)).isEqualTo("1.23 s");
        assertThat(Units.seconds(600.04)).isEqualTo("600 s");
        assertThat(Units.plural(1, "round") + Units.plural(2, "round")).isEqualTo("1 round2 rounds");
    }

    @Test
    void shouldPlaceEachNineOfAPercentileAsFarFromTheLast() {
        final Scale scale = Scale.percentiles();
        assertThat(scale.place().applyAsDouble(50)).isCloseTo(0, within(1e-9));
        assertThat(scale.place().applyAsDouble(99.999)).isCloseTo(1, within(1e-9));
        final double nine = scale.place().applyAsDouble(99.9) - scale.place().applyAsDouble(99);
        assertThat(scale.place().applyAsDouble(99.99) - scale.place().applyAsDouble(99.9)).isCloseTo(nine,
                within(1e-9));
        assertThat(scale.ticks()).extracting(Scale.Tick::label).containsExactly("50%", "90%", "99%", "99.9%", "99.99%",
                "99.999%");
    }

    @Test
    void shouldRoundTheBoundsOfALogarithmicScale() {
        assertThat(Scale.logarithmic(300, 4_000, Units::time).ticks()).extracting(Scale.Tick::label).containsExactly(
                "200 ns", "500 ns",
                "1 \u00b5s", "2 \u00b5s", "5 \u00b5s");
        assertThat(Scale.logarithmic(1, 60e9, Units::time).ticks()).extracting(Scale.Tick::label)
                .contains("1 ns", "1 s", "10 s")
                .doesNotContain("2 s");
        assertThat(Scale.logarithmic(42, 42, Units::time).ticks()).hasSizeGreaterThan(1);
        assertThat(Scale.logarithmic(100, 100, Units::time).place().applyAsDouble(100)).isBetween(0.0, 1.0);
    }

    @Test
    void shouldRoundTheBoundsOfALinearScale() {
        assertThat(Scale.linear(0, 1_450_000, 5, Units::compact).ticks()).extracting(Scale.Tick::label).containsExactly(
                "0", "500k", "1M",
                "1.5M");
        assertThat(Scale.linear(0, 0.02, 5, Scale::plain).place().applyAsDouble(0.02)).isCloseTo(1, within(1e-9));
        assertThat(Scale.linear(700, 700, 5, Scale::plain).place().applyAsDouble(700)).isBetween(0.0, 1.0);
    }
}
