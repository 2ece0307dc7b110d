package io.ringhold.engine.latency;

import java.util.ArrayList;
import java.util.List;

/**
 * The longest times that one step of the engine thread took, while everything else waited. Engine thread; recording allocates
 * nothing.
 */
public final class LongestPauses {
    private static final int CAPACITY = 16;

    /**
     * One step.
     *
     * @param event
     *            what it was.
     * @param command
     *            the command's full name; empty when it was none.
     * @param endedAtMs
     *            Unix time.
     * @param elapsedNs
     *            how long it took.
     */
    public record Pause(LatencyEvent event, String command, long endedAtMs, long elapsedNs) {}

    private final LatencyEvent[] events = new LatencyEvent[CAPACITY];
    private final String[] commands = new String[CAPACITY];
    private final long[] endedAtMs = new long[CAPACITY];
    private final long[] elapsedNs = new long[CAPACITY];
    private int count;

    /** Least duration in ns that would be kept now. */
    long thresholdNs() {
        return count < CAPACITY ? 0 : elapsedNs[CAPACITY - 1] + 1;
    }

    void happened(final LatencyEvent event, final String command, final long durationNs, final long nowMs) {
        if (durationNs < thresholdNs()) {
            return;
        }
        int at = count < CAPACITY ? count++ : CAPACITY - 1;
        while (at > 0 && elapsedNs[at - 1] < durationNs) {
            events[at] = events[at - 1];
            commands[at] = commands[at - 1];
            endedAtMs[at] = endedAtMs[at - 1];
            elapsedNs[at] = elapsedNs[at - 1];
            at--;
        }
        events[at] = event;
        commands[at] = command;
        endedAtMs[at] = nowMs;
        elapsedNs[at] = durationNs;
    }

    /** The pauses, the longest first. */
    public List<Pause> longest() {
        final List<Pause> longest = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            longest.add(new Pause(events[i], commands[i], endedAtMs[i], elapsedNs[i]));
        }
        return longest;
    }

    void clear() {
        count = 0;
    }
}
