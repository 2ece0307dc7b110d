package io.ringhold.engine.eviction;

import org.agrona.concurrent.NanoClock;

/** How long more memory has been in use than {@code maxmemory} allows, as INFO stats shows it. Engine thread. */
public final class ExceededTime {
    private static final long NS_PER_MS = 1_000_000;

    private final NanoClock clock;
    private boolean exceeded;
    private long sinceNs;
    private long beforeNs;

    ExceededTime(final NanoClock clock) {
        this.clock = clock;
    }

    /** Says whether it is exceeded now; reads the clock when that has changed. */
    void note(final boolean now) {
        if (now == exceeded) {
            return;
        }
        exceeded = now;
        if (now) {
            sinceNs = clock.nanoTime();
        } else {
            beforeNs += clock.nanoTime() - sinceNs;
        }
    }

    /** Milliseconds in all. */
    public long totalMs() {
        return (beforeNs + currentNs()) / NS_PER_MS;
    }

    /** Milliseconds since it has been exceeded without a break; 0 when it is not. */
    public long currentMs() {
        return currentNs() / NS_PER_MS;
    }

    void reset() {
        beforeNs = 0;
        exceeded = false;
    }

    private long currentNs() {
        return exceeded ? clock.nanoTime() - sinceNs : 0;
    }
}
