package io.ringhold.bench.jmh;

import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** What it costs to record a latency. */
public class HistogramBenchmark extends MicroBenchmark {
    private static final int VALUES = 4096;
    private static final long HIGHEST_NS = TimeUnit.MINUTES.toNanos(1);
    private static final int DIGITS = 3;

    private final Histogram histogram = new Histogram(HIGHEST_NS, DIGITS);
    private final ConcurrentHistogram concurrent = new ConcurrentHistogram(HIGHEST_NS, DIGITS);
    private final SingleWriterRecorder recorder = new SingleWriterRecorder(HIGHEST_NS, DIGITS);
    private final long[] latencies = new long[VALUES];
    private int next;

    @Setup
    public void fill() {
        // log-normal about 1 us, with a tail into ms
        final Random random = new Random(1);
        for (int i = 0; i < VALUES; i++) {
            latencies[i] = Math.min(HIGHEST_NS, (long) (1_000 * Math.exp(random.nextGaussian() * 1.5)));
        }
    }

    /** A histogram of one thread. */
    @Benchmark
    public void histogram() {
        histogram.recordValue(latency());
    }

    /** A histogram that other threads may write to. */
    @Benchmark
    public void concurrentHistogram() {
        concurrent.recordValue(latency());
    }

    /** A recorder of one writer whose intervals another thread takes. */
    @Benchmark
    public void singleWriterRecorder() {
        recorder.recordValue(latency());
    }

    private long latency() {
        next = next + 1 & VALUES - 1;
        return latencies[next];
    }
}
