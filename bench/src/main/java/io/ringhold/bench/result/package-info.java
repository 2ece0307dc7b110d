/**
 * What was measured: plain values that the load generator fills and that reports are made of. A {@link io.ringhold.bench.result.RunResult
 * RunResult} is one measurement of one server; a {@link io.ringhold.bench.result.Comparison Comparison} is several servers measured in turn,
 * round by round; a {@link io.ringhold.bench.result.Sweep Sweep} is one server at rising rates. Latencies are nanoseconds, durations are
 * seconds, rates are operations per second. All are immutable but for the histograms in them, which nobody may change.
 */
package io.ringhold.bench.result;
