package io.ringhold.bench.report;

import java.util.List;

import io.ringhold.bench.result.Result;
import io.ringhold.bench.result.Sweep;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the table shows, and that it fits. */
class TextReportTest {
    @Test
    void shouldShowARun() {
        assertThat(TextReport.of(Samples.run(Samples.A, 0, 4.25))).isEqualTo("""
                alpha: Redis 7.0.15 at localhost:17001
                2026-01-02T03:04:05Z, 2 s, closed loop
                connections 50

                throughput 500/s, server CPU 4.25us per operation, errors 3

                command  operations  per second  errors  p50  p90  p99  p99.9  p99.99  max
                get             900         450       0  1ms  1ms  1ms    1ms     1ms  1ms
                set             100          50       3  2ms  2ms  2ms    2ms     2ms  2ms
                all           1,000         500       3  1ms  1ms  2ms    2ms     2ms  2ms

                repeat with: ringhold-bench run -h localhost -p 17001
                """);
    }

    @Test
    void shouldShowAComparison() {
        assertThat(TextReport.of(Samples.comparison())).isEqualTo("""
                comparison of 2 servers, medians of 2 rounds
                  alpha: Redis 7.0.15 at localhost:17001
                  beta: Redis 7.0.15 at [::1]:17002
                connections 50

                throughput  median  ratio  lowest  highest  CPU/op  CPU ratio  errors
                alpha        500/s  1.00x   500/s    500/s     4us      1.00x       6
                beta         500/s  1.00x   500/s    500/s     2us      0.50x       6
                ratios are to alpha, medians of those of each round

                latency  p50  p90  p99  p99.9  p99.99  max
                alpha    1ms  1ms  2ms    2ms     2ms  2ms
                beta     1ms  1ms  2ms    2ms     2ms  2ms

                all rounds  operations  per second  errors  p50  p90  p99  p99.9  p99.99  max
                alpha get        1,800         450       0  1ms  1ms  1ms    1ms     1ms  1ms
                alpha set          200          50       6  2ms  2ms  2ms    2ms     2ms  2ms
                beta get         1,800         450       0  1ms  1ms  1ms    1ms     1ms  1ms
                beta set           200          50       6  2ms  2ms  2ms    2ms     2ms  2ms

                repeat with: ringhold-bench run -h localhost -p 17001
                """);
    }

    @Test
    void shouldShowASweepAndWhereItBroke() {
        final String text = TextReport.of(Samples.sweep());
        assertThat(text).isEqualTo("""
                alpha: Redis 7.0.15 at localhost:17001
                2026-01-02T03:04:05Z, sweep of 3 rates, open loop
                connections 50

                rate           achieved  CPU/op  errors  p50  p90  p99  p99.9  p99.99  max
                500/s             500/s     4us       3  1ms  1ms  2ms    2ms     2ms  2ms
                1,000/s           500/s     4us       3  1ms  1ms  2ms    2ms     2ms  2ms
                1,500/s broke     500/s     4us       3  1ms  1ms  2ms    2ms     2ms  2ms

                latency broke at 1,500/s, highest rate before it 1,000/s

                repeat with: ringhold-bench run -h localhost -p 17001
                """);
        final Sweep unbroken = new Sweep(Samples.A, Samples.sweep().steps(), Double.NaN);
        assertThat(TextReport.of(unbroken)).contains("\nlatency never broke, highest rate 1,500/s\n")
                .doesNotContain(" broke  ");
        assertThat(TextReport.of(new Sweep(Samples.A, List.of(), Double.NaN)))
                .isEqualTo("sweep of alpha: no rate was tried\n");
    }

    @Test
    void shouldShowADashForWhatIsNotKnown() {
        assertThat(TextReport.of(Samples.empty(Samples.A)))
                .contains("alpha: unknown at", "throughput 0/s, server CPU - per operation")
                .contains("all               0           0       0    -    -    -      -       -    -\n")
                .doesNotContain("NaN");
        assertThat(TextReport.of(Samples.idle(Samples.A, 0))).contains("server CPU 0us");
    }

    @Test
    void shouldBePrintableAndNotTooWide() {
        for (final Result result : Samples.edges()) {
            final String text = TextReport.of(result);
            assertThat(text.lines().filter(line -> !line.startsWith("repeat with: ")))
                    .allMatch(line -> line.length() <= 100, text);
            assertThat(text).doesNotContain("NaN").matches("[^\\p{Cntrl}\\n]*(?:\\n[^\\p{Cntrl}]*)*");
        }
    }
}
