package io.ringhold.offheap.cow;

import java.util.concurrent.TimeUnit;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import org.junit.jupiter.api.Test;

/** A second of what {@link CutStressIT} does for longer. */
class CutStressTest {
    @Test
    void shouldShowEveryByteAsItWasWhenBlocksChangeMeanwhile() throws Exception {
        final long seed = CutStress.seed("CutStressTest");
        try (Arena arena = Arena.reserve(ArenaOptions.of("stress", 4 << 20))) {
            final BlockChanges changes = new BlockChanges(arena, seed, 20);
            new CutStress(arena, seed, changes::run).run(TimeUnit.SECONDS.toNanos(1), 300);
        }
    }
}
