package io.ringhold.engine.latency;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({"0, 0.000, 0.000", "7, 0.007, 0.000", "1023, 1.023, 0.001", "25_087, 25.087, 0.025",
        "12_345_678, 12345.678, 12.345", "50_000_100, 50000.100, 50.000"})
    void shouldShowThreeDigits(final String nanoseconds, final String micros, final String millis) {
        final long ns = Long.parseLong(nanoseconds.replace("_", ""));
        assertThat(Durations.appendMicros(new StringBuilder(), ns)).hasToString(micros);
        assertThat(Durations.appendMillis(new StringBuilder(), ns)).hasToString(millis);
    }
}
