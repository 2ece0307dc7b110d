package io.ringhold.offheap.cow;

import java.util.concurrent.TimeUnit;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import org.junit.jupiter.api.Test;

/**
 * Cut after cut, read while everything changes. {@code -Dringhold.cow.seconds=N} runs longer. The test JVM compiles with C1
 * unless told otherwise (CONTRIBUTING.md); run it with C2 after changes to the barrier or the view.
 *
 * <p>
 * Each of these, broken on purpose, makes it fail within seconds: the second look, the last look, the copy before the entry, the
 * capture before the store, the marks of freed pages, the capture of pages given back, of all pages of a long store, and the order of
 * failure, end and release of shadow pages. It cannot show that a fence is missing on x86, where the processor keeps that order.
 */
class CutStressIT {
    private static final long DURATION_NS = TimeUnit.SECONDS.toNanos(Long.getLong("ringhold.cow.seconds", 10));

    @Test
    void shouldShowEveryByteAsItWasWhenBlocksChangeMeanwhile() throws Exception {
        final long seed = CutStress.seed("CutStressIT blocks");
        try (Arena arena = Arena.reserve(ArenaOptions.of("stress", 16 << 20))) {
            final BlockChanges changes = new BlockChanges(arena, seed, 200);
            new CutStress(arena, seed, changes::run).run(DURATION_NS, 500);
        }
    }

    @Test
    void shouldShowEveryByteAsItWasWhenAFewSmallBlocksChangeMeanwhile() throws Exception {
        final long seed = CutStress.seed("CutStressIT few blocks");
        try (Arena arena = Arena.reserve(ArenaOptions.of("stress", 4 << 20))) {
            final BlockChanges changes = new BlockChanges(arena, seed, 20);
            new CutStress(arena, seed, changes::run).run(DURATION_NS, 2000);
        }
    }

    @Test
    void shouldShowEveryByteAsItWasWhenRealStructuresChangeMeanwhile() throws Exception {
        final long seed = CutStress.seed("CutStressIT structures");
        try (Arena arena = Arena.reserve(ArenaOptions.of("stress", 64 << 20))) {
            final StructureChanges changes = new StructureChanges(arena, seed);
            new CutStress(arena, seed, changes::run).run(DURATION_NS, 300);
        }
    }
}
