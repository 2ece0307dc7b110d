package io.ringhold.bench.load.measure;

import io.ringhold.bench.result.RunResult;

/**
 * What a run gave.
 *
 * @param result
 *            its figures
 * @param firstError
 *            the text of the first error reply, or null when there was none
 */
public record Outcome(RunResult result, String firstError) {}
