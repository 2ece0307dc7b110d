package io.ringhold.bench.report;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.ringhold.bench.result.CommandResult;
import io.ringhold.bench.result.Comparison;
import io.ringhold.bench.result.Result;
import io.ringhold.bench.result.RunResult;
import io.ringhold.bench.result.Sweep;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The log read back by HdrHistogram's own reader. */
class HistogramLogReportTest {
    @Test
    void shouldHoldTheHistogramOfEachCommand() {
        final RunResult run = Samples.run(Samples.A, 0, 4);
        final List<Histogram> read = read(run);
        assertThat(read).extracting(Histogram::getTag).containsExactly("get", "set");
        assertThat(read).containsExactlyElementsOf(run.commands().stream().map(CommandResult::latencies).toList());
        assertThat(read.getFirst().getStartTimeStamp()).isEqualTo(Samples.START.toEpochMilli());
        assertThat(read.getFirst().getEndTimeStamp()).isEqualTo(Samples.START.toEpochMilli() + 2000);
    }

    @Test
    void shouldTellTheServersOfAComparisonApart() {
        assertThat(read(Samples.comparison())).extracting(Histogram::getTag).containsExactly("alpha:get", "alpha:set",
                "beta:get", "beta:set",
                "beta:get", "beta:set", "alpha:get", "alpha:set");
    }

    @Test
    void shouldPlaceRoundsOnTheClock() {
        final RunResult first = Samples.single(Samples.A, 0);
        final RunResult later = new RunResult(Samples.B, first.server(), first.settings(),
                Samples.START.plusMillis(1500), 1, 0,
                first.commands(), List.of(), first.latencies(), 1);
        assertThat(read(new Comparison(List.of(Samples.A, Samples.B), List.of(first, later))))
                .extracting(Histogram::getStartTimeStamp)
                .containsExactly(Samples.START.toEpochMilli(), Samples.START.toEpochMilli() + 1500);
    }

    @Test
    void shouldBeReadableAtTheEdges() {
        for (final Result result : Samples.edges()) {
            final int commands = switch (result) {
                case final RunResult run -> run.commands().size();
                case final Comparison comparison ->
                    comparison.results().stream().mapToInt(run -> run.commands().size()).sum();
                case final Sweep sweep -> sweep.steps().stream().mapToInt(run -> run.commands().size()).sum();
            };
            assertThat(read(result)).hasSize(commands);
        }
    }

    static List<Histogram> read(final Result result) {
        final byte[] log = HistogramLogReport.of(result).getBytes(StandardCharsets.UTF_8);
        final List<Histogram> histograms = new ArrayList<>();
        try (HistogramLogReader reader = new HistogramLogReader(new ByteArrayInputStream(log))) {
            while (reader.hasNext()) {
                final EncodableHistogram next = reader.nextIntervalHistogram();
                if (next != null) {
                    histograms.add((Histogram) next);
                }
            }
        }
        return histograms;
    }
}
