package io.ringhold.engine.latency;

import java.util.concurrent.TimeUnit;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * How long something took, by nanoseconds with two digits: 3 to 4 ns a call and 32 KiB, taken when the first duration is recorded.
 * What takes longer than about a minute counts as that. Engine thread, which records and reads.
 */
public final class LatencyHistogram {
    /** Durations above count as this. */
    static final long MAX_NS = (1L << 36) - 1;
    /** Digits that are told apart: as many as Redis does. */
    static final int DIGITS = 2;

    private static final long FIRST_LEVEL_NS = 1024;
    /** Width of the first level's last cell: with two digits a cell is a 128th of the power of two below it. */
    private static final long FIRST_CELL_NS = FIRST_LEVEL_NS / 128;
    /** Levels of a {@link Distribution}, up to half a minute. */
    private static final int LEVELS = 26;

    private Histogram histogram;
    private long sumNs;

    /** Takes the points of a cumulative distribution. */
    @FunctionalInterface
    public interface LevelConsumer {
        /**
         * Called with growing levels.
         *
         * @param micros
         *            a duration.
         * @param cumulativeCount
         *            how many took as long or less.
         */
        void accept(long micros, long cumulativeCount);
    }

    /** Counts a duration. */
    public void record(final long elapsedNs) {
        record(elapsedNs, 1);
    }

    /** Counts a duration that something took so many times. */
    public void record(final long elapsedNs, final int times) {
        if (histogram == null) {
            histogram = newHistogram();
        }
        final long countedNs = Math.clamp(elapsedNs, 0, MAX_NS);
        histogram.recordValueWithCount(countedNs, times);
        sumNs += countedNs * times;
    }

    /** An empty histogram of the same form. */
    static Histogram newHistogram() {
        return new Histogram(1, MAX_NS, DIGITS);
    }

    /** Shows what was recorded elsewhere. */
    static LatencyHistogram of(final Histogram recorded) {
        final LatencyHistogram shown = new LatencyHistogram();
        shown.histogram = recorded;
        shown.sumNs = Math.round(recorded.getMean() * recorded.getTotalCount());
        return shown;
    }

    /** Durations counted. */
    public long count() {
        return histogram == null ? 0 : histogram.getTotalCount();
    }

    /** The duration that so many per cent did not exceed; 0 when nothing is counted. */
    public long percentileNs(final double percentile) {
        return count() == 0 ? 0 : histogram.getValueAtPercentile(percentile);
    }

    /** The longest; 0 when nothing is counted. */
    public long maxNs() {
        return count() == 0 ? 0 : histogram.getMaxValue();
    }

    /** Gives the distribution at powers of two of 1.024 us, leaving out levels that add nothing to the one before. */
    public void levels(final LevelConsumer consumer) {
        if (histogram == null) {
            return;
        }
        long level = FIRST_LEVEL_NS;
        long limit = histogram.highestEquivalentValue(level);
        long cumulative = 0;
        long told = 0;
        for (final HistogramIterationValue recorded : histogram.recordedValues()) {
            while (recorded.getValueIteratedTo() > limit) {
                if (cumulative > told) {
                    consumer.accept(TimeUnit.NANOSECONDS.toMicros(limit), cumulative);
                    told = cumulative;
                }
                level *= 2;
                limit = histogram.highestEquivalentValue(level);
            }
            cumulative += recorded.getCountAtValueIteratedTo();
        }
        if (cumulative > told) {
            consumer.accept(TimeUnit.NANOSECONDS.toMicros(limit), cumulative);
        }
    }

    /** Number of levels of a {@link Distribution}. */
    public static int levels() {
        return LEVELS;
    }

    /** What a level's durations do not exceed, in ns: those of {@link #levels(LevelConsumer)}, none left out. */
    public static long levelNs(final int level) {
        return (FIRST_LEVEL_NS + FIRST_CELL_NS << level) - 1;
    }

    /** A copy of what is counted, by levels. Takes about 1 us once it is compiled, where {@link #levels(LevelConsumer)} takes tens. */
    public Distribution distribution() {
        final long[] counts = new long[LEVELS + 1];
        if (count() == 0) {
            return new Distribution(counts, 0, 0);
        }
        final long maxNs = histogram.getMaxValue();
        long left = histogram.getTotalCount();
        long fromNs = 0;
        for (int level = 0; level < LEVELS && fromNs <= maxNs; level++) {
            final long toNs = levelNs(level);
            counts[level] = histogram.getCountBetweenValues(fromNs, toNs);
            left -= counts[level];
            fromNs = toNs + 1;
        }
        counts[LEVELS] = left;
        return new Distribution(counts, count(), sumNs);
    }

    /** Forgets all, and keeps the memory. */
    public void reset() {
        if (histogram != null) {
            histogram.reset();
            sumNs = 0;
        }
    }
}
