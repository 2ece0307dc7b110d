package io.ringhold.bench.result;

import java.util.Objects;

import org.HdrHistogram.Histogram;

/**
 * What one command of a mix did in a run.
 *
 * @param name
 *            the command's name or the label of its template.
 * @param operations
 *            replies, errors among them.
 * @param errors
 *            replies that were errors.
 * @param latencies
 *            of all replies, in ns; a copy of what the constructor was given, not to be changed.
 */
public record CommandResult(String name, long operations, long errors, Histogram latencies) {
    /**
     * @throws IllegalArgumentException
     *             when a count is negative.
     */
    public CommandResult {
        Objects.requireNonNull(name, "name");
        Checks.notNegative(operations, "operations");
        Checks.notNegative(errors, "errors");
        latencies = latencies.copy();
    }
}
