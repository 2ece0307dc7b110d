package io.ringhold.engine.latency;

import java.util.ArrayList;
import java.util.List;

/** The newest samples of an event, one for each second in which it happened: the longest of that second. Engine thread. */
public final class EventSamples {
    private static final int CAPACITY = 160;

    /**
     * One sample.
     *
     * @param unixSeconds
     *            when.
     * @param millis
     *            how long.
     */
    public record Sample(long unixSeconds, long millis) {}

    private final long[] seconds = new long[CAPACITY];
    private final long[] millis = new long[CAPACITY];
    private int count;
    private int newest = -1;
    private long longestMillis;

    void add(final long unixSeconds, final long durationMs) {
        longestMillis = Math.max(longestMillis, durationMs);
        if (count != 0 && seconds[newest] == unixSeconds) {
            millis[newest] = Math.max(millis[newest], durationMs);
            return;
        }
        newest = (newest + 1) % CAPACITY;
        seconds[newest] = unixSeconds;
        millis[newest] = durationMs;
        count = Math.min(count + 1, CAPACITY);
    }

    /** Copies of the samples, the oldest first. */
    public List<Sample> samples() {
        final List<Sample> samples = new ArrayList<>(count);
        for (int i = count - 1; i >= 0; i--) {
            final int at = Math.floorMod(newest - i, CAPACITY);
            samples.add(new Sample(seconds[at], millis[at]));
        }
        return samples;
    }

    /** The newest sample; there is one as soon as anything was added. */
    public Sample latest() {
        return new Sample(seconds[newest], millis[newest]);
    }

    /** The longest of all, also of those that are kept no longer. */
    public long longestMillis() {
        return longestMillis;
    }
}
