package io.ringhold.bench.result;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/** The sums, medians and ratios of results, what their constructors refuse, and that they hold copies. */
class ResultsTest {
    private static final Target A = new Target("a", "localhost", 17001);
    private static final Target B = new Target("b", "localhost", 17002);

    @Test
    void shouldReadATargetWithAndWithoutALabel() {
        assertThat(Target.parse("localhost:6379")).isEqualTo(new Target("localhost:6379", "localhost", 6379));
        assertThat(Target.parse("old=redis.example:6380")).isEqualTo(new Target("old", "redis.example", 6380));
        assertThat(Target.parse("x=[::1]:7000")).isEqualTo(new Target("x", "::1", 7000));
        assertThat(Target.parse("[::1]:7000").label()).isEqualTo("[::1]:7000")
                .isEqualTo(new Target("::1", 7000).address());
    }

    @Test
    void shouldRefuseATargetThatIsNone() {
        for (final String text : List.of("", "localhost", ":6379", "=localhost:6379", "a=localhost:",
                "a=localhost:port", "a=:1")) {
            assertThatIllegalArgumentException().isThrownBy(() -> Target.parse(text))
                    .withMessageContaining("'" + text + "'");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Target.parse("localhost:65536"))
                .withMessageContaining("65536");
        assertThatIllegalArgumentException().isThrownBy(() -> Target.parse("localhost:0"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Target(" ", "localhost", 1));
    }

    @Test
    void shouldTellTheServerInOneWord() {
        assertThat(new ServerInfo("Redis", "7.0.15").display()).isEqualTo("Redis 7.0.15");
        assertThat(new ServerInfo("", "").display()).isEqualTo("unknown");
    }

    @Test
    void shouldSumTheCommandsOfARun() {
        final Histogram latencies = Latencies.newHistogram();
        final RunResult run = new RunResult(A, new ServerInfo("Redis", "7.0.15"), Map.of(), Instant.EPOCH, 2, 0,
                List.of(new CommandResult("get", 80, 1, latencies), new CommandResult("set", 20, 2, latencies)),
                List.of(), latencies, 5);
        assertThat(run.operations()).isEqualTo(100);
        assertThat(run.errors()).isEqualTo(3);
        assertThat(run.throughput()).isEqualTo(50);
        assertThat(run.openLoop()).isFalse();
    }

    @Test
    void shouldHaveNoThroughputWhenNoTimePassed() {
        assertThat(run(A, 0, 100, 1).throughput()).isZero();
        assertThat(new Interval(0, 0, 5, 0, 1, 1, 1, 1).throughput()).isZero();
        assertThat(new Interval(0, 0.5, 5, 0, 1, 1, 1, 1).throughput()).isEqualTo(10);
    }

    @Test
    void shouldHoldCopiesAndTheOrderOfSettings() {
        final Histogram latencies = Latencies.newHistogram();
        final Map<String, String> settings = new LinkedHashMap<>();
        settings.put("z", "1");
        settings.put("a", "2");
        final List<Interval> intervals = new ArrayList<>();
        final RunResult run = new RunResult(A, new ServerInfo("", ""), settings, Instant.EPOCH, 1, 0,
                List.of(new CommandResult("get", 0, 0, latencies)), intervals, latencies, Double.NaN);
        latencies.recordValue(5);
        settings.put("b", "3");
        intervals.add(new Interval(0, 1, 0, 0, 0, 0, 0, 0));
        assertThat(run.latencies().getTotalCount()).isZero();
        assertThat(run.commands().getFirst().latencies().getTotalCount()).isZero();
        assertThat(run.settings().keySet()).containsExactly("z", "a");
        assertThat(run.intervals()).isEmpty();
    }

    @Test
    void shouldTakeTheMiddleOfAnOddNumberOfRounds() {
        final Comparison comparison = new Comparison(List.of(A),
                List.of(run(A, 1, 300, 3), run(A, 1, 100, 1), run(A, 1, 200, 9)));
        assertThat(comparison.rounds()).isEqualTo(3);
        assertThat(comparison.medianThroughput(A)).isEqualTo(200);
        assertThat(comparison.medianServerCpu(A)).isEqualTo(3);
    }

    @Test
    void shouldTakeTheMeanOfTheMiddleTwoOfAnEvenNumberOfRounds() {
        final Comparison comparison = new Comparison(List.of(A),
                List.of(run(A, 1, 400, 4), run(A, 1, 100, 1), run(A, 1, 200, 2), run(A, 1, 900, 9)));
        assertThat(comparison.medianThroughput(A)).isEqualTo(300);
        assertThat(comparison.medianServerCpu(A)).isEqualTo(3);
    }

    @Test
    void shouldTakeTheMedianOfTheRatiosOfEachRound() {
        // The ratio of the medians would be 200 / 100; those of the rounds are 0.5, 3 and 4.
        final Comparison comparison = new Comparison(List.of(A, B),
                List.of(run(A, 1, 200, 1), run(B, 1, 400, 2), run(B, 1, 100, 2),
                        run(A, 1, 300, 1), run(A, 1, 160, 1), run(B, 1, 40, 8)));
        assertThat(comparison.ratio(A, B)).isCloseTo(3, within(1e-9));
        assertThat(comparison.ratio(B, A)).isCloseTo(1.0 / 3, within(1e-9));
        assertThat(comparison.cpuRatio(A, B)).isCloseTo(0.5, within(1e-9));
        assertThat(comparison.ratio(A, A)).isEqualTo(1);
        assertThat(comparison.results(B)).extracting(RunResult::throughput).containsExactly(400.0, 100.0, 40.0);
    }

    @Test
    void shouldLeaveOutRoundsWhoseCpuIsUnknown() {
        final Comparison comparison = new Comparison(List.of(A, B),
                List.of(run(A, 1, 1, Double.NaN), run(B, 1, 1, 2), run(A, 1, 1, 3),
                        run(B, 1, 1, 4), run(A, 1, 1, 5), run(B, 1, 1, 0)));
        assertThat(comparison.medianServerCpu(A)).isEqualTo(4);
        assertThat(comparison.cpuRatio(A, B)).isEqualTo(0.75);
        final Comparison unknown = new Comparison(List.of(A, B),
                List.of(run(A, 1, 1, Double.NaN), run(B, 1, 1, Double.NaN)));
        assertThat(unknown.medianServerCpu(A)).isNaN();
        assertThat(unknown.cpuRatio(A, B)).isNaN();
    }

    @Test
    void shouldCompareTheRoundsThatBothRan() {
        final Comparison comparison = new Comparison(List.of(A, B),
                List.of(run(A, 1, 200, 1), run(B, 1, 100, 1), run(A, 1, 1, 1)));
        assertThat(comparison.ratio(A, B)).isEqualTo(2);
        assertThat(comparison.rounds()).isEqualTo(2);
    }

    @Test
    void shouldTellNaNWithoutRoundsAndWithoutOperations() {
        final Comparison none = new Comparison(List.of(A, B), List.of());
        assertThat(none.medianThroughput(A)).isNaN();
        assertThat(none.ratio(A, B)).isNaN();
        assertThat(none.medianOfPercentile(A, 99)).isNaN();
        assertThat(none.latencies(A).getTotalCount()).isZero();
        final Comparison idle = new Comparison(List.of(A, B), List.of(run(A, 1, 0, 1), run(B, 1, 0, 1)));
        assertThat(idle.medianThroughput(A)).isZero();
        assertThat(idle.ratio(A, B)).isNaN();
        assertThat(idle.medianOfPercentile(A, 99)).isNaN();
    }

    @Test
    void shouldTakeTheMedianOfTheRoundsPercentiles() {
        final Comparison comparison = new Comparison(List.of(A),
                List.of(run(A, 1, 100, 1), run(A, 1, 700, 1), run(A, 1, 300, 1)));
        assertThat(comparison.medianOfPercentile(A, 100)).isEqualTo(300);
        assertThat(comparison.medianOfPercentile(A, 50)).isEqualTo(150);
        assertThat(comparison.latencies(A).getTotalCount()).isEqualTo(1100);
    }

    @Test
    void shouldLeaveRoundsWithoutAnyReplyOutOfTheMediansOfLatencies() {
        final Comparison comparison = new Comparison(List.of(A),
                List.of(run(A, 1, 0, 1), run(A, 1, 100, 1), run(A, 1, 0, 1), run(A, 1, 300, 1)));
        assertThat(comparison.medianOfPercentile(A, 100)).isEqualTo(200);
        assertThat(comparison.medianThroughput(A)).isEqualTo(50);
    }

    @Test
    void shouldRefuseComparisonsThatAreNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Comparison(List.of(), List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Comparison(List.of(A, new Target("a", "other", 1)), List.of()))
                .withMessageContaining("'a'");
        assertThatIllegalArgumentException().isThrownBy(() -> new Comparison(List.of(A), List.of(run(B, 1, 1, 1))))
                .withMessageContaining("'b'");
    }

    @Test
    void shouldRefuseASweepWhoseRatesDoNotRise() {
        assertThat(new Sweep(A, List.of(step(100), step(200)), 200).broke()).isTrue();
        assertThat(new Sweep(A, List.of(), Double.NaN).broke()).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new Sweep(A, List.of(step(200), step(200)), 200));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sweep(A, List.of(step(0)), 200));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sweep(B, List.of(step(1)), 200));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sweep(A, List.of(), 0));
    }

    @Test
    void shouldRefuseNegativeFigures() {
        final Histogram latencies = Latencies.newHistogram();
        assertThatIllegalArgumentException().isThrownBy(() -> new CommandResult("get", -1, 0, latencies));
        assertThatIllegalArgumentException().isThrownBy(() -> new CommandResult("get", 0, -1, latencies));
        assertThatIllegalArgumentException().isThrownBy(() -> new Interval(Double.NaN, 1, 0, 0, 0, 0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Interval(0, 1, 0, 0, 0, 0, 0, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> run(A, Double.POSITIVE_INFINITY, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> run(A, 1, 1, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> step(-1));
    }

    @Test
    void shouldClampLatenciesToWhatAHistogramHolds() {
        final Histogram latencies = Latencies.newHistogram();
        latencies.recordValue(Latencies.clamp(Long.MAX_VALUE));
        latencies.recordValue(Latencies.clamp(-5));
        assertThat(latencies.valuesAreEquivalent(latencies.getMaxValue(), Latencies.HIGHEST_NS)).isTrue();
        assertThat(latencies.getMinValue()).isEqualTo(1);
    }

    /** A run whose latencies are 1, 2, 3 ... ns, one for each operation. */
    private static RunResult run(final Target target, final double seconds, final long operations, final double cpu) {
        final Histogram latencies = Latencies.newHistogram();
        for (long i = 1; i <= operations; i++) {
            latencies.recordValue(i);
        }
        return new RunResult(target, new ServerInfo("Redis", "7.0.15"), Map.of(), Instant.EPOCH, seconds, 0,
                List.of(new CommandResult("get", operations, 0, latencies)), List.of(), latencies, cpu);
    }

    private static RunResult step(final double rate) {
        final Histogram latencies = Latencies.newHistogram();
        return new RunResult(A, new ServerInfo("Redis", "7.0.15"), Map.of(), Instant.EPOCH, 1, rate, List.of(),
                List.of(), latencies, 1);
    }
}
