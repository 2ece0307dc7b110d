package io.ringhold.engine.latency;

import java.util.ArrayList;
import java.util.List;

import org.HdrHistogram.Histogram;

/**
 * How long batches spend in each stage of their way; one duration per batch and stage. Engine thread, but for
 * {@link #newFlushRecorder}, which is for the time before threads are started.
 */
public final class StageLatency {
    private final LatencyHistogram queueWait = new LatencyHistogram();
    private final LatencyHistogram execute = new LatencyHistogram();
    private final LatencyHistogram logHold = new LatencyHistogram();
    private final List<FlushRecorder> flushRecorders = new ArrayList<>();
    private final Histogram flushes = LatencyHistogram.newHistogram();

    /** A batch that the transport found at one time was taken at another. */
    public void taken(final long foundNs, final long takenNs) {
        queueWait.record(takenNs - foundNs);
    }

    /** A batch has been executed. */
    public void executed(final long elapsedNs) {
        execute.record(elapsedNs);
    }

    /** The replies to a batch were held until the log was forced. */
    public void held(final long elapsedNs) {
        logHold.record(elapsedNs);
    }

    /** A recorder for one transport more. */
    public FlushRecorder newFlushRecorder() {
        final FlushRecorder recorder = new FlushRecorder();
        flushRecorders.add(recorder);
        return recorder;
    }

    /** From when the transport found requests to when the engine took them. */
    public LatencyHistogram queueWait() {
        return queueWait;
    }

    /** Execution of all commands of a batch, appending to the log included. */
    public LatencyHistogram execute() {
        return execute;
    }

    /** Waiting for the log under {@code appendfsync always}. */
    public LatencyHistogram logHold() {
        return logHold;
    }

    /** From when the engine was done with a batch to when the last byte of its replies was written to the socket. */
    public LatencyHistogram replyFlush() {
        flushRecorders.forEach(recorder -> recorder.collect(flushes));
        return LatencyHistogram.of(flushes);
    }

    void reset() {
        queueWait.reset();
        execute.reset();
        logHold.reset();
        replyFlush().reset();
    }
}
