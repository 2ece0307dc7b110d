package io.ringhold.bench.report;

import java.util.List;
import java.util.function.ToDoubleFunction;

import io.ringhold.bench.result.RunResult;

/**
 * The bounds of what the rounds gave; NaN when no round gave anything.
 *
 * @param lowest
 *            in the figure's unit.
 * @param highest
 *            in the figure's unit.
 */
record Range(double lowest, double highest) {
    static Range of(final List<RunResult> rounds, final ToDoubleFunction<RunResult> figure) {
        final double[] known = rounds.stream().mapToDouble(figure).filter(Double::isFinite).sorted().toArray();
        return known.length == 0 ? new Range(Double.NaN, Double.NaN) : new Range(known[0], known[known.length - 1]);
    }
}
