package io.ringhold.engine.eviction;

import java.util.SplittableRandom;

import io.ringhold.engine.config.option.MaxmemoryPolicy;
import io.ringhold.engine.eviction.Victims.Progress;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.latency.EngineLatency;
import io.ringhold.engine.latency.LatencyEvent;
import io.ringhold.engine.pipeline.ClientPause;
import io.ringhold.engine.port.CommandLog;
import io.ringhold.engine.stats.TrafficStatistics;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import org.agrona.concurrent.NanoClock;

/**
 * Keeps the memory that counts below {@code maxmemory}.
 *
 * <p>
 * A command that may need memory waits until there is room for about what it needs, and for no more than that: if much more is in use, as
 * after CONFIG SET of a lower limit, it frees twice its need, and slices between commands do the rest. So memory does not grow
 * beyond the limit, and no command pays for others. Memory of large values and flushed databases counts until it is really free;
 * what is being freed is freed first, before another key goes. Engine thread; allocates nothing.
 */
public final class Eviction {
    /** Keys that go, or pieces of values that are freed, between two looks at the clock. */
    private static final int KEYS_PER_STEP = 16;
    /** How often a command goes on looking where most expiries were taken away: for some 2 ms. Then it is let through, and slices go on. */
    private static final int MOST_MENDED = 4;
    private static final long SLICE_NS_PER_TENACITY = 10_000;
    private static final int MAX_TENACITY = 100;
    private static final long UNLIMITED_NS = Long.MAX_VALUE / 2;
    /** What a small element may take beyond its bytes in the request, times those bytes. */
    private static final int ELEMENT_OVERHEAD = 3;
    private static final long MAX_ELEMENT_OVERHEAD_BYTES = 256 << 10;
    private static final long KEY_OVERHEAD_BYTES = 256;
    private static final int SIZE_CLASS_STEPS = 8;

    private final Keyspace keyspace;
    private final Arena clientArena;
    private final TrafficStatistics traffic;
    private final CommandLog log;
    private final ClientPause pause;
    private final EngineLatency latency;
    private final NanoClock clock;
    private final Victims victims;
    private final ExceededTime exceeded;
    private long limitBytes;
    /** What requests took when this turn of the engine began: other threads read them. */
    private long requestBytes;
    private long sliceNs = 10 * SLICE_NS_PER_TENACITY;
    private boolean inVain;

    /**
     * @param clientArena
     *            holds replies and scratch memory, which count, and what waits for the log, which does not.
     * @param traffic
     *            knows what requests take that wait, which counts.
     * @param log
     *            nothing goes while it cannot be written.
     * @param pause
     *            nothing goes while clients are paused.
     * @param clock
     *            monotonic.
     */
    public Eviction(final Keyspace keyspace, final Arena clientArena, final TrafficStatistics traffic,
            final CommandLog log, final ClientPause pause, final EngineLatency latency, final NanoClock clock) {
        this.keyspace = keyspace;
        this.clientArena = clientArena;
        this.traffic = traffic;
        this.log = log;
        this.pause = pause;
        this.latency = latency;
        this.clock = clock;
        this.victims = new Victims(keyspace, new SplittableRandom());
        this.exceeded = new ExceededTime(clock);
    }

    /** Sets maxmemory; 0 = none. */
    public void limit(final long bytes) {
        limitBytes = bytes;
        inVain = false;
        turn();
    }

    /** Sets maxmemory-policy. */
    public void policy(final MaxmemoryPolicy policy) {
        victims.policy(policy);
        inVain = false;
    }

    /** Sets maxmemory-samples: how many keys are looked at for each that goes. */
    public void samples(final int keys) {
        victims.samples(keys);
    }

    /** Sets maxmemory-eviction-tenacity: tens of microseconds that a slice takes; 100 = until nothing is over. */
    public void tenacity(final int tenacity) {
        sliceNs = tenacity >= MAX_TENACITY ? UNLIMITED_NS : Math.max(1, tenacity) * SLICE_NS_PER_TENACITY;
    }

    /** Time that eviction may take between commands, in ns. */
    public long sliceNs() {
        return sliceNs;
    }

    /** How long memory was over the limit. */
    public ExceededTime exceeded() {
        return exceeded;
    }

    /** Bytes that are compared with the limit. */
    public long countedBytes() {
        return keyspace.arena().usedBytes() + clientArena.usedBytes() - uncountedBytes() + requestBytes;
    }

    /** Bytes in use that do not count: what waits to be written to the log, which eviction itself makes grow. */
    public long uncountedBytes() {
        return clientArena.usedBytes(MemoryTag.LOG);
    }

    /** True when more is in use than the limit allows. */
    public boolean isOver() {
        return limitBytes != 0 && countedBytes() > limitBytes;
    }

    /**
     * Makes room for a command that may need memory.
     *
     * @param lengthBytes
     *            of the request.
     * @return false when it is to be refused: more is in use than the limit allows, and nothing may go.
     */
    public boolean makeRoom(final long lengthBytes) {
        if (limitBytes == 0) {
            return true;
        }
        final long needed = neededBytes(lengthBytes);
        return countedBytes() + needed <= limitBytes || makeRoom(lengthBytes, needed);
    }

    /** About what a request needs at the most: its bytes, rounded up, and what small elements and their keys take beside them. */
    private static long neededBytes(final long lengthBytes) {
        return lengthBytes + lengthBytes / SIZE_CLASS_STEPS + KEY_OVERHEAD_BYTES
                + Math.min(lengthBytes * ELEMENT_OVERHEAD, MAX_ELEMENT_OVERHEAD_BYTES);
    }

    private boolean makeRoom(final long lengthBytes, final long needed) {
        final long before = countedBytes();
        exceeded.note(before > limitBytes);
        if (!evicts()) {
            return before <= limitBytes;
        }
        if (!mayEvict()) {
            return true;
        }
        if (lengthBytes > limitBytes) {
            return false; // everything would go, and it would not fit then either
        }
        final boolean monitored = latency.monitor().isEnabled();
        final long startNs = monitored ? clock.nanoTime() : 0;
        final long goal = Math.min(before + needed - limitBytes, 2 * needed);
        // only what keys give back: messages about them may take memory meanwhile
        final long dataBefore = keyspace.arena().usedBytes();
        Progress progress = Progress.FREED;
        int mended = 0;
        while (progress != Progress.NONE && mended < MOST_MENDED
                && dataBefore - keyspace.arena().usedBytes() < goal) {
            progress = freeSome();
            mended += progress == Progress.MENDED ? 1 : 0;
        }
        inVain = false;
        if (monitored) {
            latency.within(LatencyEvent.EVICTION_CYCLE, clock.nanoTime() - startNs);
        }
        final long after = countedBytes();
        exceeded.note(after > limitBytes);
        return after <= limitBytes || (mended == MOST_MENDED || before - after >= needed) && isWithinReach(after);
    }

    /** Whether the limit can be reached by letting keys go at all. */
    private boolean isWithinReach(final long counted) {
        return counted - keyspace.dataBytes() <= limitBytes;
    }

    /** Looks at what other threads use; to be called once a turn of the engine. */
    public void turn() {
        if (limitBytes != 0) {
            requestBytes = traffic.requestMemoryBytes();
        }
    }

    /** True when more is in use than the limit allows, and {@link #step} may help. */
    public boolean hasBacklog() {
        return limitBytes != 0 && !inVain && evicts() && countedBytes() > limitBytes && mayEvict();
    }

    /** Lets some keys go; for the time between commands. */
    public void step() {
        Progress progress = Progress.FREED;
        for (int i = 0; i < KEYS_PER_STEP && progress == Progress.FREED && countedBytes() > limitBytes; i++) {
            progress = freeSome();
        }
        inVain |= progress == Progress.NONE;
        exceeded.note(isOver());
    }

    /** To be called some times a second. */
    public void tick() {
        inVain = false;
        exceeded.note(isOver());
    }

    /** CONFIG RESETSTAT. */
    public void resetStatistics() {
        exceeded.reset();
    }

    private boolean evicts() {
        return victims.policy() != MaxmemoryPolicy.NOEVICTION;
    }

    private boolean mayEvict() {
        return !(pause.isActive() && pause.untilMs() > keyspace.nowMs()) && !keyspace.expiryPaused()
                && (!log.enabled() || log.writeError() == null);
    }

    private Progress freeSome() {
        if (keyspace.hasLazyFreeWork()) {
            keyspace.freeSome();
            return Progress.FREED;
        }
        if (!latency.monitor().isEnabled()) {
            return victims.evictOne();
        }
        final long startNs = clock.nanoTime();
        final Progress progress = victims.evictOne();
        latency.within(LatencyEvent.EVICTION_DEL, clock.nanoTime() - startNs);
        return progress;
    }
}
