package io.ringhold.server.transport;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import org.agrona.concurrent.NanoClock;

/**
 * Makes a busy transport serve several clients a turn where it would serve one or two.
 *
 * <p>
 * A server that is a little faster than its clients looks at its sockets as soon as the first request is there, goes to sleep
 * after the last, and has to be woken for the next: each look, each sleep and each waking, which the client's processor pays for,
 * is for one or two requests. When many connections are active and requests come so fast that at least one and a half are to be
 * expected within a nap, the transport naps after a small turn, and finds more to do at a time: less work for both sides, and
 * more throughput, for a little more latency of a server that is busy anyway. It is what network cards do with their
 * interrupts. At any lower load, with few clients, and when each request is so much work (a long pipeline) that a look and a waking do not
 * matter, nothing waits.
 *
 * <p>
 * Whether naps pay is decided anew every {@value #WINDOW_TURNS} turns with requests. Transport thread.
 */
final class Coalescing {
    private static final int WINDOW_TURNS = 64;
    private static final int SMALL_TURN = 8;
    private static final int MIN_ACTIVE = 16;
    /** How many requests' work fits into a nap when requests are small. */
    private static final int SMALL_WORK_PER_NAP = 3;
    private static final long TIMER_SLACK_NS = 1_000;

    private final NanoClock clock;
    private final long napNs;
    private final MemorySegment nap;
    private boolean napping;
    /** When the first of the last turn's requests was found; kept while napping only. */
    private long turnStartNs;
    private int found;
    private int last;
    private int window;
    private int turns;
    private int requests;
    private int active;
    private long windowStartNs;

    /**
     * @param napNs
     *            how long a nap lasts; 0 is never to nap.
     */
    Coalescing(final NanoClock clock, final long napNs) {
        this.clock = clock;
        this.napNs = NativeSockets.available() ? napNs : 0;
        this.nap = Arena.ofAuto().allocate(2 * Long.BYTES, Long.BYTES);
        nap.set(ValueLayout.JAVA_LONG, Long.BYTES, napNs);
    }

    /** Called by the transport's thread before all else. */
    void start() {
        if (napNs != 0) {
            NativeSockets.timerSlack(TIMER_SLACK_NS);
        }
        windowStartNs = clock.nanoTime();
    }

    /** Before the sockets are looked at and when there is nothing else to do: naps when that pays. */
    void beforeSelect() {
        if (isNapDue()) {
            NativeSockets.sleep(nap);
        }
    }

    /** Whether the last turn was small, and so was the work for each of its requests. */
    boolean isNapDue() {
        return napping && last > 0 && last < SMALL_TURN
                && (clock.nanoTime() - turnStartNs) * SMALL_WORK_PER_NAP < last * napNs;
    }

    /** A connection is ready, which was last seen ready in window {@code seen}; returns the window to remember. */
    int ready(final int seen) {
        requests++;
        if (found++ == 0 && napping) {
            turnStartNs = clock.nanoTime();
        }
        if (seen != window) {
            active++;
        }
        return window;
    }

    /** After all that were ready have been served. */
    void selected(final int count) {
        last = count;
        found = 0;
        if (napNs == 0 || count == 0 || ++turns < WINDOW_TURNS) {
            return;
        }
        final long nowNs = clock.nanoTime();
        napping = pays(nowNs - windowStartNs);
        windowStartNs = nowNs;
        window++;
        turns = 0;
        requests = 0;
        active = 0;
    }

    boolean isNapping() {
        return napping;
    }

    private boolean pays(final long elapsedNs) {
        return active >= MIN_ACTIVE && 2L * requests * napNs >= 3 * elapsedNs;
    }
}
