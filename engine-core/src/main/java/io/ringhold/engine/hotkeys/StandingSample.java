package io.ringhold.engine.hotkeys;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The sample that is taken all the time: which keys are read, written and moved most of late. A sampled command stands for as many as the
 * ratio says. What was a minute ago counts half, so that rates follow what happens. Engine thread; nothing but {@link #top} allocates.
 */
public final class StandingSample {
    /** How long it takes until what has happened counts half. */
    public static final long HALF_LIFE_MS = 60_000;

    private static final int CAPACITY = 512;
    private static final double MS_PER_SECOND = 1000;
    private static final double PERCENT = 100;

    /**
     * A key that is used much.
     *
     * @param name
     *            Latin-1 text; shortened when it is very long.
     * @param perSecond
     *            how much at least.
     * @param percent
     *            of what all keys get.
     */
    public record HotKey(String name, double perSecond, double percent) {}

    private final HeavyHitters reads;
    private final HeavyHitters writes;
    private final HeavyHitters bytes;
    private final SplittableRandom random;
    private final KeyUses.Recorder recorder = this::used;
    private int ratio;
    private GeometricSkip skip;
    private long until;
    /** Time that weights are of, halved with them, in ms. */
    private long agedMs;
    private long halvedAtMs;

    StandingSample(final SplittableRandom random, final long nowMs) {
        this.reads = new HeavyHitters(CAPACITY);
        this.writes = new HeavyHitters(CAPACITY);
        this.bytes = new HeavyHitters(CAPACITY);
        this.random = random;
        this.halvedAtMs = nowMs;
    }

    /** Samples one of so many commands from now on, none for 0. */
    void ratio(final int newRatio) {
        ratio = newRatio;
        skip = newRatio == 0 ? null : new GeometricSkip(newRatio, random);
        until = newRatio == 0 ? Long.MAX_VALUE : skip.next();
    }

    /** Commands for one sample, 0 when none are taken. */
    public int ratio() {
        return ratio;
    }

    /** Commands until the next sample, it included. */
    long until() {
        return until;
    }

    /** So many commands have been executed, at most {@link #until}; true when the last is a sample. */
    boolean passed(final long commands) {
        until -= commands;
        if (until > 0) {
            return false;
        }
        until = skip.next();
        return true;
    }

    KeyUses.Recorder recorder() {
        return recorder;
    }

    private void used(final long hash, final long address, final int length, final boolean written,
            final long ofBytes, final long elapsedNs) {
        (written ? writes : reads).add(hash, address, length, ratio);
        bytes.add(hash, address, length, ofBytes * ratio);
    }

    /** Lets what has happened count as much as it does at a time. */
    void age(final long nowMs) {
        for (long periods = Math.min(Long.SIZE, (nowMs - halvedAtMs) / HALF_LIFE_MS); periods > 0; periods--) {
            reads.halve();
            writes.halve();
            bytes.halve();
            agedMs = agedMs + HALF_LIFE_MS >> 1;
        }
        halvedAtMs += Math.max(0, (nowMs - halvedAtMs) / HALF_LIFE_MS * HALF_LIFE_MS);
    }

    /** Begins anew. */
    void clear(final long nowMs) {
        reads.clear();
        writes.clear();
        bytes.clear();
        agedMs = 0;
        halvedAtMs = nowMs;
    }

    /** The keys that are read most, the most first. */
    public List<HotKey> byReads(final int count, final long nowMs) {
        return top(reads, count, nowMs);
    }

    /** The keys that are written most, the most first. */
    public List<HotKey> byWrites(final int count, final long nowMs) {
        return top(writes, count, nowMs);
    }

    /** The keys whose requests and replies have most bytes, the most first. */
    public List<HotKey> byBytes(final int count, final long nowMs) {
        return top(bytes, count, nowMs);
    }

    private List<HotKey> top(final HeavyHitters hitters, final int count, final long nowMs) {
        age(nowMs);
        final double seconds = Math.max(1, agedMs + nowMs - halvedAtMs) / MS_PER_SECOND;
        final List<HotKey> keys = new ArrayList<>();
        for (final HeavyHitters.Hitter hitter : hitters.top(count)) {
            keys.add(new HotKey(hitter.name(), hitter.weight() / seconds,
                    PERCENT * hitter.weight() / hitters.total()));
        }
        return keys;
    }
}
