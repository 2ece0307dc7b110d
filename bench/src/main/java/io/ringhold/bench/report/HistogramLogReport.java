package io.ringhold.bench.report;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

import io.ringhold.bench.result.CommandResult;
import io.ringhold.bench.result.Comparison;
import io.ringhold.bench.result.Result;
import io.ringhold.bench.result.RunResult;
import io.ringhold.bench.result.Sweep;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * {@link Format#HGRM}: HdrHistogram's log, version 1.3. Every run has a line for each of its commands, tagged with the command's name; of a
 * comparison, with the target's label, {@code :} and the command's name. Times are seconds from the start of the first run, the maximum in
 * the line is in ms, the histograms are in ns.
 */
final class HistogramLogReport {
    private static final double MILLIS = 1e3;

    private HistogramLogReport() {}

    static String of(final Result result) {
        final List<RunResult> runs = switch (result) {
            case final RunResult run -> List.of(run);
            case final Comparison comparison -> comparison.results();
            case final Sweep sweep -> sweep.steps();
        };
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final HistogramLogWriter log = new HistogramLogWriter(bytes);
        final long base = runs.stream().mapToLong(run -> run.startedAt().toEpochMilli()).min().orElse(0);
        log.outputComment("[ringhold-bench: latencies in ns, one line for each command of a run]");
        log.outputLogFormatVersion();
        log.outputComment(String.format(Locale.ROOT, "[StartTime: %.3f (seconds since epoch), %s]", base / MILLIS,
                Instant.ofEpochMilli(base)));
        log.setBaseTime(base);
        log.outputBaseTime(base);
        log.outputLegend();
        for (final RunResult run : runs) {
            final double start = (run.startedAt().toEpochMilli() - base) / MILLIS;
            for (final CommandResult command : run.commands()) {
                final Histogram latencies = command.latencies().copy();
                final String name = result instanceof Comparison
                        ? run.target().label() + ":" + command.name()
                        : command.name();
                latencies.setTag(tag(name));
                log.outputIntervalHistogram(start, start + run.seconds(), latencies);
            }
        }
        log.close();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The name with {@code _} for what a tag may not contain. */
    private static String tag(final String name) {
        return name.replaceAll("[\\s,\\p{Cntrl}]", "_");
    }
}
