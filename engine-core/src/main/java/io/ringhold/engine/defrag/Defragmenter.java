package io.ringhold.engine.defrag;

import io.ringhold.engine.config.Settings;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.Evacuation;
import org.agrona.concurrent.NanoClock;

/**
 * Decides when memory is to be defragmented, and how much of the engine's time that takes: between {@code active-defrag-cycle-min} and
 * {@code active-defrag-cycle-max} percent, by how fragmented it is. Once it has begun it goes on at that pace, pass by pass, until fragmentation is half of the
 * lower threshold: what was chosen while data still went was chosen too early. The time is taken in slices of about {@value #SLICE_NS} ns, evenly spread. While there
 * is nothing to do it costs a few comparisons some times a second. Engine thread.
 */
public final class Defragmenter {
    private enum Stage {
        IDLE, CHOOSING, MOVING, ENDING
    }

    private static final long SLICE_NS = 50_000;
    /** How much time that was not taken, since the thread slept too long, is taken later. */
    private static final long MAX_ARREARS_NS = 20_000_000;
    private static final int SPANS_AT_ONCE = 64;
    private static final int PERCENT = 100;
    /** After a pass that could not empty what it had chosen, fragmentation must grow by this part before the next. */
    private static final int WORSE_SHIFT = 3;

    private final Settings settings;
    private final Arena arena;
    private final Keyspace keyspace;
    private final Evacuation evacuation;
    private final KeyspaceSweep sweep;
    private final NanoClock clock;
    private Stage stage = Stage.IDLE;
    /** Of the engine's time; 0 when idle. */
    private int percent;
    /** That of the pass before, when that was not the last one; else 0. */
    private int lastPercent;
    private long dueNs;
    private long startedNs;
    private long runningNs;
    private long hopelessBytes;
    private long movedBlocksBefore;
    private long otherBlocksBefore;
    private long keyHitsBefore;
    private long keyMissesBefore;

    public Defragmenter(final Settings settings, final Keyspace keyspace, final NanoClock clock) {
        this.settings = settings;
        this.keyspace = keyspace;
        this.arena = keyspace.arena();
        this.evacuation = arena.evacuation();
        this.sweep = new KeyspaceSweep(keyspace);
        this.clock = clock;
    }

    /**
     * Looks whether there is something to do; to be called some times a second.
     *
     * @param mayBegin
     *            false while data are loaded.
     */
    public void tick(final long nowNs, final boolean mayBegin) {
        if (!settings.activedefrag.value()) {
            lastPercent = 0;
            stage = stage == Stage.IDLE ? Stage.IDLE : Stage.ENDING;
            return;
        }
        if (arena.hasCut()) {
            stage = stage == Stage.IDLE ? Stage.IDLE : Stage.ENDING; // what was chosen is taken back, so that it can be allocated from while the snapshot lasts
            return;
        }
        final int wanted = wantedPercent(lastPercent > 0);
        if (stage != Stage.IDLE) {
            percent = Math.max(percent, wanted);
        } else if (wanted == 0 || !isWorthIt()) {
            lastPercent = 0;
        } else if (mayBegin && !keyspace.hasLazyFreeWork()) {
            begin(nowNs, Math.max(wanted, lastPercent));
        }
    }

    /** Whether {@link #slice} is to be called now. */
    public boolean isDue(final long nowNs) {
        return stage != Stage.IDLE && nowNs - dueNs >= 0 && !waits();
    }

    /** How long it is until {@link #isDue}, in ns; {@link Long#MAX_VALUE} when that is not known. */
    public long delayNs(final long nowNs) {
        return stage == Stage.IDLE || waits() ? Long.MAX_VALUE : Math.max(0, dueNs - nowNs);
    }

    /** Nothing is moved while a snapshot is being taken. */
    private boolean waits() {
        return stage != Stage.ENDING && arena.hasCut();
    }

    /** Works for a slice. */
    public void slice(final long nowNs) {
        final long endNs = nowNs + SLICE_NS;
        long atNs = nowNs;
        while (stage != Stage.IDLE && atNs - endNs < 0) {
            work();
            atNs = clock.nanoTime();
        }
        dueNs = Math.max(dueNs, nowNs - MAX_ARREARS_NS) + (atNs - nowNs) * PERCENT / Math.max(1, percent);
        if (stage == Stage.IDLE) {
            runningNs += atNs - startedNs;
            lastPercent = percent;
            percent = 0;
        }
    }

    /** The share of the engine's time that is being taken, in percent; 0 when nothing is to be done, or a snapshot is being taken. */
    public int runningPercent() {
        return arena.hasCut() ? 0 : percent;
    }

    /** How long there has been something to do this time, in ms; 0 when there is nothing. */
    public long currentMs() {
        return stage == Stage.IDLE ? 0 : (clock.nanoTime() - startedNs) / 1_000_000;
    }

    /** How long there has been something to do in all, in ms. */
    public long totalMs() {
        return runningNs / 1_000_000 + currentMs();
    }

    /** Blocks that were moved. */
    public long hits() {
        return evacuation.movedBlocks() - movedBlocksBefore;
    }

    /** Blocks that were looked at and stayed. */
    public long misses() {
        return evacuation.otherBlocks() - otherBlocksBefore;
    }

    /** Keys of which something was moved. */
    public long keyHits() {
        return sweep.keyHits() - keyHitsBefore;
    }

    /** Keys of which nothing had to be moved. */
    public long keyMisses() {
        return sweep.keyMisses() - keyMissesBefore;
    }

    /** CONFIG RESETSTAT. */
    public void resetStatistics() {
        movedBlocksBefore = evacuation.movedBlocks();
        otherBlocksBefore = evacuation.otherBlocks();
        keyHitsBefore = sweep.keyHits();
        keyMissesBefore = sweep.keyMisses();
        runningNs = 0;
    }

    private void begin(final long nowNs, final int wanted) {
        evacuation.begin();
        stage = Stage.CHOOSING;
        percent = wanted;
        startedNs = nowNs;
        dueNs = nowNs;
    }

    private void work() {
        switch (stage) {
            case CHOOSING -> {
                if (!evacuation.planSome(SPANS_AT_ONCE)) {
                    stage = Stage.MOVING;
                    sweep.begin();
                }
            }
            case MOVING -> {
                if (evacuation.remainingSpans() == 0 || !sweep.step(settings.activeDefragMaxScanFields.value())) {
                    noteSuccess();
                    stage = Stage.ENDING;
                }
            }
            case ENDING -> {
                if (!evacuation.endSome(SPANS_AT_ONCE)) {
                    stage = Stage.IDLE;
                }
            }
            case IDLE -> {
                // nothing to do
            }
        }
    }

    /** Where little could be emptied the next pass would do no better. */
    private void noteSuccess() {
        final long emptied = (long) evacuation.chosenSpans() - evacuation.remainingSpans();
        hopelessBytes = 2 * emptied <= evacuation.chosenSpans() ? arena.fragmentedBytes() : 0;
    }

    private boolean isWorthIt() {
        return arena.fragmentedBytes() > hopelessBytes + (hopelessBytes >> WORSE_SHIFT);
    }

    /** By how much memory is fragmented; 0 when it is not enough. */
    private int wantedPercent(final boolean hasBegun) {
        final long fragmented = arena.fragmentedBytes();
        final long inBlocks = Math.max(1, arena.usedBytes() - arena.metadataBytes());
        final long threshold = settings.activeDefragThresholdLower.value();
        final double lower = hasBegun ? (double) threshold / 2 : threshold;
        if (!hasBegun && fragmented < settings.activeDefragIgnoreBytes.value()
                || (double) fragmented * PERCENT / inBlocks < lower) {
            hopelessBytes = 0;
            return 0;
        }
        final long least = settings.activeDefragCycleMin.value();
        final long most = settings.activeDefragCycleMax.value();
        final double over = (double) fragmented * PERCENT / inBlocks - lower;
        final double range = Math.max(1, settings.activeDefragThresholdUpper.value() - lower);
        final long more = (long) ((most - least) * Math.min(1, over / range));
        return (int) Math.max(1, least + more);
    }
}
