package io.ringhold.engine.latency;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Samples of what took at least {@code latency-monitor-threshold} milliseconds, by event. Engine thread; allocates when an event
 * happens for the first time.
 */
public final class LatencyMonitor {
    private final Map<LatencyEvent, EventSamples> events = new EnumMap<>(LatencyEvent.class);
    private long thresholdMs;

    /** Sets the least duration that is kept; 0 keeps nothing more. */
    void threshold(final long milliseconds) {
        thresholdMs = milliseconds;
    }

    /** True when samples are kept. */
    public boolean isEnabled() {
        return thresholdMs != 0;
    }

    /** Least duration in ns that is kept; {@link Long#MAX_VALUE} when nothing is. */
    long thresholdNs() {
        return thresholdMs == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(thresholdMs);
    }

    void happened(final LatencyEvent event, final long elapsedNs, final long nowMs) {
        if (elapsedNs >= thresholdNs()) {
            events.computeIfAbsent(event, _ -> new EventSamples())
                    .add(TimeUnit.MILLISECONDS.toSeconds(nowMs), TimeUnit.NANOSECONDS.toMillis(elapsedNs));
        }
    }

    /** Number of events that have samples. */
    public int size() {
        return events.size();
    }

    /** The samples of an event; null when it has none, also for a null event. */
    public EventSamples samples(final LatencyEvent event) {
        return event == null ? null : events.get(event);
    }

    /** Calls with each event that has samples. */
    public void forEach(final BiConsumer<LatencyEvent, EventSamples> consumer) {
        events.forEach(consumer);
    }

    /** Forgets the samples of an event; false when it had none. */
    public boolean reset(final LatencyEvent event) {
        return event != null && events.remove(event) != null;
    }

    /** Forgets all samples; returns how many events had some. */
    public int reset() {
        final int had = events.size();
        events.clear();
        return had;
    }
}
