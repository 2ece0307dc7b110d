package io.ringhold.offheap.arena;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EvacuationTest {
    private static final int BLOCKS = 200_000;
    private static final int BLOCK_BYTES = 48;

    private final Arena arena = Arena.reserve(ArenaOptions.of("test", 64L << 20));
    private final Evacuation evacuation = arena.evacuation();

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void shouldLeaveDenseMemoryWhenMostBlocksHaveGone() {
        final List<Long> blocks = sparse(MemoryTag.KEYS, 10);
        final long live = arena.usedBytes() - arena.metadataBytes();
        assertThat(arena.fragmentedBytes()).isGreaterThan(8 * live);
        plan(Integer.MAX_VALUE);
        moveAll(blocks);
        assertThat(evacuation.remainingSpans()).isZero();
        assertThat(arena.usedBytes() - arena.metadataBytes()).isEqualTo(live);
        assertThat(arena.fragmentedBytes()).isLessThan(live / 10);
        assertThat(evacuation.movedBlocks()).isBetween((long) blocks.size() * 3 / 4, (long) blocks.size());
        arena.decommit(Long.MAX_VALUE);
        assertThat(arena.committedBytes() - arena.metadataBytes()).isLessThan(live + live / 10);
    }

    @Test
    void shouldChooseTheSameInSlices() {
        sparse(MemoryTag.KEYS, 10);
        sparse(MemoryTag.DICT, 4);
        plan(Integer.MAX_VALUE);
        final int atOnce = evacuation.chosenSpans();
        while (evacuation.endSome(3)) {
            // to the end
        }
        assertThat(evacuation.remainingSpans()).isZero();
        plan(1);
        assertThat(evacuation.chosenSpans()).isEqualTo(atOnce).isPositive();
    }

    @Test
    void shouldChooseTheEmptiestSpans() {
        final List<Long> first = allocate(MemoryTag.KEYS);
        final List<Long> second = allocate(MemoryTag.KEYS);
        final List<Long> emptier = thinOut(first, 20);
        final List<Long> fuller = thinOut(second, 2);
        plan(Integer.MAX_VALUE);
        final long ofEmptier = emptier.stream().filter(evacuation::isAffected).count();
        final long ofFuller = fuller.stream().filter(evacuation::isAffected).count();
        assertThat(ofEmptier).isGreaterThan(emptier.size() * 19L / 20);
        assertThat(ofFuller).isLessThan(fuller.size() / 2 + fuller.size() / 5);
    }

    @Test
    void shouldChooseNothingWhenMemoryIsDense() {
        for (int i = 0; i < BLOCKS; i++) {
            arena.allocate(BLOCK_BYTES, MemoryTag.KEYS);
        }
        plan(Integer.MAX_VALUE);
        assertThat(evacuation.chosenSpans()).isZero();
    }

    @Test
    void shouldLeaveScratchMemoryAlone() {
        sparse(MemoryTag.SCRATCH, 10);
        plan(Integer.MAX_VALUE);
        assertThat(evacuation.chosenSpans()).isZero();
    }

    @Test
    void shouldNotAllocateFromChosenSpans() {
        sparse(MemoryTag.KEYS, 10);
        plan(Integer.MAX_VALUE);
        for (int i = 0; i < BLOCKS / 10; i++) {
            assertThat(evacuation.isAffected(arena.allocate(BLOCK_BYTES, MemoryTag.KEYS))).isFalse();
        }
    }

    @Test
    void shouldTakeSpansBackWhenThereIsNoOtherMemory() {
        try (Arena tight = Arena.reserve(ArenaOptions.of("tight", 4L << 20))) {
            final List<Long> blocks = new ArrayList<>();
            for (long block = tight.allocate(BLOCK_BYTES, MemoryTag.KEYS); block != 0; block = tight
                    .allocate(BLOCK_BYTES, MemoryTag.KEYS)) {
                blocks.add(block);
            }
            final Random random = new Random(1);
            int freed = 0;
            for (final long block : blocks) {
                if (random.nextInt(10) == 0) {
                    tight.free(block);
                    freed++;
                }
            }
            tight.evacuation().begin();
            while (tight.evacuation().planSome(100)) {
                // to the end
            }
            assertThat(tight.evacuation().chosenSpans()).isPositive();
            for (int i = 0; i < freed; i++) {
                assertThat(tight.allocate(BLOCK_BYTES, MemoryTag.KEYS)).isNotZero();
            }
            assertThat(tight.allocate(BLOCK_BYTES, MemoryTag.KEYS)).isZero();
            assertThat(tight.evacuation().remainingSpans()).isZero();
        }
    }

    @Test
    void shouldMoveWhatAReferenceNames() {
        final List<Long> blocks = sparse(MemoryTag.STRINGS, 10);
        final long holder = arena.allocate(Long.BYTES, MemoryTag.SCRATCH);
        plan(Integer.MAX_VALUE);
        final long block = blocks.stream().filter(evacuation::isAffected).findFirst().orElseThrow();
        arena.putLong(block, 42);
        arena.putLong(holder, block);
        final long moved = evacuation.moveReferred(holder);
        assertThat(moved).isNotEqualTo(block).isEqualTo(arena.getLong(holder));
        assertThat(arena.getLong(moved)).isEqualTo(42);
        assertThat(evacuation.moveReferred(holder)).isEqualTo(moved);
        arena.putLong(holder, 0);
        assertThat(evacuation.moveReferred(holder)).isZero();
    }

    /** Blocks of which about one in so many is left. */
    private List<Long> sparse(final MemoryTag tag, final int oneIn) {
        return thinOut(allocate(tag), oneIn);
    }

    private List<Long> allocate(final MemoryTag tag) {
        final List<Long> all = new ArrayList<>();
        for (int i = 0; i < BLOCKS; i++) {
            all.add(arena.allocate(BLOCK_BYTES, tag));
        }
        return all;
    }

    private List<Long> thinOut(final List<Long> all, final int oneIn) {
        final Random random = new Random(oneIn);
        final List<Long> left = new ArrayList<>();
        for (final long block : all) {
            if (random.nextInt(oneIn) == 0) {
                left.add(block);
            } else {
                arena.free(block);
            }
        }
        return left;
    }

    private void plan(final int spansAtOnce) {
        evacuation.begin();
        while (evacuation.planSome(spansAtOnce)) {
            // to the end
        }
    }

    private void moveAll(final List<Long> blocks) {
        blocks.replaceAll(evacuation::move);
    }
}
