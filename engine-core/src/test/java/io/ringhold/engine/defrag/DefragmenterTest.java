package io.ringhold.engine.defrag;

import java.util.Random;

import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.AllCommands;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DefragmenterTest {
    private static final int KEYS = 100_000;
    private static final int MANY_KEYS = 400_000;
    private static final int SLICES = 10_000;

    private final EngineHarness engine = EngineHarness.withDataBytes(256L << 20,
            AllCommands.groups(() -> 1_000_000).toArray(new CommandGroupHandlers[0]));
    private final Defragmenter defragmenter = engine.engine().defragmenter();
    private final Arena arena = engine.dataArena();

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void shouldHoldLittleMoreThanTheDataWhenMostKeysHaveGone() {
        deleteNineInTen(MANY_KEYS);
        configure("active-defrag-ignore-bytes", "1mb");
        final long live = arena.usedBytes();
        assertThat(arena.spanBytes()).isGreaterThan(4 * live);
        run();
        while (engine.engine().keyspace().database(0).table().maintain(1000)) {
            // until the table has shrunk
        }
        arena.decommit(Long.MAX_VALUE);
        assertThat(arena.committedBytes()).isLessThan(arena.usedBytes() + arena.usedBytes() / 5);
        final String stats = engine.execute("INFO", "stats");
        assertThat(stats).containsPattern("active_defrag_hits:[1-9]").containsPattern("active_defrag_key_hits:[1-9]")
                .contains("current_active_defrag_time:0");
        assertThat(engine.execute("CONFIG", "RESETSTAT")).isEqualTo("+OK\r\n");
        assertThat(engine.execute("INFO", "stats")).contains("active_defrag_hits:0", "active_defrag_misses:0",
                "active_defrag_key_hits:0", "active_defrag_key_misses:0");
    }

    @Test
    void shouldDoNothingBelowEitherThreshold() {
        deleteNineInTen(KEYS);
        defragmenter.tick(0, true);
        assertThat(defragmenter.isDue(Long.MAX_VALUE)).isFalse();
        assertThat(defragmenter.delayNs(0)).isEqualTo(Long.MAX_VALUE);
        configure("active-defrag-ignore-bytes", "1mb");
        configure("active-defrag-threshold-lower", "1000");
        defragmenter.tick(0, true);
        assertThat(defragmenter.isDue(Long.MAX_VALUE)).isFalse();
        configure("active-defrag-threshold-lower", "10");
        defragmenter.tick(0, false);
        assertThat(defragmenter.isDue(Long.MAX_VALUE)).isFalse();
        defragmenter.tick(0, true);
        assertThat(defragmenter.isDue(0)).isTrue();
        assertThat(engine.execute("INFO", "memory")).contains("active_defrag_running:25");
    }

    @Test
    void shouldGoOnUntilMemoryIsDenseOnceItHasBegun() {
        deleteNineInTen(KEYS);
        configure("active-defrag-ignore-bytes", "1mb");
        defragmenter.tick(0, true);
        assertThat(defragmenter.runningPercent()).isEqualTo(25);
        finish();
        assertThat(defragmenter.runningPercent()).isZero();
        configure("active-defrag-ignore-bytes", "1gb");
        configure("active-defrag-threshold-lower", "0");
        configure("active-defrag-threshold-upper", "1000");
        defragmenter.tick(0, true);
        assertThat(defragmenter.runningPercent()).isEqualTo(25);
        run();
        defragmenter.tick(0, true);
        assertThat(defragmenter.runningPercent()).isZero();
    }

    @Test
    void shouldTakeBetweenTheLeastAndTheMostOfTheTimeByHowFragmentedMemoryIs() {
        deleteNineInTen(KEYS);
        configure("active-defrag-ignore-bytes", "1mb");
        configure("active-defrag-threshold-lower", "0");
        configure("active-defrag-threshold-upper", "1000");
        configure("active-defrag-cycle-min", "10");
        configure("active-defrag-cycle-max", "90");
        final double fragmented = 100.0 * arena.fragmentedBytes() / (arena.usedBytes() - arena.metadataBytes());
        defragmenter.tick(0, true);
        assertThat(defragmenter.runningPercent()).isEqualTo(10 + (int) (80 * (fragmented / 1000))).isBetween(11, 89);
    }

    @Test
    void shouldLeaveTheRestOfTheTimeToCommands() {
        deleteNineInTen(MANY_KEYS);
        configure("active-defrag-ignore-bytes", "1mb");
        final long before = engine.engine().clock().nanoTime();
        defragmenter.tick(before, true);
        defragmenter.slice(before);
        // the harness' clock goes by a nanosecond for each reading, of which there is one for each piece of work
        final long usedNs = engine.engine().clock().nanoTime() - 1 - before;
        assertThat(defragmenter.runningPercent()).isEqualTo(25);
        assertThat(defragmenter.delayNs(before + usedNs)).isPositive().isEqualTo(3 * usedNs);
        assertThat(defragmenter.isDue(before + 4 * usedNs - 1)).isFalse();
        assertThat(defragmenter.isDue(before + 4 * usedNs)).isTrue();
    }

    @Test
    void shouldPauseWhileACutIsOpen() {
        deleteNineInTen(KEYS);
        configure("active-defrag-ignore-bytes", "1mb");
        defragmenter.tick(0, true);
        arena.openCut((offset, length) -> {
            // nothing to keep
        });
        assertThat(defragmenter.isDue(Long.MAX_VALUE)).isFalse();
        assertThat(defragmenter.delayNs(0)).isEqualTo(Long.MAX_VALUE);
        assertThat(defragmenter.runningPercent()).isZero();
        arena.closeCut();
        assertThat(defragmenter.isDue(0)).isTrue();
    }

    @Test
    void shouldTakeSpansBackIntoUseWhenItIsTurnedOff() {
        deleteNineInTen(KEYS);
        configure("active-defrag-ignore-bytes", "1mb");
        defragmenter.tick(0, true);
        while (arena.evacuation().remainingSpans() == 0) {
            arena.evacuation().planSome(1);
        }
        configure("activedefrag", "no");
        defragmenter.tick(0, true);
        finish();
        assertThat(arena.evacuation().remainingSpans()).isZero();
        defragmenter.tick(0, true);
        assertThat(defragmenter.isDue(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void shouldNotGoOnForEverWhereNothingCanBeEmptied() {
        final Random random = new Random(1);
        for (int i = 0; i < KEYS; i++) {
            final long block = arena.allocate(100, MemoryTag.STRINGS);
            if (random.nextInt(10) != 0) {
                arena.free(block);
            }
        }
        configure("active-defrag-ignore-bytes", "1");
        configure("active-defrag-threshold-lower", "1");
        run();
        assertThat(arena.evacuation().remainingSpans()).isZero();
        defragmenter.tick(0, true);
        assertThat(defragmenter.isDue(Long.MAX_VALUE)).isFalse();
    }

    private void deleteNineInTen(final int keys) {
        final Random random = new Random(1);
        for (int i = 0; i < keys; i++) {
            engine.execute("SET", "key:" + i, "v".repeat(100));
        }
        for (int i = 0; i < keys; i++) {
            if (random.nextInt(10) != 0) {
                engine.execute("DEL", "key:" + i);
            }
        }
    }

    private void configure(final String setting, final String value) {
        assertThat(engine.execute("CONFIG", "SET", setting, value)).isEqualTo("+OK\r\n");
    }

    /** Passes as long as there is something to do. */
    private void run() {
        for (int pass = 0; pass < 5; pass++) {
            defragmenter.tick(engine.engine().clock().nanoTime(), true);
            finish();
        }
    }

    private void finish() {
        int slices = 0;
        while (defragmenter.isDue(Long.MAX_VALUE)) {
            defragmenter.slice(engine.engine().clock().nanoTime());
            slices++;
            assertThat(slices).isLessThan(SLICES);
        }
    }
}
