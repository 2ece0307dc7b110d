package io.ringhold.bench.load.measure;

import java.util.concurrent.atomic.AtomicLong;

import io.ringhold.bench.result.Latencies;
import io.ringhold.bench.server.ReplyScanner;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * What one load thread measured. Written by that thread; the driver reads intervals while it runs (the histogram of the last interval is swapped
 * out, the counters of replies and errors are monotonic) and everything else when it has ended. Times in ns.
 */
public final class ThreadRecorder {
    private final Histogram[] latencies;
    private final long[] errors;
    private final SingleWriterRecorder interval = new SingleWriterRecorder(Latencies.LOWEST_NS,
            Latencies.HIGHEST_NS, Latencies.SIGNIFICANT_DIGITS);
    private final AtomicLong errorsSoFar = new AtomicLong();
    private final AtomicLong repliesSoFar = new AtomicLong();
    private String firstError;
    private long lastReplyNs;
    private long lastReadNs;

    /**
     * A recorder with nothing in it.
     *
     * @param commands
     *            how many kinds there are
     * @param startNs
     *            when the run starts
     */
    public ThreadRecorder(int commands, long startNs) {
        lastReadNs = startNs;
        latencies = new Histogram[commands];
        for (int i = 0; i < commands; i++) {
            latencies[i] = Latencies.newHistogram();
        }
        errors = new long[commands];
    }

    /** Records replies to {@code count} commands of one kind that took equally long. */
    public void onReplies(int command, long count, long latencyNs, long nowNs) {
        long clamped = Latencies.clamp(latencyNs);
        latencies[command].recordValueWithCount(clamped, count);
        interval.recordValueWithCount(clamped, count);
        lastReplyNs = nowNs;
    }

    /** Counts the replies that one read brought, also those that are not measured. */
    public void onRead(int replies, long nowNs) {
        if (replies > 0) {
            repliesSoFar.lazySet(repliesSoFar.getPlain() + replies);
            lastReadNs = nowNs;
        }
    }

    /** Records that one of the replies was an error. */
    public void onError(int command, ReplyScanner scanner) {
        errors[command]++;
        errorsSoFar.lazySet(errorsSoFar.getPlain() + 1);
        if (firstError == null) {
            firstError = scanner.lastError();
        }
    }

    /** Takes what was recorded since the last call, using {@code recycled} (may be null) for what comes. */
    Histogram takeInterval(Histogram recycled) {
        return interval.getIntervalHistogram(recycled);
    }

    /** All replies since the start, also those that are not measured. */
    public long repliesSoFar() {
        return repliesSoFar.get();
    }

    /** When the last reply came, measured or not; in the beginning, when the run started. For the load thread. */
    public long lastReadNs() {
        return lastReadNs;
    }

    long errorsSoFar() {
        return errorsSoFar.get();
    }

    /** The latencies of one kind of command. */
    public Histogram latencies(int command) {
        return latencies[command];
    }

    /** How many replies to one kind of command were errors. */
    public long errors(int command) {
        return errors[command];
    }

    /** The text of the first error, or null. */
    public String firstError() {
        return firstError;
    }

    /** When the last measured reply came, or 0. */
    public long lastReplyNs() {
        return lastReplyNs;
    }
}
