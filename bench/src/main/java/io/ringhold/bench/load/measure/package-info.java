/**
 * What is recorded while a load runs: each load thread writes a {@link io.ringhold.bench.load.measure.ThreadRecorder}, the driver's thread makes
 * {@link io.ringhold.bench.load.measure.Intervals} of them and tells a {@link io.ringhold.bench.load.measure.ProgressListener}; an
 * {@link io.ringhold.bench.load.measure.Outcome} is what is left in the end.
 */
package io.ringhold.bench.load.measure;
