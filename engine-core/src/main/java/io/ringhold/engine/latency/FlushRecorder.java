package io.ringhold.engine.latency;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * How long replies of one transport took from the engine to the socket. The transport's thread records, which never waits; the engine's
 * thread collects, which may have to let a record that has begun end.
 */
public final class FlushRecorder {
    private final SingleWriterRecorder recorder = new SingleWriterRecorder(1, LatencyHistogram.MAX_NS,
            LatencyHistogram.DIGITS);
    private Histogram recycled;

    /** Counts a duration. Transport thread. */
    public void record(final long elapsedNs) {
        recorder.recordValue(Math.clamp(elapsedNs, 0, LatencyHistogram.MAX_NS));
    }

    /** Moves what was recorded since the last call to a histogram. Engine thread. */
    void collect(final Histogram into) {
        recycled = recorder.getIntervalHistogram(recycled);
        into.add(recycled);
    }
}
