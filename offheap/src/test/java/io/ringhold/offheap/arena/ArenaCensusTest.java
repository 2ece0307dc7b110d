package io.ringhold.offheap.arena;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ArenaCensusTest {
    private final Arena arena = Arena.reserve(ArenaOptions.of("census", 64L << 20));

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void shouldFindNothingInANewArena() {
        final ArenaCensus census = ArenaCensus.of(arena);
        assertThat(census.classes()).isEmpty();
        assertThat(census.large()).isEqualTo(new ArenaCensus.Large(0, 0));
        assertThat(census.dirty().runs()).isZero();
        assertThat(census.clean().runs()).isZero();
    }

    @Test
    void shouldCountBlocksOfEachSizeWhateverTheirTag() {
        for (int i = 0; i < 10; i++) {
            arena.allocate(24, i < 5 ? MemoryTag.KEYS : MemoryTag.STRINGS);
        }
        final long large = arena.allocate(100_000, MemoryTag.STRINGS);
        final ArenaCensus census = ArenaCensus.of(arena);
        assertThat(census.classes()).containsExactly(
                new ArenaCensus.SizeClass(24, 2, 2L * ArenaDescriptor.PAGE_LENGTH,
                        2L * (ArenaDescriptor.PAGE_LENGTH / 24), 10));
        assertThat(census.freeInSpans()).isEqualTo(2L * ArenaDescriptor.PAGE_LENGTH - 240);
        assertThat(census.large()).isEqualTo(new ArenaCensus.Large(1, 102_400));
        arena.free(large);
        assertThat(ArenaCensus.of(arena).dirty()).isEqualTo(new ArenaCensus.FreeRuns(1, 131_072, 131_072));
    }

    @Test
    void shouldAgreeWithTheAccountsAfterRandomChanges() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("ArenaCensusTest seed " + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        final List<Long> blocks = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            if (blocks.isEmpty() || random.nextInt(5) < 3) {
                final long block = arena.allocate(random.nextInt(random.nextInt(20) == 0 ? 300_000 : 2_000),
                        MemoryTag.STRINGS);
                if (block != 0) {
                    blocks.add(block);
                }
            } else {
                final int last = blocks.size() - 1;
                final int at = random.nextInt(blocks.size());
                arena.free(blocks.get(at));
                blocks.set(at, blocks.get(last));
                blocks.remove(last);
            }
            if (random.nextInt(5_000) == 0) {
                arena.decommit(1 << 20);
            }
        }
        final ArenaCensus census = ArenaCensus.of(arena);
        final long live = census.classes().stream().mapToLong(ArenaCensus.SizeClass::liveBytes).sum();
        final long spans = census.classes().stream().mapToLong(ArenaCensus.SizeClass::bytes).sum();
        final long count = census.classes().stream().mapToLong(ArenaCensus.SizeClass::liveBlocks).sum();
        assertThat(live + census.large().bytes()).isEqualTo(arena.usedBytes() - arena.metadataBytes());
        assertThat(spans + census.large().bytes()).isEqualTo(arena.spanBytes());
        assertThat(count + census.large().blocks()).isEqualTo(arena.blockCount(MemoryTag.STRINGS))
                .isEqualTo(blocks.size());
        assertThat(census.dirty().bytes()).isEqualTo(arena.dirtyFreeBytes());
    }
}
