package io.ringhold.bench.load.measure;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.bench.result.Interval;
import io.ringhold.bench.result.Latencies;
import org.HdrHistogram.Histogram;

/** Collects what all threads recorded, interval by interval. For the driver's thread. */
public final class Intervals {
    private static final double NS_PER_SECOND = 1e9;

    private final List<ThreadRecorder> recorders;
    private final Histogram[] recycled;
    private final Histogram sum = Latencies.newHistogram();
    private final List<Interval> intervals = new ArrayList<>();
    private final long recordFromNs;
    private long startNs;
    private long errorsBefore;

    /** The first interval begins when measuring does. */
    public Intervals(List<ThreadRecorder> recorders, long recordFromNs) {
        this.recorders = List.copyOf(recorders);
        this.recordFromNs = recordFromNs;
        recycled = new Histogram[recorders.size()];
        startNs = recordFromNs;
    }

    /** Ends the interval that began where the last one ended. */
    public Interval end(long endNs) {
        sum.reset();
        long errors = 0;
        for (int i = 0; i < recycled.length; i++) {
            ThreadRecorder recorder = recorders.get(i);
            recycled[i] = recorder.takeInterval(recycled[i]);
            sum.add(recycled[i]);
            errors += recorder.errorsSoFar();
        }
        Interval interval = new Interval((startNs - recordFromNs) / NS_PER_SECOND, (endNs - startNs) / NS_PER_SECOND,
                sum.getTotalCount(), errors - errorsBefore, sum.getValueAtPercentile(50), sum.getValueAtPercentile(99),
                sum.getValueAtPercentile(99.9), sum.getMaxValue());
        errorsBefore = errors;
        startNs = endNs;
        intervals.add(interval);
        return interval;
    }

    /** Where the next interval begins. */
    public long startNs() {
        return startNs;
    }

    /** All that have ended. */
    public List<Interval> all() {
        return List.copyOf(intervals);
    }
}
