package io.ringhold.bench.result;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import org.HdrHistogram.Histogram;

/**
 * Several servers, measured in turn, round by round, so that what disturbs the machine disturbs all of them. A target's n-th result is that
 * of round n. Of what the rounds gave, medians are told; a ratio is the median of the ratios within each round, in which most of the noise
 * cancels out.
 *
 * @param targets
 *            at least one; their labels differ. Ratios are told against the first.
 * @param results
 *            in the order in which they ran.
 */
public record Comparison(List<Target> targets, List<RunResult> results) implements Result {
    /**
     * @throws IllegalArgumentException
     *             when there is no target, two have the same label, or a result is of another target.
     */
    public Comparison {
        targets = List.copyOf(targets);
        results = List.copyOf(results);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("a comparison needs a target");
        }
        final Set<String> labels = new HashSet<>();
        for (final Target target : targets) {
            if (!labels.add(target.label())) {
                throw new IllegalArgumentException("two targets are called '" + target.label() + "'");
            }
        }
        for (final RunResult result : results) {
            if (!targets.contains(result.target())) {
                throw new IllegalArgumentException(
                        "'" + result.target().label() + "' is not a target of this comparison");
            }
        }
    }

    /** A target's results in the order of the rounds. */
    public List<RunResult> results(final Target target) {
        return results.stream().filter(result -> result.target().equals(target)).toList();
    }

    /** How many rounds the target that ran most often has run. */
    public int rounds() {
        return targets.stream().mapToInt(target -> results(target).size()).max().orElse(0);
    }

    /** Operations per second, median of the rounds; NaN without rounds. */
    public double medianThroughput(final Target target) {
        return medianOf(target, RunResult::throughput);
    }

    /** CPU time of the server's process in microseconds per operation, median of the rounds where it is known; NaN when it never is. */
    public double medianServerCpu(final Target target) {
        return medianOf(target, RunResult::serverCpuMicrosPerOperation);
    }

    /** CPU time of the load generator in microseconds per operation, median of the rounds where it is known; NaN when it never is. */
    public double medianGeneratorCpu(final Target target) {
        return medianOf(target, RunResult::generatorCpuMicrosPerOperation);
    }

    /**
     * Latency in ns, median of the percentiles of the rounds that have latencies; NaN when none has.
     *
     * @param percentile
     *            0 to 100.
     */
    public double medianOfPercentile(final Target target, final double percentile) {
        return medianOf(target, result -> result.latencies().getTotalCount() == 0
                ? Double.NaN
                : result.latencies().getValueAtPercentile(percentile));
    }

    /** How many times the throughput of {@code b} that of {@code a} is, median of the rounds that both have run; NaN without such. */
    public double ratio(final Target a, final Target b) {
        return ratioOf(a, b, RunResult::throughput);
    }

    /** As {@link #ratio}, of the server's CPU time per operation: less than 1 when {@code a} needs less. */
    public double cpuRatio(final Target a, final Target b) {
        return ratioOf(a, b, RunResult::serverCpuMicrosPerOperation);
    }

    /** The latencies of all rounds of a target in one new histogram. */
    public Histogram latencies(final Target target) {
        final Histogram all = Latencies.newHistogram();
        all.setAutoResize(true);
        results(target).forEach(result -> all.add(result.latencies()));
        return all;
    }

    /** The median of what the rounds give that is finite; NaN when nothing is. */
    private double medianOf(final Target target, final ToDoubleFunction<RunResult> figure) {
        return median(results(target).stream().mapToDouble(figure));
    }

    private double ratioOf(final Target a, final Target b, final ToDoubleFunction<RunResult> figure) {
        final List<RunResult> ofA = results(a);
        final List<RunResult> ofB = results(b);
        return median(IntStream.range(0, Math.min(ofA.size(), ofB.size()))
                .mapToDouble(round -> figure.applyAsDouble(ofA.get(round)) / figure.applyAsDouble(ofB.get(round))));
    }

    private static double median(final DoubleStream figures) {
        final double[] sorted = figures.filter(Double::isFinite).toArray();
        Arrays.sort(sorted);
        if (sorted.length == 0) {
            return Double.NaN;
        }
        final int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
