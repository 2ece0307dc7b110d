package io.ringhold.engine.pipeline;

import io.ringhold.engine.Engine;
import io.ringhold.engine.client.ClientSupervisor;
import io.ringhold.engine.client.Session;
import io.ringhold.engine.defrag.Defragmenter;
import io.ringhold.engine.eviction.Eviction;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.latency.LatencyEvent;
import io.ringhold.engine.snapshot.Persistence;
import io.ringhold.offheap.arena.Arena;

/**
 * What the engine does of its own accord: removes expired keys, lets keys go while more than maxmemory is in use, moves tables
 * that are being resized, frees flushed databases, moves data together, gives memory back, looks after clients. All of it in slices
 * of about {@value #SLICE_NS} ns between polls of the ring, so that no
 * command waits longer for it. Engine thread.
 */
final class Housekeeping {
    private static final long SLICE_NS = 100_000;
    private static final int BUCKETS_PER_STEP = 32;
    private static final long DECOMMIT_STEP_BYTES = 1 << 20;
    private static final long DIRTY_KEPT_BYTES = 4 << 20;
    private static final int BUCKETS_PER_CHECK = 8;

    private final Engine engine;
    private final Keyspace keyspace;
    private final ClientSupervisor supervisor;
    private final Persistence persistence;
    private final Eviction eviction;
    private final Defragmenter defragmenter;
    private long nextTickNs;
    private boolean expiring;
    private boolean resizing;
    private boolean decommitting;

    Housekeeping(final Engine engine) {
        this.engine = engine;
        this.keyspace = engine.keyspace();
        this.supervisor = new ClientSupervisor(engine);
        this.persistence = engine.persistence();
        this.eviction = engine.eviction();
        this.defragmenter = engine.defragmenter();
        this.nextTickNs = engine.clock().nanoTime();
    }

    /** Does a slice when there is something to do. */
    int slice() {
        final long nowNs = engine.clock().nanoTime();
        if (nowNs - nextTickNs >= 0) {
            tick(nowNs);
        }
        eviction.turn();
        if (!hasBacklog(nowNs)) {
            return 0;
        }
        final long endNs = nowNs + SLICE_NS;
        final long evictedNs = nowNs + eviction.sliceNs();
        long atNs = engine.clock().nanoTime();
        do {
            atNs = step(atNs);
        } while (hasBacklog(atNs) && atNs - (eviction.hasBacklog() ? evictedNs : endNs) < 0);
        return 1;
    }

    /** How long there is nothing to do, in ns. */
    long delayNs() {
        final long nowNs = engine.clock().nanoTime();
        return hasBacklog(nowNs) ? 0 : Math.max(0, Math.min(nextTickNs - nowNs, defragmenter.delayNs(nowNs)));
    }

    /** Closes a session whose output has passed its limits. */
    void checkOutput(final Session session) {
        supervisor.checkOutput(session);
    }

    private boolean hasBacklog(final long nowNs) {
        return expiring || resizing || decommitting || keyspace.hasLazyFreeWork() || persistence.hasMemoryToRelease()
                || defragmenter.isDue(nowNs) || eviction.hasBacklog();
    }

    private void tick(final long nowNs) {
        nextTickNs = nowNs + 1_000_000_000L / engine.settings().hz.value();
        expiring = engine.activeExpiry() && !engine.isLoading() && !keyspace.isExpiredKept();
        resizing = !engine.isLoading(); // a table with room for what is to come looks too large
        decommitting = dirty(keyspace.arena()) || dirty(engine.clientArena());
        defragmenter.tick(nowNs, !engine.isLoading());
        keyspace.arena().prefault().topUp();
        engine.statistics().sample(nowNs, engine.usedMemory());
        engine.traffic().sample(nowNs);
        supervisor.tick(keyspace.nowMs());
        eviction.tick();
        engine.hotKeys().tick();
        if (!engine.isLoading()) {
            persistence.tick();
        }
        done(LatencyEvent.CLIENTS_CRON, nowNs);
    }

    /** Begins at a time, and returns when it ended. */
    private long step(final long startNs) {
        long atNs = startNs;
        if (expiring) {
            expiring = expire();
            atNs = done(LatencyEvent.EXPIRE_CYCLE, atNs);
            keyspace.statistics().expiryTook(atNs - startNs);
        }
        if (eviction.hasBacklog()) {
            eviction.step();
            atNs = done(LatencyEvent.EVICTION_CYCLE, atNs);
        }
        if (resizing) {
            resizing = resize();
            atNs = done(LatencyEvent.RESIZE_STEP, atNs);
        }
        if (keyspace.hasLazyFreeWork()) {
            keyspace.freeSome();
            atNs = done(LatencyEvent.FREE_STEP, atNs);
        }
        if (defragmenter.isDue(atNs)) {
            defragmenter.slice(atNs);
            atNs = done(LatencyEvent.ACTIVE_DEFRAG_CYCLE, atNs);
        }
        if (decommitting) {
            decommitting = decommit(keyspace.arena()) || decommit(engine.clientArena());
            atNs = done(LatencyEvent.DECOMMIT_STEP, atNs);
        }
        if (persistence.hasMemoryToRelease()) {
            persistence.releaseSome();
            atNs = done(LatencyEvent.DECOMMIT_STEP, atNs);
        }
        return atNs;
    }

    private long done(final LatencyEvent event, final long startNs) {
        final long nowNs = engine.clock().nanoTime();
        engine.latency().paused(event, nowNs - startNs);
        return nowNs;
    }

    private boolean expire() {
        boolean more = false;
        for (int i = 0; i < keyspace.databaseCount(); i++) {
            for (int bucket = 0; bucket < BUCKETS_PER_CHECK; bucket++) {
                if (!keyspace.database(i).expireSome()) {
                    break;
                }
                more = true;
            }
            more |= keyspace.database(i).expireFields();
        }
        return more;
    }

    private boolean resize() {
        boolean more = false;
        for (int i = 0; i < keyspace.databaseCount(); i++) {
            more |= keyspace.database(i).table().maintain(BUCKETS_PER_STEP);
        }
        return more;
    }

    private static boolean dirty(final Arena arena) {
        return arena.dirtyFreeBytes() > DIRTY_KEPT_BYTES;
    }

    private static boolean decommit(final Arena arena) {
        return dirty(arena) && arena.decommit(DECOMMIT_STEP_BYTES) > 0;
    }
}
