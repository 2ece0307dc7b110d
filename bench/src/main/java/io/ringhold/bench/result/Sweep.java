package io.ringhold.bench.result;

import java.util.List;
import java.util.Objects;

/**
 * One server at rising rates, until its latency broke or the highest rate was reached.
 *
 * @param target
 *            the server.
 * @param steps
 *            open-loop runs, each at a higher rate than the one before.
 * @param brokenAtRate
 *            the lowest rate, in operations per second, at which latency was beyond the limit or the server did not keep up; NaN when it
 *            never was.
 */
public record Sweep(Target target, List<RunResult> steps, double brokenAtRate) implements Result {
    /**
     * @throws IllegalArgumentException
     *             when the rates do not rise, a step is of another target, or the rate of the break is not positive.
     */
    public Sweep {
        Objects.requireNonNull(target, "target");
        steps = List.copyOf(steps);
        double last = 0;
        for (final RunResult step : steps) {
            if (!step.target().equals(target)) {
                throw new IllegalArgumentException(
                        "a step is of '" + step.target().label() + "', not of '" + target.label() + "'");
            }
            if (step.rate() <= last) {
                throw new IllegalArgumentException(
                        "the rates of a sweep must rise, but " + step.rate() + " follows " + last);
            }
            last = step.rate();
        }
        if (brokenAtRate <= 0 || Double.isInfinite(brokenAtRate)) {
            throw new IllegalArgumentException("brokenAtRate must be a rate or NaN, but is " + brokenAtRate);
        }
    }

    /** Whether latency broke at a rate that was tried. */
    public boolean broke() {
        return !Double.isNaN(brokenAtRate);
    }

    /** Whether a step is at or beyond the break. */
    public boolean broke(final RunResult step) {
        return step.rate() >= brokenAtRate;
    }

    /** The highest rate before the break, in operations per second; NaN when there is none. */
    public double highestSustainedRate() {
        return steps.stream().filter(step -> !broke(step)).mapToDouble(RunResult::rate).max().orElse(Double.NaN);
    }
}
