package io.ringhold.bench.load;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.bench.result.Interval;
import io.ringhold.bench.result.Latencies;
import org.HdrHistogram.Histogram;

/** Collects what all threads recorded, interval by interval. For the driver's thread. */
final class Intervals {
    private static final double NS_PER_SECOND = 1e9;

    private final List<ThreadRecorder> recorders;
    private final Histogram[] recycled;
    private final Histogram sum = Latencies.newHistogram();
    private final List<Interval> intervals = new ArrayList<>();
    private final long recordFromNs;
    private long startNs;
    private long errorsBefore;

    Intervals(List<ThreadRecorder> recorders, long recordFromNs) {
        this.recorders = List.copyOf(recorders);
        this.recordFromNs = recordFromNs;
        recycled = new Histogram[recorders.size()];
        startNs = recordFromNs;
    }

    /** Ends the interval that began where the last one ended. */
    Interval end(long endNs) {
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
    long startNs() {
        return startNs;
    }

    List<Interval> all() {
        return List.copyOf(intervals);
    }
}
